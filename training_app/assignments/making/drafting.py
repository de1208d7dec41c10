"""Putting an assignment together in the wizard, and creating it. Every step is written at once (A-03, A-14)."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import actions
from training_app.assignments.actions import Assigned
from training_app.assignments.making import choosing, drafts
from training_app.assignments.making.entry import NewAssignment, problems_of_training
from training_app.assignments.model import Assignee, AssignmentDraft, Chosen, new_key
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.catalog import queries as catalog
from training_app.core import organization
from training_app.core.bulk import chunks
from training_app.core.errors import Conflict, Invalid, NotAllowed
from training_app.core.tables import known
from training_app.people import addresses
from training_app.people import queries as people
from training_app.people.model import Person

LONGEST_FILTER = 4_000
LONGEST_REASON = 1_000
EVERYBODY = PeopleFilter()


class CreatedAlready(Conflict):
    """This assignment has been created already, in another window or tab."""


class SavedAlready(Conflict):
    """These changes have been saved already, in another window or tab."""


class TrainingFixed(Conflict):
    """The training of an assignment cannot be changed. Cancel it and assign the other one."""


class IsEdit(Conflict):
    """This edits an assignment: save the changes instead."""


@dataclass(frozen=True)
class Added:
    """What became of adding people; `deactivated` were found and left out, `chosen` are in the set now."""

    added: int
    already: int
    deactivated: int
    chosen: int


@dataclass(frozen=True)
class Removed:
    """What became of pasted addresses, each once and as it was written; `chosen` are in the set now."""

    removed: list[str]
    not_chosen: list[str]
    malformed: list[str]
    chosen: int


def begin(session: Session, actor: Actor, *, now: datetime) -> int:
    """The id of a new draft that starts today; the actor's own one where nothing has been entered yet (A-03)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    if actor.person_id is None:
        raise NotAllowed
    today = organization.of(session).today(now)
    mine = select(AssignmentDraft).where(AssignmentDraft.made_by_id == actor.person_id, drafts.is_untouched_sql())
    draft = session.exec(mine).first()
    if draft is None:
        draft = AssignmentDraft(key=new_key(actor.person_id), made_by_id=actor.person_id, made_at=now, touched_at=now)
    draft.starts_on, draft.touched_at = today, now
    session.add(draft)
    session.flush()
    return known(draft.id)


def choose_training(session: Session, actor: Actor, *, draft_id: int, training_id: int, now: datetime) -> None:
    """Choose the one training of the assignment (A-03). `Invalid` where it cannot be assigned (A-05)."""
    draft = _mine(session, actor, draft_id, now)
    training = catalog.training(session, actor, training_id=training_id)
    if draft.edits_id is not None:
        raise TrainingFixed
    wrong = problems_of_training(session, training, None, organization.of(session).today(now))
    if wrong:
        raise Invalid(*wrong)
    draft.training_id = training_id


def set_dates(
    session: Session, actor: Actor, *, draft_id: int, starts_on: date | None, due_on: date | None, now: datetime
) -> None:
    """Write both days as they were entered; what is wrong with them `drafts.draft` says (A-05)."""
    draft = _mine(session, actor, draft_id, now)
    draft.starts_on, draft.due_on = starts_on, due_on


def set_options(
    session: Session,
    actor: Actor,
    *,
    draft_id: int,
    dashboard_notifications: bool | None = None,
    emails: bool | None = None,
    allow_duplicates: bool | None = None,
    now: datetime,
) -> None:
    """Turn switches on or off; None leaves one as it is (A-11, A-12)."""
    draft = _mine(session, actor, draft_id, now)
    if dashboard_notifications is not None:
        draft.dashboard_notifications = dashboard_notifications
    if emails is not None:
        draft.emails = emails
    if allow_duplicates is not None:
        draft.allow_duplicates = allow_duplicates


def set_reason(session: Session, actor: Actor, *, draft_id: int, reason: str, now: datetime) -> None:
    """Write why the lock is overridden (A-19)."""
    _mine(session, actor, draft_id, now).reason = reason.strip()[:LONGEST_REASON]


def remember(session: Session, actor: Actor, *, draft_id: int, audience: str, now: datetime) -> None:
    """Keep the filter that was looked at last, for coming back to it."""
    touched_at = drafts.row_of(session, actor, draft_id=draft_id, lock=True).touched_at
    draft = _mine(session, actor, draft_id, now)
    draft.audience = audience[:LONGEST_FILTER]
    if draft.edits_id is not None:
        # To look is not to change: an edit stays as untouched as it was.
        draft.touched_at = touched_at


def add_found(session: Session, actor: Actor, *, draft_id: int, whom: PeopleFilter, now: datetime) -> Added:
    """Add everyone active whom the filter finds, on all its pages; nobody is in the set twice (A-08)."""
    draft = _mine(session, actor, draft_id, now)
    today = organization.of(session).today(now)
    added = actions.choose(session, actor, form_key=draft.key, whom=whom, today=today)
    found = audience.count(session, actor, wanted=whom, today=today)
    everyone = audience.everyone(actor, whom, today).where(~Person.active_sql()).subquery()
    gone = session.connection().execute(sa.select(sa.func.count()).select_from(everyone)).scalar_one()
    return Added(added, found - gone - added, gone, choosing.number_chosen(session, draft.key))


