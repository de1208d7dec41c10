"""Assigning a training to people: at once up to 100, beyond that in chunks by a job that publishes last (A-14)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import enrolling
from training_app.assignments.making import choosing
from training_app.assignments.making.entry import NewAssignment, problems_of
from training_app.assignments.model import Assignee, Assignment, Chosen
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Training
from training_app.core import audit, db, events, jobs, organization
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.people.model import Person

AT_ONCE = 100


@dataclass(frozen=True)
class UsersAssigned:
    """People got a place in a published assignment; no ids means all of its places."""

    assignment_id: int
    assignee_ids: list[int] | None = None


@dataclass(frozen=True)
class Assigned:
    """What came of it. With a job, the assignment is being created and nobody else sees it yet."""

    assignment_id: int
    people: int
    job_key: str | None = None
    again: bool = False


def assign(session: Session, actor: Actor, *, new: NewAssignment, whom: PeopleFilter, now: datetime) -> Assigned:
    """Assign a training to everybody whom the filter finds (A-05, A-11, A-14). `Invalid` names each faulty field."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    # A key is its maker's own: nobody meets the form of somebody else by guessing.
    new = replace(new, key=f"{actor.person_id or 0}:{new.key}")
    earlier = _earlier(session, new.key)
    if earlier is not None:
        return earlier
    choose(session, actor, form_key=new.key, whom=whom, today=organization.of(session).today(now))
    return create(session, actor, new=new, now=now)


def create(session: Session, actor: Actor, *, new: NewAssignment, now: datetime) -> Assigned:
    """Assign a training to the chosen of `new.key`; the same key again answers what it made (A-14).

    `Invalid` names each faulty field: training, starts_on, due_on, people.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    earlier = _earlier(session, new.key)
    if earlier is not None:
        return earlier
    training = session.get(Training, new.training_id) if new.training_id else None
    chosen = choosing.number_chosen(session, new.key)
    wrong = problems_of(session, new, training, organization.of(session).today(now))
    if not chosen:
        wrong.append(Problem("people", "Nobody is chosen. Choose at least one person."))
    if wrong or training is None:
        raise Invalid(*wrong)
    assignment_id = _insert(session, actor, new, now)
    if assignment_id is None:
        return create(session, actor, new=new, now=now)
    if chosen > AT_ONCE:
        jobs.start(session, kind="assign", key=new.key, title=training.title, total=chosen,
                   started_by_id=actor.person_id, now=now)  # fmt: skip
        return Assigned(assignment_id, chosen, job_key=new.key)
    write_chunk(session, assignment_id=assignment_id, after_person_id=0, size=AT_ONCE, now=now)
    people = publish(session, assignment_id=assignment_id, now=now)
    if not people:
        raise Invalid(Problem("people", f"Nobody would be enrolled: all {chosen} completed it in this period."))
    return Assigned(assignment_id, people)


def choose(session: Session, actor: Actor, *, form_key: str, whom: PeopleFilter, today: date) -> int:
    """Add everybody active whom the filter finds to the chosen of a form; answer how many came to them (A-08)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    found = audience.everyone(actor, whom, today).where(Person.active_sql()).subquery()
    people = sa.select(sa.literal(form_key), found.c.id)
    # PostgreSQL and SQLite both read "on conflict" as part of the SELECT unless it has a WHERE.
    statement = db.insert_or_ignore(Chosen).from_select(["form_key", "person_id"], people.where(sa.true()))
    return session.connection().execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def write_chunk(session: Session, *, assignment_id: int, after_person_id: int, size: int, now: datetime) -> int | None:
    """Give the next `size` chosen people their attempts and places; answer the last person's id, None at the end.

    Run again with the same arguments it changes nothing: what is there already is left alone.
    """
    assignment = session.get_one(Assignment, assignment_id)
    waiting = sa.select(col(Chosen.person_id)).where(
        col(Chosen.form_key) == assignment.key, col(Chosen.person_id) > after_person_id
    )
    cut = waiting.order_by(col(Chosen.person_id)).limit(size).subquery()
    last = session.connection().execute(sa.select(sa.func.max(cut.c.person_id))).scalar_one()
    if last is None:
        return None
    people = waiting.where(col(Chosen.person_id) <= last)
    enrolling.enroll(
        session,
        training_id=assignment.training_id,
        people=people,
        allow_duplicates=assignment.allow_duplicates,
        today=organization.of(session).today(assignment.made_at),
        now=now,
    )
    enrolling.place(session, assignment=assignment, people=people, now=now)
    return int(last)


def publish(session: Session, *, assignment_id: int, now: datetime) -> int:
    """Show the assignment to everybody and let its messages be made; answer how many people it has (A-14)."""
    assignment = session.get_one(Assignment, assignment_id)
    assignment.published_at = now
    session.add(assignment)
    session.connection().execute(sa.delete(Chosen).where(col(Chosen.form_key) == assignment.key))
    places = session.exec(select(Assignee.id).where(Assignee.assignment_id == assignment_id)).all()
    events.record(session, UsersAssigned(assignment_id), actor_id=assignment.made_by_id, at=now)
    after = {
        "training_id": assignment.training_id,
        "starts_on": assignment.starts_on,
        "due_on": assignment.due_on,
        "people": len(places),
    }
    audit.write(session, actor_id=assignment.made_by_id, at=now, act="assignment created", subject="assignment",
                subject_id=assignment_id, after=after, rows=[known(place) for place in places])  # fmt: skip
    return len(places)


def _insert(session: Session, actor: Actor, new: NewAssignment, now: datetime) -> int | None:
    """The id of the new assignment; None when the same form was sent at the same moment and came first."""
    row = {
        "key": new.key, "training_id": new.training_id, "starts_on": new.starts_on, "due_on": new.due_on,
        "dashboard_notifications": new.dashboard_notifications, "emails": new.emails,
        "allow_duplicates": new.allow_duplicates, "made_by_id": actor.person_id, "made_at": now,
    }  # fmt: skip
    statement = db.insert_or_ignore(Assignment).values(row).returning(col(Assignment.id))
    made = session.connection().execute(statement).scalar_one_or_none()
    return None if made is None else int(made)


def _earlier(session: Session, key: str) -> Assigned | None:
    """What the form of this key has made already."""
    made = session.exec(select(Assignment).where(Assignment.key == key)).first()
    return None if made is None else Assigned(known(made.id), _places(session, known(made.id)), again=True)


def _places(session: Session, assignment_id: int) -> int:
    counted = sa.select(sa.func.count()).where(col(Assignee.assignment_id) == assignment_id)
    return session.connection().execute(counted).scalar_one()
