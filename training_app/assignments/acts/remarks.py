"""What stands beside a place: who gave a later due date, and who excused the person and why (A-26)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee
from training_app.assignments.records import Excuse, Extension
from training_app.core import db
from training_app.people.model import Person


@dataclass(frozen=True)
class Remark:
    """Of one place. Empty where there is nothing to say; `until` is an ISO day, empty too for good."""

    extended_by: str = ""
    is_extended: bool = False
    excused_by: str = ""
    excused_why: str = ""
    excused_until: str = ""


def remarks(session: Session, *, assignee_ids: list[int]) -> dict[int, Remark]:
    """The remarks on a page of places, of those that have any, in one query."""
    rows = session.connection().execute(_extended(assignee_ids).union_all(_excused(assignee_ids))).all()
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        by = f"{row.first_name} {row.last_name}" if row.first_name else ""
        until = row.until.isoformat() if row.until else ""
        said = (
            {"excused_by": by, "excused_why": row.why, "excused_until": until}
            if row.is_excuse
            else {"is_extended": True, "extended_by": by}
        )
        found.setdefault(row.assignee_id, {}).update(said)
    return {assignee_id: Remark(**said) for assignee_id, said in found.items()}


def _extended(assignee_ids: list[int]) -> Any:
    """Extensions that hold: the place is still due on the day that it was given."""
    return (
        sa.select(*_columns(Extension, sa.false(), sa.null()))
        .join(Assignee, col(Assignee.id) == col(Extension.assignee_id))
        .outerjoin(Person, col(Person.id) == col(Extension.by_id))
        .where(db.is_one_of(col(Extension.assignee_id), assignee_ids), col(Extension.due_on) == col(Assignee.due_on))
    )


def _excused(assignee_ids: list[int]) -> Any:
    return (
        sa.select(*_columns(Excuse, sa.true(), col(Excuse.until)))
        .outerjoin(Person, col(Person.id) == col(Excuse.by_id))
        .where(db.is_one_of(col(Excuse.assignee_id), assignee_ids), col(Excuse.ended_at).is_(None))
    )


def _columns(of: type[Extension] | type[Excuse], is_excuse: Any, until: Any) -> list[Any]:
    return [
        col(of.assignee_id).label("assignee_id"), is_excuse.label("is_excuse"), col(of.why).label("why"),
        sa.type_coerce(until, sa.Date).label("until"), col(Person.first_name), col(Person.last_name),
    ]  # fmt: skip
