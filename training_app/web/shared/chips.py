"""Statuses as colour, word and icon: one map for the whole app."""

from typing import Any

import reflex as rx


def chip(colour: str, icon: str, *words: Any) -> rx.Component:
    """A small label."""
    return rx.el.span(rx.icon(icon, size=13), rx.el.span(*words), class_name=f"chip {colour}")


def level(name: rx.Var[str]) -> rx.Component:
    """The level of a training or a person; nothing where there is none."""
    return rx.cond(name != "", rx.el.span(name, class_name="level"))


def enrollment(status: rx.Var[str], *, due_on: rx.Var[str], days: rx.Var[int]) -> rx.Component:
    """Where an attempt stands; an open one says how far its due day is (`days` from today, negative when past)."""
    return rx.match(
        status,
        ("evaluated", chip("green", "check", "Evaluated")),
        ("passed", chip("teal", "circle-dot", "Passed · evaluation owed")),
        ("failed", chip("red", "x", "Failed")),
        ("superseded", chip("strike", "circle-slash", "Superseded")),
        ("withdrawn", chip("strike", "circle-slash", "Withdrawn")),
        ("excused", chip("strike", "circle-slash", "Excused")),
        ("lapsed", chip("red", "circle-alert", "Lapsed")),
        due(due_on=due_on, days=days),
    )


def due(*, due_on: rx.Var[str], days: rx.Var[int]) -> rx.Component:
    """How far the due day of something open is."""
    late = rx.cond(days == -1, "1 day past due", (-days).to_string() + " days past due")
    soon = rx.match(days, (0, "Due today"), (1, "Due tomorrow"), "Due in " + days.to_string() + " days")
    return rx.cond(
        due_on == "",
        chip("", "circle", "Enrolled"),
        rx.cond(
            days < 0,
            chip("red", "circle-alert", late),
            rx.cond(days <= 30, chip("amber", "clock", soon), chip("", "circle", "Enrolled")),  # noqa: PLR2004  # A-18
        ),
    )
