"""Two people edit one assignment: whose change of a day or an option counts (A-24).

A field that one of them changed is as that one made it. One that both changed differently is refused, with what the
other did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from training_app.assignments.model import Assignment, AssignmentDraft
from training_app.core.audit import AuditEntry
from training_app.core.errors import Problem
from training_app.people.model import Person

# What an edit may change besides people, by its name on the screen.
LABELS = {
    "starts_on": "Start date",
    "due_on": "Due date",
    "dashboard_notifications": "Dashboard notifications",
    "emails": "E-mails",
    "allow_duplicates": "Allow Duplicate Enrollments",
}
SUBJECT = "assignment"
EDITED = "assignment edited"


@dataclass(frozen=True)
class FieldChange:
    """A field as the edit changes it. Days are ISO, switches `on` or `off`."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class TheirChange:
    """A field that somebody else changed since the edit began, and that the edit leaves alone."""

    field: str
    label: str
    before: str
    after: str
    by: str


@dataclass(frozen=True)
class Merged:
    """What the edit changes, what somebody else did, and what both did differently."""

    changed: tuple[FieldChange, ...]
    theirs: tuple[TheirChange, ...]
    conflicts: tuple[Problem, ...]


def values(row: Assignment | AssignmentDraft) -> dict[str, Any]:
    """Days and options as they are kept with an edit: days are ISO."""
    return {field: _plain(getattr(row, field)) for field in LABELS}


def merged(session: Session, draft: AssignmentDraft, assignment: Assignment) -> Merged:
    """Compare an edit with what it began from and with the assignment as it is now."""
    base, mine, now = draft.base, values(draft), values(assignment)
    i_changed = [field for field in LABELS if mine[field] != base.get(field)]
    they_changed = [field for field in LABELS if now[field] != base.get(field)]
    both = [field for field in i_changed if field in they_changed and mine[field] != now[field]]
    return Merged(
        changed=tuple(
            FieldChange(field, LABELS[field], said(now[field]), said(mine[field]))
            for field in i_changed
            if mine[field] != now[field]
        ),
        theirs=tuple(
            TheirChange(field, LABELS[field], said(base.get(field)), said(now[field]), _by(session, assignment, field))
            for field in they_changed
            if field not in i_changed
        ),
        conflicts=tuple(Problem(field, _conflict(session, assignment, field, now)) for field in both),
    )


def said(value: object) -> str:
    """A value as it is shown: an ISO day, `on` or `off`, nothing."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value else ""


def _conflict(session: Session, assignment: Assignment, field: str, now: Mapping[str, Any]) -> str:
    by = _by(session, assignment, field) or "Somebody else"
    value = said(now[field])
    spoken = f"{date.fromisoformat(value):%-d %b %Y}" if field.endswith("_on") else value
    return (
        f"{by} changed “{LABELS[field]}” to {spoken} since you began. Take theirs; you can change it again after that."
    )


def _by(session: Session, assignment: Assignment, field: str) -> str:
    """Who changed a field last; empty when that was nobody in particular."""
    about = select(AuditEntry).where(
        AuditEntry.subject == SUBJECT, AuditEntry.subject_id == assignment.id, AuditEntry.act == EDITED
    )
    for entry in session.exec(about.order_by(col(AuditEntry.id).desc())):
        if field in (entry.after or {}):
            person = session.get(Person, entry.actor_id) if entry.actor_id else None
            return person.name() if person else ""
    return ""


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
