"""Beginning to award: a form of one's own, then its first step (C-15)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.awarding import batches
from training_app.core import clock, db
from training_app.core.errors import Conflict, NotFound
from training_app.web.admin.award_users.state import AWARD
from training_app.web.shared import lists, routes, session, tracking
from training_app.web.shared.handling import handler
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


class BeginAwarding(rx.State):
    """Nothing is shown here but why it cannot be awarded: a form is gone to."""

    why: str = ""

    @handler(AWARD, supersedes=True)
    async def load(self) -> EventSpec | None:
        """Begin a form; Back leads to where one came from, not here."""
        self.why = ""
        return await self._begin() if await tracking.is_on() else None

    async def _begin(self) -> EventSpec | None:
        number = routes.number_in(self.router.url.path.rstrip("/").rpartition("/")[0])
        said = {"certification_id": number, "now": clock.now()}
        try:
            batch_id = await db.in_write(batches.begin, await session.me(self), **said)
        except (NotFound, Conflict) as refused:
            self.why = refused.message
            return None
        return rx.redirect(routes.award_batch(batch_id), replace=True)


def build() -> rx.Component:
    """The page, for the moment that it takes."""
    back = rx.el.a("All certifications", href=routes.CERTIFICATIONS, class_name="btn")
    refused = rx.el.div(lists.empty("circle-help", BeginAwarding.why, back), class_name="card")
    return page(
        "Award Users",
        tracking.only_while_on(rx.cond(BeginAwarding.why != "", refused, rx.el.div(class_name="card"))),
        crumbs=(("Certifications", routes.CERTIFICATIONS),),
        right=AWARD,
    )


PAGE = Page(f"{routes.CERTIFICATIONS}/[certification_id]/award", "Award Users", build, (BeginAwarding.load,))
