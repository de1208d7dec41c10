"""The rows of an import in the order of writing, and what came of them, for the jobs that write them (J-01)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core import audit, jobs
from training_app.core.errors import Conflict
from training_app.core.tables import known
from training_app.imports import planning, queries
from training_app.imports.drafts import Verdict
from training_app.imports.kinds import Kind
from training_app.imports.model import Import, ImportFile, ImportRow
from training_app.imports.people import PEOPLE
from training_app.imports.planned import PlannedRow, sentences


class NothingPlanned(Conflict):
    """There is no preview of this import yet. Match its columns first."""


class NothingToDo(Conflict):
    """There is nothing to import: every row of the file is there as it is already, or refused."""


@dataclass(frozen=True)
class Portion:
    """So many rows were written, the last of them at this turn; none where there were no more."""

    rows: int
    last: int | None


def start(session: Session, actor: Actor, *, import_id: int, now: datetime, kind: Kind = PEOPLE) -> str:
    """Start the job that writes a planned import; answer its key. Started twice it is once."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id, to_change=True)
    if row.job_key is not None:
        return row.job_key
    if row.planned_at is None:
        raise NothingPlanned
    kind.require(session, actor, planning.columns_of(row, kind))
    counted = sa.select(col(ImportRow.verdict), sa.func.count()).where(col(ImportRow.import_id) == import_id)
    found: Any = session.connection().execute(counted.group_by(col(ImportRow.verdict))).all()
    numbers: dict[str, int] = dict(map(tuple, found))
    if not numbers.get(Verdict.CREATE) and not numbers.get(Verdict.CHANGE):
        raise NothingToDo
    total = sum(numbers.values()) - numbers.get(Verdict.REFUSE, 0)
    row.job_key = f"{kind.name}-import:{import_id}"
    session.add(row)
    session.connection().execute(sa.delete(ImportFile).where(col(ImportFile.import_id) == import_id))
    return jobs.start(session, kind=f"import_{kind.name}", key=row.job_key, title=row.file_name, total=total,
                      started_by_id=actor.person_id, now=now)  # fmt: skip


def cancel(session: Session, actor: Actor, *, import_id: int, now: datetime, kind: Kind = PEOPLE) -> None:
    """Let the job of an import end after its present portion; what was done stays."""
    row = queries.brought(session, actor, kind=kind, import_id=import_id)
    if row.job_key is not None:
        jobs.request_cancel(session, key=row.job_key, now=now)


def of_job(session: Session, *, job_key: str) -> Import:
    """The import that a job writes."""
    return session.exec(select(Import).where(Import.job_key == job_key)).one()


def coming(session: Session, *, import_id: int, after: int, size: int) -> Sequence[ImportRow]:
    """The rows of the next turns."""
    mine = select(ImportRow).where(ImportRow.import_id == import_id, col(ImportRow.turn) > after)
    return session.exec(mine.order_by(col(ImportRow.turn)).limit(size)).all()


def note_refused(session: Session, *, import_id: int, rows: Iterable[PlannedRow]) -> None:
    """Write beside these rows why they are refused."""
    refused = [{"row_import": import_id, "row_number": row.number, "reasons": sentences(row.refusals)} for row in rows]
    if refused:
        named = {"verdict": Verdict.REFUSE.value, "lines": sa.bindparam("reasons"), "changes": []}
        session.connection().execute(sa.update(ImportRow).where(this_row()).values(named), refused)


def note_done(session: Session, *, import_id: int, after: int, last: int) -> None:
    """Write beside the rows of these turns, but for the refused ones, that they are done."""
    here = (col(ImportRow.import_id) == import_id) & col(ImportRow.turn).between(after + 1, last)
    session.connection().execute(
        sa.update(ImportRow).where(here, col(ImportRow.verdict) != Verdict.REFUSE).values(is_done=True, cells=[])
    )


def this_row() -> sa.ColumnElement[bool]:
    """The row that a statement's parameters name."""
    return (col(ImportRow.import_id) == sa.bindparam("row_import")) & (
        col(ImportRow.number) == sa.bindparam("row_number")
    )


def end(session: Session, *, row: Import, now: datetime) -> dict[str, int]:
    """End an import, whole or not; answer how many rows were refused, and how many it did not come to."""
    counted = sa.select(sa.func.count()).where(col(ImportRow.import_id) == known(row.id))
    is_refused = col(ImportRow.verdict) == Verdict.REFUSE
    refused = session.connection().execute(counted.where(is_refused)).scalar_one()
    left = session.connection().execute(counted.where(~is_refused, col(ImportRow.is_done).is_(False))).scalar_one()
    row.ended_at = now
    session.add(row)
    return {"refused": refused, "left": left}


def grown(before: Mapping[str, Any], made: Mapping[str, Iterable[int]]) -> dict[str, Any]:
    """What was written so far with what was made now: ranges of ids, by kind."""
    return {**before, **{kind: [*before.get(kind, []), *audit.ranges(ids)] for kind, ids in made.items()}}


def ids_in(ranges: Iterable[Sequence[int]]) -> list[int]:
    """The ids of these ranges."""
    return [one for first, last in ranges for one in range(first, last + 1)]
