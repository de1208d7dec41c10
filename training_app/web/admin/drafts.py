"""One's own drafts, above the list of assignments: go on with one, or discard it (A-03).

An edit in progress is one too; discarding it leaves the assignment as it is (A-19).
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx

from training_app.access.rules import Permission
from training_app.assignments.making import drafting, drafts
from training_app.assignments.making.drafts import DraftRow
from training_app.core import clock, db, organization
from training_app.web.shared import chips, dialogs, lists, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
UNCHOSEN = "No training chosen yet"
EDIT_DISCARDED = "Your changes are discarded. The assignment is as it was."
LABELS = ("Draft", "Level", "Dates", "People", "Last touched")


@dataclass(frozen=True)
class Draft:
    """A draft as it is shown."""

    id: int
    title: str
    level: str
    dates: str
    people: str
    touched: str
    href: str
    is_edit: bool = False


class Drafts(rx.State):
    """The drafts, and the one that is about to be discarded."""

    rows: list[Draft] = []
    is_asking: bool = False
    title: str = ""
    people: str = ""
    is_edit: bool = False
    _asked: int = 0

    @handler(MANAGE)
    async def load(self) -> None:
        """Read one's own drafts."""
        found = await db.in_read(drafts.drafts, await session.me(self))
        zone = (await db.in_read(organization.of)).zone
        self.rows, self.is_asking = [_shown(row, zone) for row in found], False

    @handler(MANAGE)
    async def ask(self, draft_id: int) -> None:
        """Ask before discarding, and say what goes."""
        wanted = next((row for row in self.rows if row.id == number(draft_id)), None)
        if wanted is not None:
            self._asked, self.title, self.people, self.is_asking = wanted.id, wanted.title, wanted.people, True
            self.is_edit = wanted.is_edit

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Keep it."""
        self.is_asking = False

    @handler(MANAGE)
    async def discard(self) -> None:
        """Discard it, for good."""
        if not self.is_asking:
            return
        self.is_asking = False
        await db.in_write(drafting.discard, await session.me(self), draft_id=self._asked, now=clock.now())
        self.rows = [row for row in self.rows if row.id != self._asked]
        await say(self, EDIT_DISCARDED if self.is_edit else f"Draft “{self.title}” discarded.")


def section() -> rx.Component:
    """The drafts, where there are any."""
    return rx.cond(
        Drafts.rows.length() > 0,
        rx.el.section(
            rx.el.h2("Drafts", id="drafts"),
            rx.el.div(
                rx.el.table(
                    lists.plain_head((*LABELS, "")), rx.el.tbody(rx.foreach(Drafts.rows, _row)), class_name="list"
                ),
                class_name="card",
            ),
            _question(),
            aria_labelledby="drafts",
            class_name="drafts",
        ),
    )


def _row(row: rx.Var[Draft]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Draft", rx.el.a(row.title, href=row.href, class_name="link")),
        lists.cell("Level", chips.level(row.level)),
        lists.cell("Dates", row.dates),
        lists.cell("People", row.people),
        lists.cell("Last touched", row.touched),
        lists.cell(
            "",
            rx.el.a("Continue", href=row.href, aria_label="Continue " + row.title, class_name="btn"),
            rx.el.button(
                "Discard", on_click=Drafts.ask(row.id), aria_label="Discard " + row.title, type="button",
                class_name="btn ghost",
            ),
            class_name="acting",
        ),
    )  # fmt: skip


def _question() -> rx.Component:
    return dialogs.confirm(
        is_open=Drafts.is_asking,
        title=rx.cond(Drafts.is_edit, "Discard your changes?", "Discard this draft?"),
        lines=[
            rx.cond(
                Drafts.is_edit,
                "What you changed is gone for good: “" + Drafts.title + "”.",
                "“" + Drafts.title + "”, its dates and options, and " + Drafts.people + " are gone for good.",
            ),
            rx.cond(
                Drafts.is_edit,
                "The assignment and everybody in it stay as they are. Nobody has been told anything.",
                "Nobody has been assigned or told anything.",
            ),
        ],
        verb=rx.cond(Drafts.is_edit, "Discard changes", "Discard draft"),
        on_confirm=Drafts.discard,
        on_cancel=Drafts.cancel,
        loses=True,
    )


def _shown(row: DraftRow, zone: str) -> Draft:
    dates = f"{spoken(row.starts_on)} – {spoken(row.due_on)}" if row.due_on else f"from {spoken(row.starts_on)}"
    people = {0: "nobody chosen", 1: "1 person chosen"}.get(row.people, f"{row.people:,} people chosen")
    href = routes.draft(row.id, "review" if row.title and row.people else "training")
    dates = dates if row.starts_on else (f"due {spoken(row.due_on)}" if row.due_on else "")
    title = f"Edit of {row.title}" if row.edits else row.title or UNCHOSEN
    href = routes.draft(row.id, "review") if row.edits else href
    touched = _instant(row.touched_at, zone)
    return Draft(row.id, title, row.level, dates, people, touched, href, is_edit=row.edits > 0)


def _instant(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%-d %b %Y, %H:%M}"
