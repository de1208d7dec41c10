"""Those who hold it already, by name and until when (C-15)."""

from dataclasses import dataclass

import reflex as rx

from training_app.certifications.awarding import preview
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.web.admin.award_users import words
from training_app.web.admin.award_users.state import AWARD, AwardForm, batch_number, looking_at, to
from training_app.web.shared import chips, lists, session, tracking
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import Foot


@dataclass(frozen=True)
class Row:
    """Somebody who holds it already."""

    id: int
    name: str
    email: str
    until: str
    is_skipped: bool


class AwardHolders(rx.State):
    """One page of them."""

    rows: list[Row] = []
    foot: Foot = Foot()

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Read them in step 2, and again when what was entered there may have changed who is skipped."""
        looking = await looking_at(self)
        if looking.step == 1 or not await tracking.is_on():
            return
        asked = {"batch_id": batch_number(self), "today": await session.today(), "page": Cut(looking.page)}
        found = await db.in_read(preview.holders, await session.me(self), **asked)
        self.rows = [Row(one.id, one.name, one.email, words.until(one), one.is_skipped) for one in found.rows]
        self.foot = lists.foot_of(found, lambda page: to(self, looking.at(page)))


def section() -> rx.Component:
    """The list, where there is anybody."""
    heading = lists.plain_head(("Name", "Holds it until", "Here"))
    return rx.cond(
        AwardForm.holding > 0,
        rx.el.section(
            rx.el.h2("Who holds it already", class_name="pad-12"),
            lists.table(heading, AwardHolders.rows, _row, AwardHolders.foot),
            class_name="card", aria_label="Who holds it already",
        ),
    )  # fmt: skip


def _row(one: rx.Var[Row]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Name", rx.el.span(rx.el.span(one.name, class_name="strong"),
                                      rx.el.span(one.email, class_name="muted small cut"), class_name="who")),
        lists.cell("Holds it until", one.until),
        lists.cell("Here", rx.cond(one.is_skipped, chips.chip("", "minus", "Skipped"),
                                   chips.chip("teal", "plus", "Awarded"))),
        key=one.id.to_string(),
    )  # fmt: skip
