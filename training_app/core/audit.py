"""Who did what, when, to what, before and after (P-10). Entries are written once and never changed by the app."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import JSON, Column, Field, Session

from training_app.core.tables import Table


class AuditEntry(Table, table=True):
    """One act. A bulk act is one entry that names the rows it made."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, index=True, description="Nobody: the system or the command line.")
    act: str = Field(description="Verb and noun, e.g. `assignment created`.")
    subject: str = Field(description="The kind of thing, e.g. `assignment`.")
    subject_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    rows: list[list[int]] | None = Field(
        default=None, sa_column=Column(JSON), description="What a bulk act made: ranges of ids, first and last."
    )


def write(
    session: Session,
    *,
    actor_id: int | None,
    at: datetime,
    act: str,
    subject: str,
    subject_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    rows: Iterable[int] | None = None,
) -> None:
    """Add one entry to this transaction."""
    session.add(
        AuditEntry(
            at=at,
            actor_id=actor_id,
            act=act,
            subject=subject,
            subject_id=subject_id,
            before=_plain(before),
            after=_plain(after),
            rows=None if rows is None else ranges(rows),
        )
    )


def ranges(ids: Iterable[int]) -> list[list[int]]:
    """The ids as ranges of first and last: what a bulk act made is numbered in a row, so this stays short."""
    found: list[list[int]] = []
    for number in sorted(ids):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Only what differs, as (before, after)."""
    different = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in different}, {name: after[name] for name in different}


def _plain(values: Mapping[str, object] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(*_of_no_interest: object) -> None:
    message = "audit entries are never changed or deleted (P-10)"
    raise RuntimeError(message)


@event.listens_for(Session, "do_orm_execute")
def _refuse_in_bulk(asked: ORMExecuteState) -> None:
    about = asked.bind_mapper.class_ if asked.bind_mapper else None
    if about is AuditEntry and (asked.is_update or asked.is_delete):
        _refuse()