def add_everyone(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> Added:
    """Add every active person, and empty the filter (A-09)."""
    draft = _mine(session, actor, draft_id, now)
    draft.audience = ""
    today = organization.of(session).today(now)
    added = actions.choose(session, actor, form_key=draft.key, whom=EVERYBODY, today=today)
    chosen = choosing.number_chosen(session, draft.key)
    return Added(added, chosen - added, 0, chosen)


def add_person(session: Session, actor: Actor, *, draft_id: int, person_id: int, now: datetime) -> Added:
    """Add one person, found by name or email (A-06)."""
    draft = _mine(session, actor, draft_id, now)
    person = people.person(session, actor, person_id=person_id)
    if not person.is_active():
        return Added(0, 0, 1, choosing.number_chosen(session, draft.key))
    chosen = Chosen(form_key=draft.key, person_id=person_id)
    is_new = session.get(Chosen, (draft.key, person_id)) is None
    if is_new:
        session.add(chosen)
        session.flush()
    return Added(int(is_new), int(not is_new), 0, choosing.number_chosen(session, draft.key))


def remove_person(session: Session, actor: Actor, *, draft_id: int, person_id: int, now: datetime) -> None:
    """Take one person out of the set; somebody who is not in it stays out."""
    draft = _mine(session, actor, draft_id, now)
    _remove(session, draft.key, col(Chosen.person_id) == person_id)


def remove_addresses(session: Session, actor: Actor, *, draft_id: int, text: str, now: datetime) -> Removed:
    """Take people out by their email addresses, one or many; those not in the set are named back (A-10)."""
    draft = _mine(session, actor, draft_id, now)
    pasted = addresses.read(text)
    chosen: dict[str, int] = {}
    for some in chunks(list(pasted.good)):
        chosen |= drafts.chosen_by_email(session, draft.key, some)
    for some_ids in chunks(list(chosen.values())):
        _remove(session, draft.key, col(Chosen.person_id).in_(some_ids))
    return Removed(
        removed=[word for key, word in pasted.good.items() if key in chosen],
        not_chosen=[word for key, word in pasted.good.items() if key not in chosen],
        malformed=pasted.malformed,
        chosen=choosing.number_chosen(session, draft.key),
    )


def remove_other_level(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> int:
    """Take out everybody of another level than the training's, and of none; answer how many that were (A-04)."""
    draft = _mine(session, actor, draft_id, now)
    training = catalog.training(session, actor, training_id=draft.training_id or 0)
    # Of an edit, who is in the assignment already was let in before.
    has_place = sa.exists().where(
        col(Assignee.assignment_id) == (draft.edits_id or 0),
        col(Assignee.person_id) == col(Person.id),
        col(Assignee.withdrawn_at).is_(None),
    )
    other = sa.select(col(Person.id)).where(choosing.is_other_level_sql(training.level), ~has_place)
    return _remove(session, draft.key, col(Chosen.person_id).in_(other))


def discard(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> None:
    """Throw the draft away, with everybody chosen on it. Nobody was told anything."""
    draft = _mine(session, actor, draft_id, now)
    _remove(session, draft.key, sa.true())
    session.delete(draft)
    session.flush()


def create(session: Session, actor: Actor, *, draft_id: int, now: datetime) -> Assigned:
    """Create the assignment; the same draft again answers the assignment that it became (A-14).

    `Invalid` names each faulty field: training, starts_on, due_on, people.
    """
    draft = drafts.row_of(session, actor, draft_id=draft_id, lock=True)
    if draft.edits_id is not None:
        raise IsEdit
    if draft.assignment_id is None:
        # Whoever came out of the actor's sight since they were chosen is not assigned.
        unseen = sa.select(col(Person.id)).where(~people.visible(actor))
        if not actor.scope.everybody:
            _remove(session, draft.key, col(Chosen.person_id).in_(unseen))
    new = NewAssignment(
        key=draft.key,
        training_id=draft.training_id,
        starts_on=draft.starts_on,
        due_on=draft.due_on,
        dashboard_notifications=draft.dashboard_notifications,
        emails=draft.emails,
        allow_duplicates=draft.allow_duplicates,
    )
    made = actions.create(session, actor, new=new, now=now)
    draft.assignment_id, draft.touched_at = made.assignment_id, now
    session.add(draft)
    session.flush()
    return made


def _mine(session: Session, actor: Actor, draft_id: int, now: datetime) -> AssignmentDraft:
    """The actor's draft, to be changed."""
    draft = drafts.row_of(session, actor, draft_id=draft_id, lock=True)
    if draft.assignment_id is not None:
        raise CreatedAlready if draft.edits_id is None else SavedAlready
    draft.touched_at = now
    session.add(draft)
    return draft


def _remove(session: Session, key: str, which: sa.ColumnElement[bool]) -> int:
    gone = sa.delete(Chosen).where(col(Chosen.form_key) == key, which)
    return session.connection().execute(gone).rowcount
