"""Writing what was planned, portion by portion, as a job: what was done stays, whatever happens after it (J-01).

Rows are written from the top of the organization down, so that each is written whole: its supervisor is there
already, or was refused, and then so is the row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core import audit, jobs
from training_app.core.errors import Conflict
from training_app.core.tables import known
from training_app.imports import entries, plan, planning, queries
from training_app.imports.actions import CarriedOut, carry_out
from training_app.imports.cells import shown
from training_app.imports.columns import Columns, Field
from training_app.imports.drafts import Draft, Verdict
from training_app.imports.entries import Entry, Refusal
from training_app.imports.model import ImportFile, ImportRow, PeopleImport
from training_app.imports.parsing import Row, Table
from training_app.imports.plan import PeoplePlan
from training_app.people.model import Person

KIND = "import_people"


class NothingPlanned(Conflict):
    """There is no preview of this import yet. Match its columns first."""


class NothingToDo(Conflict):
    """There is nothing to import: everybody in the file is as it says already, or refused."""


@dataclass(frozen=True)
class Portion:
    """So many rows were written, the last of them at this turn; none where there were no more."""

    rows: int
    last: int | None


def start(session: Session, actor: Actor, *, import_id: int, now: datetime) -> str:
    """Start the job that writes a planned import; answer its key. Started twice it is once."""
    row = queries.people_import(session, actor, import_id=import_id, to_change=True)
    if row.job_key is not None:
        return row.job_key
    if row.planned_at is None:
        raise NothingPlanned
    plan.require(actor, planning.columns_of(row))
    counted = sa.select(col(ImportRow.verdict), sa.func.count()).where(col(ImportRow.import_id) == import_id)
    found: Any = session.connection().execute(counted.group_by(col(ImportRow.verdict))).all()
    numbers: dict[str, int] = dict(map(tuple, found))
    if not numbers.get(Verdict.CREATE) and not numbers.get(Verdict.CHANGE):
        raise NothingToDo
    total = sum(numbers.values()) - numbers.get(Verdict.REFUSE, 0)
    row.job_key = f"people-import:{import_id}"
    session.add(row)
    session.connection().execute(sa.delete(ImportFile).where(col(ImportFile.import_id) == import_id))
    return jobs.start(session, kind=KIND, key=row.job_key, title=row.file_name, total=total,
                      started_by_id=actor.person_id, now=now)  # fmt: skip


def cancel(session: Session, actor: Actor, *, import_id: int, now: datetime) -> None:
    """Let the job of an import end after its present portion; what was done stays."""
    row = queries.people_import(session, actor, import_id=import_id)
    if row.job_key is not None:
        jobs.request_cancel(session, key=row.job_key, now=now)


def write_portion(session: Session, actor: Actor, *, job_key: str, after: int, size: int, now: datetime) -> Portion:
    """Write the rows of the next turns. What no longer holds is refused and named, as `carry_out` does."""
    row = of_job(session, job_key=job_key)
    import_id, columns = known(row.id), planning.columns_of(row)
    mine = select(ImportRow).where(ImportRow.import_id == import_id, col(ImportRow.turn) > after)
    rows = session.exec(mine.order_by(col(ImportRow.turn)).limit(size)).all()
    if not rows:
        return Portion(0, None)
    part = _part(session, row, columns, rows)
    done = carry_out(session, actor, plan=part, now=now)
    last = known(rows[-1].turn)
    _note(session, import_id, done, after=after, last=last)
    made = {"created": done.written.created, "changed": done.written.changed, **done.written.others}
    row.written = _grown(row.written, made)
    session.add(row)
    session.flush()
    return Portion(len(rows), last)


def finish(session: Session, *, job_key: str, now: datetime) -> dict[str, int]:
    """End an import, whole or not: one audit entry names what was done (P-10). Answers the numbers of its result."""
    row = of_job(session, job_key=job_key)
    import_id = known(row.id)
    written = {kind: _ids(ranges) for kind, ranges in row.written.items()}
    touched = [*written.get("created", ()), *written.get("changed", ())]
    counted = sa.select(sa.func.count()).where(col(ImportRow.import_id) == import_id)
    refused = session.connection().execute(counted.where(col(ImportRow.verdict) == Verdict.REFUSE)).scalar_one()
    if touched:
        before, after = _changes(session, import_id)
        counts = {"created": len(written["created"]), "changed": len(written["changed"]), "refused": refused}
        named = {kind: audit.ranges(ids) for kind, ids in written.items() if ids and kind not in counts}
        audit.write(session, actor_id=row.made_by_id, at=now, act="people imported", subject="person", before=before,
                    after=counts | named | after, rows=touched)  # fmt: skip
    left = col(ImportRow.is_done).is_(False) & (col(ImportRow.verdict) != Verdict.REFUSE)
    not_done = session.connection().execute(counted.where(left)).scalar_one()
    row.ended_at = now
    session.add(row)
    numbers = {kind: len(written.get(kind, ())) for kind in ("created", "changed", "awards")}
    return numbers | {"refused": refused, "left": not_done}


def of_job(session: Session, *, job_key: str) -> PeopleImport:
    """The import that a job writes."""
    return session.exec(select(PeopleImport).where(PeopleImport.job_key == job_key)).one()


def _part(session: Session, row: PeopleImport, columns: Columns, rows: Sequence[ImportRow]) -> PeoplePlan:
    """The plan of some rows, read again from their cells."""
    table = Table(columns.header, tuple(Row(one.number, tuple(one.cells)) for one in rows))
    read = entries.read(table, columns, planning.order_of(row))
    gone = _refused_above(session, known(row.id), rows)
    said = zip(rows, read, strict=True)
    of_part = tuple(_below_refused(entry, columns, gone.get(one.above_key, 0)) for one, entry in said)
    return PeoplePlan(columns, of_part, tuple(planning.plan_row(one) for one in rows))


def _refused_above(session: Session, import_id: int, rows: Sequence[ImportRow]) -> dict[str, int]:
    """Rows of the file that were refused since the preview, by key: whoever was to be new is nobody's supervisor."""
    keys = {one.above_key for one in rows if one.above_key}
    refused = select(ImportRow.key, ImportRow.number).where(
        ImportRow.import_id == import_id,
        ImportRow.verdict == Verdict.REFUSE,
        col(ImportRow.turn).is_not(None),
        col(ImportRow.key).in_(keys),
        ~sa.exists().where(col(Person.email_key) == col(ImportRow.key)),
    )
    return {key: number for key, number in session.exec(refused)}  # noqa: C416 - a row is no pair to the type checker


