"""Writing what was planned, portion by portion, as a job: what was done stays, whatever happens after it (J-01).

Rows are written from the top of the organization down, so that each is written whole: its supervisor is there
already, or was refused, and then so is the row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core import audit
from training_app.core.tables import known
from training_app.imports import entries, people, planning, portions
from training_app.imports.actions import CarriedOut, carry_out
from training_app.imports.cells import shown
from training_app.imports.columns import Columns, Field
from training_app.imports.drafts import Draft, Verdict
from training_app.imports.entries import Entry
from training_app.imports.model import Import, ImportRow
from training_app.imports.parsing import Row, Table
from training_app.imports.plan import PeoplePlan
from training_app.imports.portions import Portion
from training_app.imports.reading import Refusal
from training_app.people.model import Person


def write_portion(session: Session, actor: Actor, *, job_key: str, after: int, size: int, now: datetime) -> Portion:
    """Write the rows of the next turns. What no longer holds is refused and named, as `carry_out` does."""
    row = portions.of_job(session, job_key=job_key)
    import_id, columns = known(row.id), planning.columns_of(row)
    rows = portions.coming(session, import_id=import_id, after=after, size=size)
    if not rows:
        return Portion(0, None)
    part = _part(session, row, columns, rows)
    done = carry_out(session, actor, plan=part, now=now)
    last = known(rows[-1].turn)
    _note(session, import_id, done, after=after, last=last)
    made = {"created": done.written.created, "changed": done.written.changed, **done.written.others}
    row.written = portions.grown(row.written, made)
    session.add(row)
    session.flush()
    return Portion(len(rows), last)


def finish(session: Session, *, job_key: str, now: datetime) -> dict[str, int]:
    """End an import, whole or not: one audit entry names what was done (P-10). Answers the numbers of its result."""
    row = portions.of_job(session, job_key=job_key)
    written = {kind: portions.ids_in(ranges) for kind, ranges in row.written.items()}
    touched = [*written.get("created", ()), *written.get("changed", ())]
    rest = portions.end(session, row=row, now=now)
    if touched:
        before, after = _changes(session, known(row.id))
        counts = {"created": len(written["created"]), "changed": len(written["changed"]), "refused": rest["refused"]}
        named = {kind: audit.ranges(ids) for kind, ids in written.items() if ids and kind not in counts}
        audit.write(session, actor_id=row.made_by_id, at=now, act="people imported", subject="person", before=before,
                    after=counts | named | after, rows=touched)  # fmt: skip
    return {kind: len(written.get(kind, ())) for kind in ("created", "changed", "awards")} | rest


def _part(session: Session, row: Import, columns: Columns, rows: Sequence[ImportRow]) -> PeoplePlan:
    """The plan of some rows, read again from their cells."""
    table = Table(columns.header, tuple(Row(one.number, tuple(one.cells)) for one in rows))
    read = entries.read(table, columns, planning.order_of(row))
    gone = _refused_above(session, known(row.id), rows)
    said = zip(rows, read, strict=True)
    of_part = tuple(_below_refused(entry, columns, gone.get(one.above_key, 0)) for one, entry in said)
    return PeoplePlan(columns, tuple(people.plan_row(one) for one in rows), entries=of_part)


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
    portions.note_refused(session, import_id=import_id, rows=done.plan.refused())
    touched = [
        {"row_import": import_id, "row_number": draft.entry.number, "who": person_id}
        for drafts, ids in ((_new(done.drafts), done.written.created), (_changed(done.drafts), done.written.changed))
        for draft, person_id in zip(drafts, ids, strict=True)
    ]
    if touched:
        whom = sa.update(ImportRow).where(portions.this_row()).values(person_id=sa.bindparam("who"))
        session.connection().execute(whom, touched)
    portions.note_done(session, import_id=import_id, after=after, last=last)


def _new(drafts: Iterable[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.person is None]


def _changed(drafts: Iterable[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.person is not None and draft.changes]


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
