"""Awarding what a plan says, in one transaction or portion by portion as a job (C-17, J-01). Nobody is notified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.certifications.model import Award
from training_app.certifications.rules import Association
from training_app.core import audit, bulk
from training_app.core.errors import Invalid, Problem
from training_app.core.jobs import JobLine
from training_app.core.tables import known as stored
from training_app.imports import planning, portions
from training_app.imports.awards import entries as reader
from training_app.imports.awards.entries import Entry
from training_app.imports.awards.judging import judge
from training_app.imports.awards.known import known, lock
from training_app.imports.awards.plan import AWARDS, AwardsPlan, PlannedAward, plan_row, require, rows_of
from training_app.imports.drafts import Verdict
from training_app.imports.model import ImportRow
from training_app.imports.parsing import Row, Table
from training_app.imports.planned import DATE_ORDER, sentences
from training_app.imports.portions import Portion
from training_app.imports.reading import Refusal


@dataclass(frozen=True)
class Awarded:
    """What became of a plan: the ids of the awards, and the plan as it was carried out."""

    ids: list[int]
    plan: AwardsPlan


def apply_awards(session: Session, actor: Actor, *, plan: AwardsPlan, file_name: str, now: datetime) -> Awarded:
    """Award what `plan` says, all of it in this transaction (C-17).

    Every row is judged again by what is known now: what would do anything else than was shown is refused and named.
    """
    done = _carry_out(session, actor, plan=plan, now=now)
    refused = done.plan.count(Verdict.REFUSE)
    _audit(session, actor.person_id, at=now, ids=done.ids, named={"refused": refused, "file": file_name})
    return done


def write_portion(session: Session, actor: Actor, *, job_key: str, after: int, size: int, now: datetime) -> Portion:
    """Award by the rows of the next turns."""
    row = portions.of_job(session, job_key=job_key)
    import_id, columns = stored(row.id), planning.columns_of(row, AWARDS)
    rows = portions.coming(session, import_id=import_id, after=after, size=size)
    if not rows:
        return Portion(0, None)
    table = Table(columns.header, tuple(Row(one.number, tuple(one.cells)) for one in rows))
    entries = tuple(reader.read(table, columns, planning.order_of(row)))
    part = AwardsPlan(columns, [plan_row(one) for one in rows], entries=entries)
    done = _carry_out(session, actor, plan=part, now=now)
    last = stored(rows[-1].turn)
    _note(session, job_key, import_id, done.plan.rows)
    portions.note_done(session, import_id=import_id, after=after, last=last)
    row.written = portions.grown(row.written, {"awards": done.ids})
    session.add(row)
    session.flush()
    return Portion(len(rows), last)


def finish(session: Session, *, job_key: str, now: datetime) -> dict[str, int]:
    """End an import, whole or not: one audit entry names the awards (P-10). Answers the numbers of its result."""
    row = portions.of_job(session, job_key=job_key)
    ids = portions.ids_in(row.written.get("awards", ()))
    rest = portions.end(session, row=row, now=now)
    named = {"refused": rest["refused"], "file": row.file_name}
    _audit(session, row.made_by_id, at=now, ids=ids, named=named)
    return {"awarded": len(ids)} | rest


def _carry_out(session: Session, actor: Actor, *, plan: AwardsPlan, now: datetime) -> Awarded:
    require(session, actor, plan.columns)
    if plan.asks:
        raise Invalid(Problem(DATE_ORDER, plan.question))
    lock(session, entries=plan.entries)
    judged = judge(plan.entries, known(session, actor, entries=plan.entries), plan.columns)
    rows = [_rechecked(*pair) for pair in zip(plan.rows, rows_of(judged), strict=True)]
    awards = [
        {**_said(one.entry), "person_id": one.person.id, "certification_id": one.kind.id, "by_id": actor.person_id,
         "created_at": now}
        for one, row in zip(judged, rows, strict=True)
        if row.verdict is Verdict.CREATE and one.person and one.kind
    ]  # fmt: skip
    ids = [made.id for made in bulk.inserted(session, Award, awards, col(Award.id))] if awards else []
    return Awarded(ids, replace(plan, rows=rows))


def _rechecked(planned: PlannedAward, current: PlannedAward) -> PlannedAward:
    """The row as it is carried out: as it was shown, or left alone because it is there by now, or else refused."""
    if planned.verdict is Verdict.REFUSE:
        return planned
    was_shown = (planned.person_id, planned.lines) == (current.person_id, current.lines)
    if current.verdict is not Verdict.CREATE or (planned.verdict is Verdict.CREATE and was_shown):
        return current
    why = f"this would be awarded now, other than in the preview: {'; '.join(current.lines).rstrip('.')}"
    return replace(current, verdict=Verdict.REFUSE, refusals=(Refusal("", "", why),))


def _said(entry: Entry) -> dict[str, Any]:
    return {
        "issued_on": entry.issued_on,
        "expires_on": entry.expires_on,
        "always_valid": entry.always_valid,
        "number": entry.award_number,
        "association": Association.MANUAL,
        "version": 1,
    }


def _note(session: Session, job_key: str, import_id: int, rows: Sequence[PlannedAward]) -> None:
    """Write beside each row what came of it; of those refused since the preview, the job says it too."""
    refused = [row for row in rows if row.verdict is Verdict.REFUSE]
    portions.note_refused(session, import_id=import_id, rows=refused)
    lines = [
        {"job_key": job_key, "subject": "person", "subject_id": row.person_id,
         "why": f"Row {row.number}: {' '.join(sentences(row.refusals))}"}
        for row in refused if row.person_id
    ]  # fmt: skip
    bulk.insert(session, JobLine, lines)
    alone = [
        {"row_import": import_id, "row_number": row.number, "said": list(row.lines)}
        for row in rows
        if row.verdict is Verdict.ALONE
    ]
    if alone:
        left = {"verdict": Verdict.ALONE.value, "lines": sa.bindparam("said")}
        session.connection().execute(sa.update(ImportRow).where(portions.this_row()).values(left), alone)


def _audit(session: Session, by_id: int | None, *, at: datetime, ids: Sequence[int], named: Mapping[str, Any]) -> None:
    """One entry for the whole file; none when nothing was awarded."""
    if ids:
        audit.write(session, actor_id=by_id, at=at, act="certifications awarded", subject="award",
                    after={"awards": len(ids), **named}, rows=ids)  # fmt: skip
