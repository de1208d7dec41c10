"""Editing an assignment: people, dates and options, merged with what somebody else changes meanwhile (A-19, A-24).

An edit is a draft whose chosen set begins as everybody in the assignment. What it adds and removes is read off when it
is looked at and again when it is saved, against the assignment as it is then. A version number tells which places came
and went since the edit began: those are somebody else's doing and stay as they are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import queries
from training_app.assignments.acts.concerned import AlreadyCancelled, BeingCreated
from training_app.assignments.acts.locking import is_locked, require_open
from training_app.assignments.making import drafts, merging, reviewing, saving, skipping
from training_app.assignments.making.drafting import SavedAlready
from training_app.assignments.making.entry import NewAssignment, problems_of_edit, problems_of_training
from training_app.assignments.making.merging import FieldChange, TheirChange
from training_app.assignments.making.reviewing import DraftAccount
from training_app.assignments.model import Assignee, Assignment, AssignmentDraft, Chosen, new_key
from training_app.catalog.model import Training
from training_app.core import db, jobs, organization
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible

AT_ONCE = 100


@dataclass(frozen=True)
class EditAccount:
    """What saving an edit would do: numbers of people, what changes, and what keeps it from being saved.

    `people` is the account of everybody on it, `moved` how many get another due day, `told` how many of them are told
    at once; `conflicts` are fields that both changed, `theirs` is what somebody else changed meanwhile and the edit
    leaves alone.
    """

    added: int
    returning: int
    joining: int
    skipped: int
    removed: int
    kept: int
    moved: int
    told: int
    changed: tuple[FieldChange, ...]
    theirs: tuple[TheirChange, ...]
    conflicts: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    is_locked: bool
    nothing: bool
    people: DraftAccount


@dataclass(frozen=True)
class Saved:
    """What was saved. With a job, people are still on their way into the assignment."""

    assignment_id: int
    added: int = 0
    removed: int = 0
    moved: int = 0
    skipped: int = 0
    job_key: str | None = None


def begin(session: Session, actor: Actor, *, assignment_id: int, now: datetime) -> int:
    """The id of one's edit of an assignment: a new one, or the one in which something was entered already."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    assignment = queries.row_of(session, actor, assignment_id=assignment_id)
    if actor.person_id is None:
        raise NotFound
    today = organization.of(session).today(now)
    _require_editable(actor, assignment, today=today, reason="asked for when it is saved")
    mine = select(AssignmentDraft).where(
        AssignmentDraft.edits_id == assignment_id,
        AssignmentDraft.made_by_id == actor.person_id,
        col(AssignmentDraft.assignment_id).is_(None),
    )
    for earlier in session.exec(mine.with_for_update()):
        if earlier.touched_at > earlier.made_at:
            return known(earlier.id)
        _throw_away(session, earlier)
    draft = AssignmentDraft(
        key=new_key(actor.person_id),
        made_by_id=actor.person_id,
        training_id=assignment.training_id,
        made_at=now,
        touched_at=now,
        edits_id=assignment_id,
        base_version=assignment.version,
        base=merging.values(assignment),
        **{field: getattr(assignment, field) for field in merging.LABELS},
    )
    session.add(draft)
    session.flush()
    there = (
        sa.select(sa.literal(draft.key), col(Assignee.person_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, col(Assignee.withdrawn_at).is_(None), visible(actor))
    )
    copied = db.insert_or_ignore(Chosen).from_select(["form_key", "person_id"], there)
    session.connection().execute(copied)
    return known(draft.id)


def changes(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> EditAccount:
    """What saving would do now; nothing is written."""
    draft = drafts.row_of(session, actor, draft_id=draft_id)
    assignment = _edited(session, draft)
    return _account(session, actor, draft, assignment, organization.of(session).today(now))


def take_theirs(session: Session, actor: Actor, *, draft_id: int, field: str, now: datetime) -> None:
    """Settle a conflict: the edit goes on from what the other one made of this field."""
    draft = drafts.row_of(session, actor, draft_id=draft_id, lock=True)
    assignment = _edited(session, draft)
    if draft.assignment_id is not None:
        raise SavedAlready
    if field not in merging.LABELS:
        raise NotFound
    setattr(draft, field, getattr(assignment, field))
    draft.base = draft.base | {field: merging.values(assignment)[field]}
    draft.touched_at = now
    session.add(draft)
    session.flush()


def save(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> Saved:
    """Save an edit, all of it or nothing; the same edit again answers the assignment that it was saved into.

    Above 100 new people a job gives them their attempts first, which nobody sees, and its last step saves the edit.
    `Invalid` names each faulty field and each that somebody else changed as well.
    """
    draft = drafts.row_of(session, actor, draft_id=draft_id, lock=True)
    assignment = _edited(session, draft, lock=True)
    if draft.assignment_id is not None:
        return Saved(known(assignment.id))
    today = organization.of(session).today(now)
    account = _checked(session, actor, draft, assignment, today)
    draft.assignment_id, draft.touched_at = assignment.id, now
    session.add(draft)
    session.flush()
    new = account.added + account.joining + account.returning
    if new > AT_ONCE:
        title = session.get_one(Training, assignment.training_id).title
        jobs.start(session, kind="edit", key=draft.key, title=title, total=new, started_by_id=actor.person_id,
                   now=now)  # fmt: skip
        return Saved(known(assignment.id), new, account.removed, account.moved, job_key=draft.key)
    saving.give_attempts(session, draft, assignment, after_person_id=0, size=AT_ONCE, today=today, now=now)
    return _apply(session, actor, draft, assignment, account=account, now=now)


def finish(session: Session, actor: Actor, *, draft_key: str, now: datetime) -> Saved:
    """The last step of the job of a large edit: as `save`, looked at anew (A-24)."""
    draft = _of_key(session, draft_key)
    assignment = session.exec(select(Assignment).where(Assignment.id == draft.edits_id).with_for_update()).one()
    account = _checked(session, actor, draft, assignment, organization.of(session).today(now))
    skipping.note(session, assignment_id=known(assignment.id), job_key=draft_key)
    return _apply(session, actor, draft, assignment, account=account, now=now)


def give_attempts(session: Session, *, draft_key: str, after_person_id: int, size: int, now: datetime) -> int | None:
    """Give the next people of a large edit their attempts; answer the last one's id, None at the end."""
    draft = _of_key(session, draft_key)
    assignment = session.get_one(Assignment, draft.edits_id)
    today = organization.of(session).today(draft.touched_at)
    return saving.give_attempts(session, draft, assignment, after_person_id=after_person_id, size=size, today=today,
                                now=now)  # fmt: skip


def hand_back(session: Session, *, draft_key: str) -> None:
    """Take back the attempts of a large edit that was cancelled or failed; the edit is there as it was."""
    draft = _of_key(session, draft_key)
    saving.take_back_attempts(session, draft)
    old, draft.key, draft.assignment_id = draft.key, new_key(draft.made_by_id), None
    session.add(draft)
    session.flush()
    moved = sa.update(Chosen).where(col(Chosen.form_key) == old).values(form_key=draft.key)
    session.connection().execute(moved)


def _checked(
    session: Session, actor: Actor, draft: AssignmentDraft, assignment: Assignment, today: date
) -> EditAccount:
    _require_editable(actor, assignment, today=today, reason=draft.reason)
    account = _account(session, actor, draft, assignment, today)
    if account.conflicts or account.problems:
        raise Invalid(*account.conflicts, *account.problems)
    return account


def _apply(
    session: Session,
    actor: Actor,
    draft: AssignmentDraft,
    assignment: Assignment,
    *,
    account: EditAccount,
    now: datetime,
) -> Saved:
    if account.nothing:
        _throw_away_chosen(session, draft)
        return Saved(known(assignment.id))
    numbers = saving.apply(session, actor, draft, assignment, fields=account.changed, now=now)
    return Saved(known(assignment.id), *numbers, skipped=account.skipped)


def _account(
    session: Session, actor: Actor, draft: AssignmentDraft, assignment: Assignment, today: date
) -> EditAccount:
    people = reviewing.account_of(session, actor, draft, today=today)
    merged = merging.merged(session, draft, assignment)
    moved, told = saving.moving(session, draft, assignment, today=today)
    nothing = not merged.changed and not merged.conflicts and not _changes_people(people)
    return EditAccount(
        added=people.enrolled,
        returning=people.returning,
        joining=people.joining,
        skipped=people.skipped,
        removed=people.removed,
        kept=people.kept,
        moved=moved,
        told=told,
        changed=merged.changed,
        theirs=merged.theirs,
        conflicts=merged.conflicts,
        problems=tuple(_problems(session, draft, assignment, people, today)),
        is_locked=is_locked(assignment.due_on, today),
        nothing=nothing,
        people=people,
    )


def _changes_people(people: DraftAccount) -> bool:
    return bool(people.enrolled or people.joining or people.returning or people.removed)


def _problems(
    session: Session, draft: AssignmentDraft, assignment: Assignment, people: DraftAccount, today: date
) -> list[Problem]:
    training = session.get_one(Training, assignment.training_id)
    new = NewAssignment(draft.key, draft.training_id, draft.starts_on, draft.due_on)
    wrong = problems_of_edit(session, new, assignment, training, today)
    if people.enrolled:
        # Open attempts go on, whatever became of the training since; nobody begins a new one.
        gone = problems_of_training(session, training, None, today)
        wrong += [Problem("people", f"Nobody can be added any more. {problem.text}") for problem in gone]
    return wrong


def _require_editable(actor: Actor, assignment: Assignment, *, today: date, reason: str) -> None:
    if assignment.published_at is None:
        raise BeingCreated
    if assignment.cancelled_at is not None:
        raise AlreadyCancelled
    require_open(actor, assignment.due_on, today=today, reason=reason)


def _edited(session: Session, draft: AssignmentDraft, *, lock: bool = False) -> Assignment:
    """The assignment of an edit; `NotFound` for a draft of a new one."""
    if draft.edits_id is None:
        raise NotFound
    row = select(Assignment).where(Assignment.id == draft.edits_id)
    # Asked anew: what somebody else did since this session looked.
    statement: Any = (row.with_for_update() if lock else row).execution_options(populate_existing=True)
    found: Assignment = session.exec(statement).one()
    return found


def _of_key(session: Session, key: str) -> AssignmentDraft:
    return session.exec(select(AssignmentDraft).where(AssignmentDraft.key == key)).one()


def _throw_away(session: Session, draft: AssignmentDraft) -> None:
    _throw_away_chosen(session, draft)
    session.delete(draft)
    session.flush()


def _throw_away_chosen(session: Session, draft: AssignmentDraft) -> None:
    session.connection().execute(sa.delete(Chosen).where(col(Chosen.form_key) == draft.key))
