"""What becomes of each person on a draft, as conditions of the database (A-04, A-11, A-13, A-19).

Of an edit there are further ways: who is in the assignment already stays, who was taken out comes back, and who is
no longer chosen is removed unless complete. What somebody else did to a place since the edit began stays done (A-24).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.acts import withdrawing
from training_app.assignments.making import choosing, drafts
from training_app.assignments.model import Assignee, AssignmentDraft, Chosen
from training_app.assignments.rules import Part
from training_app.catalog.model import Training
from training_app.people.model import Person
from training_app.people.queries import visible

# Who gets a place by it that they do not have now.
NEWCOMERS = (Part.ENROLLED, Part.JOINING, Part.RETURNING)
SKIPPED = (Part.COMPLETED, Part.PREREQUISITE, Part.DEACTIVATED, Part.GONE)
LEAVING = (Part.REMOVED, Part.KEPT)


@dataclass(frozen=True)
class Reviewed:
    """What the questions are about: the draft, its training's level, what that requires, and the day."""

    row: AssignmentDraft
    level: str | None
    required: str
    today: date


def read(session: Session, actor: Actor, *, draft_id: int, today: date) -> Reviewed:
    """One's own draft, with what its people are judged by."""
    row = drafts.row_of(session, actor, draft_id=draft_id)
    return of_row(session, row, today=today)


def of_row(session: Session, row: AssignmentDraft, *, today: date) -> Reviewed:
    """The same of a row at hand."""
    training = session.get(Training, row.training_id) if row.training_id else None
    required = session.get(Training, training.requires_id) if training and training.requires_id else None
    return Reviewed(row, training.level if training else None, required.title if required else "", today)


def source(draft: Reviewed, part: Part) -> Any:
    """The people among whom a part is: those chosen; of those who leave, those in the assignment."""
    if part in LEAVING:
        return sa.join(Assignee, Person, col(Person.id) == col(Assignee.person_id))
    chosen = sa.join(Chosen, Person, col(Person.id) == col(Chosen.person_id))
    if draft.row.edits_id is None:
        return chosen
    place = (col(Assignee.person_id) == col(Person.id)) & (col(Assignee.assignment_id) == draft.row.edits_id)
    return chosen.outerjoin(Assignee, place)


def of(actor: Actor, draft: Reviewed, part: Part) -> list[sa.ColumnElement[bool]]:
    """Which of `source` are this draft's, and the actor's to see."""
    if part not in LEAVING:
        return [col(Chosen.form_key) == draft.row.key, visible(actor)]
    still_chosen = sa.exists().where(
        col(Chosen.form_key) == draft.row.key, col(Chosen.person_id) == col(Assignee.person_id)
    )
    return [
        col(Assignee.assignment_id) == (draft.row.edits_id or 0),
        col(Assignee.withdrawn_at).is_(None),
        # Whoever somebody else added meanwhile was never in front of this edit's maker.
        col(Assignee.joined_in) <= draft.row.base_version,
        ~still_chosen,
        visible(actor),
    ]


def fate(session: Session, draft: Reviewed) -> Any:
    """The part of each of those chosen, or, among those who leave, whether they go."""
    whens: list[tuple[Any, str]] = []
    if draft.row.edits_id is not None:
        there, back = _there(), _back(draft)
        whens += [
            (there, Part.STAYING.value),
            (col(Assignee.id).is_not(None) & ~back, Part.GONE.value),
            (~Person.active_sql(), Part.DEACTIVATED.value),
            (back, Part.RETURNING.value),
        ]
    whens += [
        (~Person.active_sql(), Part.DEACTIVATED.value),
        (_joins(draft), Part.JOINING.value),
        (_completed(session, draft), Part.COMPLETED.value),
        (_unprepared(session, draft), Part.PREREQUISITE.value),
    ]
    return sa.case(*whens, else_=Part.ENROLLED.value)


def leaves() -> Any:
    """The part of somebody who is no longer chosen: what is complete stays (A-19)."""
    return sa.case((withdrawing.is_complete_sql(), Part.KEPT.value), else_=Part.REMOVED.value)


def is_in(session: Session, draft: Reviewed, part: Part) -> sa.ColumnElement[bool]:
    """Whether a person of `source` belongs to a part."""
    if part is Part.CHOSEN:
        return sa.true()
    if part in LEAVING:
        return _one_of(leaves(), (part,))
    falls = fate(session, draft)
    match part:
        case Part.SKIPPED:
            return _one_of(falls, SKIPPED)
        case Part.OTHER_LEVEL:
            return _one_of(falls, NEWCOMERS) & choosing.is_other_level_sql(draft.level)
        case _:
            return _one_of(falls, (part,))


def _one_of(falls: Any, parts: tuple[Part, ...]) -> sa.ColumnElement[bool]:
    named: sa.ColumnElement[bool] = falls.in_([part.value for part in parts])
    return named


def _there() -> sa.ColumnElement[bool]:
    return col(Assignee.id).is_not(None) & col(Assignee.withdrawn_at).is_(None)


def _back(draft: Reviewed) -> sa.ColumnElement[bool]:
    """Taken out before the edit began, so that being chosen means to come back."""
    return col(Assignee.withdrawn_at).is_not(None) & (col(Assignee.left_in) <= draft.row.base_version)


def _joins(draft: Reviewed) -> sa.ColumnElement[bool]:
    return choosing.has_open_sql(draft.row.training_id or 0)


def _completed(session: Session, draft: Reviewed) -> sa.ColumnElement[bool]:
    if draft.row.allow_duplicates or draft.row.training_id is None:
        return sa.false()
    return choosing.completed_this_period_sql(session, draft.row.training_id, draft.today)


def _unprepared(session: Session, draft: Reviewed) -> sa.ColumnElement[bool]:
    if draft.row.training_id is None:
        return sa.false()
    return choosing.lacks_prerequisite_sql(session, draft.row.training_id)