def _below_refused(entry: Entry, columns: Columns, number: int) -> Entry:
    if not number:
        return entry
    why = f"is the person of row {number}, which is refused"
    reason = Refusal(columns.name(Field.SUPERVISOR), shown(entry.supervisor), why)
    return replace(entry, supervisor="", refusals=(*entry.refusals, reason))


def _note(session: Session, import_id: int, done: CarriedOut, *, after: int, last: int) -> None:
    """Write beside each row what came of it."""
    refused = [
        {"row_import": import_id, "row_number": row.number, "reasons": plan.sentences(row.refusals)}
        for row in done.plan.refused()
    ]
    this = (col(ImportRow.import_id) == sa.bindparam("row_import")) & (
        col(ImportRow.number) == sa.bindparam("row_number")
    )
    if refused:
        named = {"verdict": Verdict.REFUSE.value, "lines": sa.bindparam("reasons"), "changes": []}
        session.connection().execute(sa.update(ImportRow).where(this).values(named), refused)
    people = [
        {"row_import": import_id, "row_number": draft.entry.number, "who": person_id}
        for drafts, ids in ((_new(done.drafts), done.written.created), (_changed(done.drafts), done.written.changed))
        for draft, person_id in zip(drafts, ids, strict=True)
    ]
    if people:
        session.connection().execute(sa.update(ImportRow).where(this).values(person_id=sa.bindparam("who")), people)
    here = (col(ImportRow.import_id) == import_id) & col(ImportRow.turn).between(after + 1, last)
    session.connection().execute(
        sa.update(ImportRow).where(here, col(ImportRow.verdict) != Verdict.REFUSE).values(is_done=True, cells=[])
    )


def _new(drafts: Iterable[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.person is None]


def _changed(drafts: Iterable[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.person is not None and draft.changes]


def _grown(before: dict[str, Any], made: dict[str, list[int]]) -> dict[str, Any]:
    return {**before, **{kind: [*before.get(kind, []), *audit.ranges(ids)] for kind, ids in made.items()}}


def _ids(ranges: Iterable[Sequence[int]]) -> list[int]:
    return [one for first, last in ranges for one in range(first, last + 1)]


def _changes(session: Session, import_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was different of whom, before and after, as the audit names it."""
    rows = select(ImportRow.person_id, ImportRow.changes).where(
        ImportRow.import_id == import_id,
        ImportRow.verdict == Verdict.CHANGE,
        col(ImportRow.is_done),
    )
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for person_id, changes in session.exec(rows):
        for field, old, new in changes:
            before.setdefault(str(person_id), {}).setdefault(field, []).append(old)
            after.setdefault(str(person_id), {}).setdefault(field, []).append(new)
    return before, after
