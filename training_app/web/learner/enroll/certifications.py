"""A certification that one can earn, as a card: whether it is held, and the trainings that award it (C-10, L-01)."""

import reflex as rx

from training_app.web.learner.enroll import offers
from training_app.web.learner.enroll.shown import KindShown, NeededShown, OfferShown
from training_app.web.shared import chips


def card(one: rx.Var[KindShown]) -> rx.Component:
    """One kind."""
    return rx.el.li(
        rx.el.h2(one.name, class_name="anywhere"),
        rx.el.div(_state(one), rx.cond(one.text != "", rx.el.span(one.text)), class_name="meta"),
        rx.cond(one.description != "", rx.el.p(one.description, class_name="muted")),
        rx.cond(
            one.needed.length() > 0,
            rx.el.div(rx.el.p("Before it", class_name="muted small"), rx.el.ul(rx.foreach(one.needed, _needed))),
        ),
        rx.el.p(one.lead, class_name="muted small"),
        rx.el.ul(rx.foreach(one.trainings, _training), class_name="awarding"),
        class_name="card task",
        key=one.id.to_string(),
    )


def _state(one: rx.Var[KindShown]) -> rx.Component:
    return rx.match(
        one.state.state,
        ("valid", chips.chip("green", "check", one.state.text)),
        ("expiring", chips.chip("amber", "clock", one.state.text)),
        ("expired", chips.chip("red", "circle-alert", one.state.text)),
        ("always", chips.chip("blue", "infinity", one.state.text)),
        ("ahead", chips.chip("", "calendar", one.state.text)),
        chips.chip("", "circle-dashed", one.state.text),
    )


def _needed(need: rx.Var[NeededShown]) -> rx.Component:
    return rx.el.li(
        rx.cond(need.is_met, rx.icon("circle-check", size=16, class_name="good"), rx.icon("circle", size=16)),
        rx.el.span(need.text, class_name="anywhere"),
        rx.el.span(rx.cond(need.is_met, ", done", ", not done yet"), class_name="sr"),
        class_name="row needed",
    )


def _training(one: rx.Var[OfferShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.h3(one.title, class_name="anywhere"), chips.level(one.level), class_name="row"),
            offers.said(one),
            class_name="push stack tight",
        ),
        offers.act(one),
        class_name="awarding-training",
    )
