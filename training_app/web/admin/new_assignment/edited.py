"""What the edit on a draft would change of its assignment: shown beside each answer, and on the review (A-19, A-24)."""

import reflex as rx

from training_app.access.actor import Actor
from training_app.assignments.making import editing
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.making.editing import EditAccount
from training_app.core import clock, db
from training_app.web.admin.new_assignment.steps import weekday

DAYS = ("starts_on", "due_on")


class Edited(rx.State):
    """Fields as they are and were, by their names, and for whom the due date moves. Of a new assignment nothing."""

    was: dict[str, str] = {}
    moves: str = ""
    reason: str = ""
    _account: EditAccount | None = None

    async def _read(self, actor: Actor, draft: DraftDetail) -> None:
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        if not draft.edits:
            return
        found = await db.in_read(editing.changes, actor, draft_id=draft.id, now=clock.now())
        self.was = {one.field: f"was {value(one.field, one.before)}" for one in found.changed}
        self.moves, self.reason, self._account = moves(found), draft.reason, found


def moves(found: EditAccount) -> str:
    """For whom the due date moves, in a sentence; empty for nobody."""
    if not found.moved:
        return ""
    whom = "1 person" if found.moved == 1 else f"{found.moved:,} people"
    some = f"{found.told:,} of them {'is' if found.told == 1 else 'are'}"
    told = {0: "nobody is", found.moved: "they are"}.get(found.told, some)
    return f"The due date moves for {whom}; {told} told at once."


def value(field: str, said: str) -> str:
    """What stands in a field, as people read it: a day with its weekday, a switch as on or off."""
    return weekday(said) if field in DAYS else said
