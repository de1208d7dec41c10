"""Carrying out the plan of an import (P-08)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.core import audit
from training_app.core.errors import Conflict, Invalid, Problem
from training_app.imports import plan as plans
from training_app.imports import queries, supervisors
from training_app.imports.columns import Field
from training_app.imports.comparing import compare
from training_app.imports.drafts import Change, Draft, Verdict
from training_app.imports.known import Known
from training_app.imports.plan import NewNames, PeoplePlan
from training_app.imports.planned import DATE_ORDER, PlannedRow
from training_app.imports.reading import Refusal
from training_app.imports.writing import Overtaken, Written, write
from training_app.people.actions import OutOfSight
from training_app.people.rules import key_of

TRIES = 3


class Contended(Conflict):
    """Somebody else is changing the same people at this moment. Nothing was imported; try again."""


@dataclass(frozen=True)
class CarriedOut:
    """A plan as it was carried out: rows that changed meanwhile are refused in it. `drafts` are the rows written."""

    plan: PeoplePlan
    drafts: list[Draft]
    written: Written


@dataclass(frozen=True)
class Imported:
    """What became of an import. `plan` is as it was carried out: rows that changed meanwhile are refused in it."""

    created: int
    changed: int
    alone: int
    refused: int
    made: NewNames
    awards: int
    plan: PeoplePlan


def apply_people(session: Session, actor: Actor, *, plan: PeoplePlan, now: datetime) -> Imported:
    """Write what `plan` says, all of it in this transaction, and nothing of a refused row (P-08).

    Every row is compared again with what is known now. A row that would do anything else than was shown is refused
    and named. Imported people are not invited and have no password.
    """
    done = carry_out(session, actor, plan=plan, now=now)
    _audit(session, actor, done=done, now=now)
    return _imported(done)


def carry_out(session: Session, actor: Actor, *, plan: PeoplePlan, now: datetime) -> CarriedOut:
    """`apply_people` for a whole plan or a part of one, without the audit entry, which is left to the caller."""
    plans.require(actor, plan.columns)
    if plan.asks:
        raise Invalid(Problem(DATE_ORDER, plan.question))
    for _ in range(TRIES):
        known = queries.known(session, actor, columns=plan.columns, entries=plan.entries)
        drafts = _recheck(actor, plan, known)
        current = plans.planned(drafts, known, plan.columns)
        try:
            with session.begin_nested():
                good = [draft for draft in drafts if not draft.is_refused()]
                written = write(session, actor, drafts=good, known=known, made=current.made, now=now)
                _require_in_sight(session, actor, written)
        except (IntegrityError, Overtaken):
            continue  # somebody wrote between the comparing and the writing: now it is seen
        final = replace(current, rows=tuple(map(_as_planned, plan.rows, current.rows)))
        return CarriedOut(final, good, written)
    raise Contended


def _recheck(actor: Actor, plan: PeoplePlan, known: Known) -> list[Draft]:
    drafts = compare(plan.entries, known, columns=plan.columns, actor=actor)
    for row, draft in zip(plan.rows, drafts, strict=True):
        if row.verdict is Verdict.REFUSE and not draft.is_refused():
            draft.refusals.extend(row.refusals)
        elif not draft.is_refused() and _is_stale(row, draft):
            draft.refusals.append(Refusal("", "", _what_happened(row, draft)))
    supervisors.refuse_dangling(drafts, known, plan.columns.name(Field.SUPERVISOR))
    return drafts


def _is_stale(row: PlannedRow, draft: Draft) -> bool:
    verdict = draft.verdict()
    if draft.supervisor_key != row.above:
        return True
    if verdict is Verdict.ALONE:
        return row.verdict is Verdict.CREATE
    return row.verdict is not verdict or _told(row.changes) != _told(draft.changes)


def _told(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    """What was shown. Of a name made meanwhile by an earlier row, the capitals may be those of that row."""
    return [(change.field, change.old, key_of(change.new)) for change in changes]


def _what_happened(row: PlannedRow, draft: Draft) -> str:
    if draft.supervisor_key != row.above:
        return f"the supervisor “{draft.entry.supervisor}” is somebody else now than in the preview"
    if row.verdict is Verdict.CREATE:
        return f"somebody else has added {row.email} since the preview"
    if draft.person is None:
        return f"{row.email} is not in the roster any more"
    now = _listed(change for change in draft.changes if change not in row.changes)
    return f"somebody else has changed {row.name} since the preview" + (f": {now}" if now else "")


def _listed(changes: Iterable[Change]) -> str:
    return "; ".join(f"{change.field} is “{change.old}” now" for change in changes)


def _require_in_sight(session: Session, actor: Actor, written: Written) -> None:
    """Whoever looks after some people only must still see those whom they added and changed."""
    touched = {*written.created, *written.changed}
    if not actor.scope.everybody and queries.seen(session, actor, person_ids=touched) != touched:
        raise OutOfSight


def _as_planned(row: PlannedRow, current: PlannedRow) -> PlannedRow:
    """A row that was refused from the start keeps its first reasons."""
    return row if row.verdict is Verdict.REFUSE else current


def _audit(session: Session, actor: Actor, *, done: CarriedOut, now: datetime) -> None:
    """One entry for the whole import; none when it changed nothing."""
    written = done.written
    if not written.created and not written.changed:
        return
    before: dict[str, dict[str, list[str]]] = {}
    after: dict[str, dict[str, list[str]]] = {}
    for draft in done.drafts:
        if draft.person is not None and draft.changes:
            person = str(draft.person.id)
            before[person], after[person] = defaultdict(list), defaultdict(list)
            for change in draft.changes:
                before[person][change.field].append(change.old)
                after[person][change.field].append(change.new)
    named = {name: audit.ranges(ids) for name, ids in written.others.items() if ids}
    counts: dict[str, object] = {
        "created": len(written.created),
        "changed": len(written.changed),
        "refused": len(done.plan.refused()),
    }
    audit.write(session, actor_id=actor.person_id, at=now, act="people imported", subject="person", before=before,
                after=counts | named | after, rows=[*written.created, *written.changed])  # fmt: skip


def _imported(done: CarriedOut) -> Imported:
    plan, written = done.plan, done.written
    return Imported(
        created=len(written.created),
        changed=len(written.changed),
        alone=plan.count(Verdict.ALONE),
        refused=plan.count(Verdict.REFUSE),
        made=plan.made,
        awards=len(written.others.get("awards", ())),
        plan=plan,
    )
