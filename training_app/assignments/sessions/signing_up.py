"""Signing up for a session, by oneself or by a coordinator for others, and stepping back (T-03).

Whoever comes when all seats are taken waits, and gets the next seat that comes free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.sessions import finding, rules, seating
from training_app.assignments.sessions.facts import SignedUp, SteppedBack
from training_app.assignments.sessions.rules import Applicant, Stand
from training_app.assignments.sessions.seating import Act
from training_app.catalog import queries as catalog
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import SignUpBy
from training_app.core import audit, db, events, organization
from training_app.core.bulk import chunks
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from training_app.core.tables import known
from training_app.people import addresses
from training_app.people.model import Person
from training_app.people.queries import visible


class Closed(Conflict):
    """Nobody signs up for this session or steps back from it any more."""


class AllTaken(Conflict):
    """All seats are taken. Raise their number, or take somebody out first."""


@dataclass(frozen=True)
class NotSignedUp:
    """Somebody who was not signed up, and why: words to follow the name."""

    person_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Done:
    """How many got a seat, how many wait, how many were in already, and who was left out."""

    seated: int
    waiting: int
    already: int
    refused: tuple[NotSignedUp, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """What became of pasted addresses, and those that nobody has whom the actor sees, as they were written."""

    done: Done
    unknown: list[str]
    malformed: list[str]


@dataclass(frozen=True)
class Left:
    """How many are out of a session now, and who got their seats."""

    people: int
    seated: tuple[int, ...]


def sign_up(session: Session, actor: Actor, *, session_id: int, now: datetime, person_id: int | None = None) -> Stand:
    """Sign up oneself, or as a coordinator the person of that id: a seat, or else a place in the line.

    Twice is once. `Closed` after the last day to sign up; `Invalid` says why else it cannot be.
    """
    if person_id is None and actor.person_id is None:
        raise NotAllowed
    if person_id is not None:
        done = sign_up_many(session, actor, session_id=session_id, person_ids=[person_id], now=now)
    else:
        done = _sign_up(session, actor, session_id, [known(actor.person_id)], now=now, is_themselves=True)
    if done.refused:
        refused = done.refused[0]
        said = rules.about_you(refused.why) if person_id is None else f"{refused.name} {refused.why}."
        raise Invalid(Problem("people", said))
    who_id = known(person_id or actor.person_id)
    mine = finding.sign_ups(session, session_id=session_id, person_ids=[who_id])[who_id]
    return Stand.WAITING if mine.is_waiting else Stand.SEATED


def sign_up_many(session: Session, actor: Actor, *, session_id: int, person_ids: Sequence[int], now: datetime) -> Done:
    """Sign up these people in their order, all of whom the actor must see; who cannot be is named and left out."""
    finding.require_keeper(actor)
    return _sign_up(session, actor, session_id, list(dict.fromkeys(person_ids)), now=now, is_themselves=False)


def sign_up_addresses(session: Session, actor: Actor, *, session_id: int, text: str, now: datetime) -> Pasted:
    """Sign up everybody with these email addresses, pasted in any usual separation and in their order."""
    pasted = addresses.read(text)
    found: dict[str, int] = {}
    for some in chunks(list(pasted.good)):
        there = sa.select(col(Person.email_key), col(Person.id)).where(col(Person.email_key).in_(some), visible(actor))
        found |= {row.email_key: row.id for row in session.connection().execute(there)}
    ids = [found[key] for key in pasted.good if key in found]
    done = sign_up_many(session, actor, session_id=session_id, person_ids=ids, now=now)
    return Pasted(done, [word for key, word in pasted.good.items() if key not in found], pasted.malformed)


def step_back(session: Session, actor: Actor, *, session_id: int, now: datetime, person_id: int | None = None) -> Left:
    """Give up one's seat or one's place on the waiting list, or as a coordinator take the person of that id out.

    Until the last day to sign up the first who waits gets the seat; later a coordinator gives it. Twice is once.
    """
    row, today = finding.held(session, session_id=session_id), organization.of(session).today(now)
    if person_id is None:
        _require_open(rules.why_closed(finding.when_of(row), row.closes_on, today, is_cancelled=_is_cancelled(row)))
    else:
        _require_keeper_of(session, actor, [person_id])
        _require_open(rules.why_over(finding.when_of(row), today, is_cancelled=_is_cancelled(row)))
    who = person_id or actor.person_id
    theirs = finding.sign_ups(session, session_id=session_id, person_ids=[] if who is None else [who])
    gone = [one for one in theirs.values() if one.stepped_back_at is None]
    if not gone:
        return Left(0, ())
    had_seat, act = not gone[0].is_waiting, Act(actor.person_id, now, today)
    gone[0].stepped_back_at = now
    session.flush()
    events.record(session, SteppedBack(session_id, [gone[0].person_id]), actor_id=actor.person_id, at=now)
    is_open = today <= rules.last_day_to_sign_up(row.day, row.closes_on)
    seated = seating.fill(session, row, act) if had_seat and is_open else []
    act_said = "stepped back" if person_id is None else "taken out"
    after = {"person_id": gone[0].person_id, "seated": seated}
    audit.write(session, actor_id=actor.person_id, at=now, act=act_said, subject="session", subject_id=session_id,
                after=after)  # fmt: skip
    return Left(1, tuple(seated))


def give_seat(session: Session, actor: Actor, *, session_id: int, person_id: int, now: datetime) -> None:
    """Give a free seat to somebody who waits, before those who came earlier. Twice is once; `AllTaken` when none is."""
    row, today = finding.held(session, session_id=session_id), organization.of(session).today(now)
    _require_keeper_of(session, actor, [person_id])
    _require_open(rules.why_over(finding.when_of(row), today, is_cancelled=_is_cancelled(row)))
    mine = finding.sign_ups(session, session_id=session_id, person_ids=[person_id]).get(person_id)
    if mine is None or mine.stepped_back_at is not None:
        raise NotFound
    if not mine.is_waiting:
        return
    if rules.free(row.seats, finding.seated(session, session_id=session_id)) == 0:
        raise AllTaken
    elsewhere = finding.seated_elsewhere(session, row, [person_id])
    if elsewhere:
        name = session.get_one(Person, person_id).name()
        raise Invalid(Problem("people", f"{name} {rules.seat_elsewhere(finding.when_of(elsewhere[person_id]))}."))
    seating.seat(session, row, [mine], Act(actor.person_id, now, today))
    audit.write(session, actor_id=actor.person_id, at=now, act="seat given", subject="session", subject_id=session_id,
                after={"person_id": person_id})  # fmt: skip


def _sign_up(
    session: Session, actor: Actor, session_id: int, wanted: list[int], *, now: datetime, is_themselves: bool
) -> Done:
    row, today = finding.held(session, session_id=session_id), organization.of(session).today(now)
    when = finding.when_of(row)
    if is_themselves:
        _require_open(rules.why_closed(when, row.closes_on, today, is_cancelled=_is_cancelled(row)))
    else:
        _require_keeper_of(session, actor, wanted)
        _require_open(rules.why_over(when, today, is_cancelled=_is_cancelled(row)))
    theirs = finding.sign_ups(session, session_id=session_id, person_ids=wanted)
    already = [one for one in wanted if one in theirs and theirs[one].stepped_back_at is None]
    new = [one for one in wanted if one not in already]
    refused = _refused(session, row, new, today=today, is_themselves=is_themselves)
    new = [one for one in new if one not in refused]
    seated, waiting = seating.put(session, row, new, Act(actor.person_id, now, today))
    if new:
        events.record(session, SignedUp(session_id, seated, waiting), actor_id=actor.person_id, at=now)
        after = {"seated": len(seated), "waiting": len(waiting)}
        ids = finding.sign_ups(session, session_id=session_id, person_ids=new)
        audit.write(session, actor_id=actor.person_id, at=now, act="signed up", subject="session",
                    subject_id=session_id, after=after, rows=[known(one.id) for one in ids.values()])  # fmt: skip
    return Done(len(seated), len(waiting), len(already), tuple(refused.values()))


def _refused(
    session: Session, row: CourseSession, person_ids: list[int], *, today: date, is_themselves: bool
) -> dict[int, NotSignedUp]:
    """Who of these people cannot be signed up, and why."""
    is_current = catalog.standing(session, finding.course(session, course_id=row.course_id), today).can_be_assigned
    elsewhere = finding.seated_elsewhere(session, row, person_ids)
    columns = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.deactivated_at),
               finding.is_enrolled_sql(row.course_id, today).label("is_enrolled"))  # fmt: skip
    refused = {}
    for one in session.connection().execute(sa.select(*columns).where(db.is_one_of(col(Person.id), person_ids))):
        who = Applicant(is_themselves, one.deactivated_at is None, one.is_enrolled)
        why = rules.why_not(who, SignUpBy(row.sign_up), is_course_current=is_current)
        if not why and one.id in elsewhere:
            why = rules.seat_elsewhere(finding.when_of(elsewhere[one.id]))
        if why:
            refused[one.id] = NotSignedUp(one.id, f"{one.first_name} {one.last_name}".strip(), why)
    return refused


def _require_keeper_of(session: Session, actor: Actor, person_ids: Sequence[int]) -> None:
    finding.require_keeper(actor)
    seen = sa.select(sa.func.count()).where(db.is_one_of(col(Person.id), person_ids), visible(actor))
    if session.connection().execute(seen).scalar_one() != len(person_ids):
        raise NotFound


def _require_open(why: str) -> None:
    if why:
        raise Closed(why)


def _is_cancelled(row: CourseSession) -> bool:
    return row.cancelled_at is not None
