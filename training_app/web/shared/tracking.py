"""What a page of certifications shows while the Certification Tracking Module is switched off (C-02).

Its content goes into `only_while_on`, and its `load` begins with `if not await is_on(): return`. Whatever is called
all the same is refused where the work is done.
"""

import reflex as rx

from training_app.core import db, organization
from training_app.web.shared import lists, routes
from training_app.web.shared.shell import Shell

OFF = "The Certification Tracking Module is switched off."
WHAT_STAYS = "Nothing is lost: what was entered and awarded stays, and what people complete goes on awarding."


async def is_on() -> bool:
    """Whether the module is on now."""
    return (await db.in_read(organization.of)).certification_tracking


def only_while_on(*content: rx.Component) -> rx.Component:
    """The content of a page of certifications, or that the module is off."""
    home = rx.el.a("Go to your home page", href=routes.HOME, class_name="btn")
    words = rx.fragment(OFF, rx.el.br(), WHAT_STAYS)
    off = rx.el.div(lists.empty("power-off", words, home), class_name="card")
    shown: rx.Component = rx.cond(Shell.has_tracking, rx.fragment(*content), rx.cond(Shell.is_ready, off))
    return shown
