"""The way from a list to one person's messages, for whoever may see them."""

from functools import reduce
from operator import or_

import reflex as rx

from training_app.notifications.explaining.queries import SEE
from training_app.web.shared import routes
from training_app.web.shared.shell import Shell

SEES_MESSAGES = reduce(or_, (Shell.may[one.value] for one in SEE))


def link(person_id: rx.Var[int], name: rx.Var[str], *, assignment: rx.Var[str] | None = None) -> rx.Component:
    """A sign beside a name; with `assignment`, a number in words, it leads to the messages about that one alone."""
    to = f"{routes.PEOPLE}/{person_id}/messages"
    href = to if assignment is None else f"{to}?assignment=" + assignment
    sign = rx.el.a(rx.icon("mail-search", size=14), href=href, aria_label="Messages of " + name, title="Messages",
                   class_name="btn ghost square to-messages")  # fmt: skip
    return rx.cond(SEES_MESSAGES, sign)
