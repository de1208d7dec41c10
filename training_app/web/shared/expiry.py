"""How long somebody still holds a certification, as a chip: valid, expiring, expired, or always valid."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from training_app.web.shared import chips
from training_app.web.shared.days import spoken

SOON = 90  # reminders of an expiry begin then (C-09)
NEAR = {0: "Today", 1: "Tomorrow"}


@dataclass(frozen=True)
class Expiry:
    """The state of an award and its last day, in words; empty where there is no award."""

    state: str = ""
    text: str = ""
    day: str = ""


def expiry(name: str, expires_on: str, today: date) -> Expiry:
    """How the award `name` stands on the organization day `today`; without an ISO day it never expires."""
    if not name:
        return Expiry()
    if not expires_on:
        return Expiry("always", "Always valid")
    days = (date.fromisoformat(expires_on) - today).days
    if days < 0:
        return Expiry("expired", "Expired", spoken(expires_on))
    if days > SOON:
        return Expiry("valid", "Valid", spoken(expires_on))
    return Expiry("expiring", NEAR.get(days, f"In {days} days"), spoken(expires_on))


def chip(shown: rx.Var[Expiry]) -> rx.Component:
    """The state as colour, icon and words, with the last day beside it."""
    state = rx.match(
        shown.state,
        ("valid", chips.chip("green", "check", shown.text)),
        ("expiring", chips.chip("amber", "clock", shown.text)),
        ("expired", chips.chip("red", "circle-alert", shown.text)),
        ("always", chips.chip("blue", "infinity", shown.text)),
        rx.fragment(),
    )
    return rx.el.span(state, rx.el.span(shown.day, class_name="small muted"), class_name="row expiry")
