"""Entering who attended a session, before it is recorded: every entry is written at once, and nobody is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attendance import attending
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance import sheet as attendance_sheet
from training_app.assignments.attendance.attending import Act, Entry, Mark
from training_app.assignments.attendance.filters import SheetTab
from training_app.assignments.attendance.recording import Recorded
from training_app.assignments.attendance.sheet import SheetRefusal
from training_app.assignments.attendance.writing import Sitting
from training_app.assignments.records import AttendanceEntry
from training_app.core import db, organization
from training_app.core.bulk import chunks
from training_app.core.errors import Invalid, NotAllowed, NotFound, Problem
from training_app.people import addresses
from training_app.people.model import Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class Entered:
    """What became of entries: `enrolled` of those entered have no enrollment yet, `already` were recorded so."""

    entered: int
    enrolled: int
    already: int
    refused: tuple[SheetRefusal, ...]


@dataclass(frozen=True)
class Pasted:
    """What became of pasted addresses, and those that nobody has whom the actor sees, as they were written."""

    done: Entered
    unknown: list[str]
    malformed: list[str]


def enter(
    session: Session, actor: Actor, *, course_id: int, day: date, entries: Sequence[Entry], now: datetime
) -> Entered:
    """Enter results for these people in place of what was entered before; who cannot have one is named and left out."""
    course = attendance.course_of(session, actor, course_id=course_id)
    wrong = attendance.problems_of_day(course, day, organization.of(session).today(now))
    if wrong:
        raise Invalid(*wrong)
    people = db.is_one_of(col(Person.id), [one.person_id for one in entries])
    found = attending.standings(session, actor, course_id=course_id, day=day, people=people)
    if len(found) != len(entries):
        raise NotFound
    decisions = [attending.decide(one, found[one.person_id], course, day) for one in entries]
    kept = [one for one in decisions if one.act not in (Act.REFUSE, Act.ALREADY)]
    refused = [one for one in decisions if one.act is Act.REFUSE]
    settled = [one.entry.person_id for one in decisions if one.act is not Act.REFUSE]
    _take_out(session, actor, course_id, day, settled)
    _put(session, Sitting(course_id, day, actor.person_id, now), [one.entry for one in kept])
    return Entered(
        entered=len(kept),
        enrolled=sum(1 for one in kept if one.enrolls),
        already=len(decisions) - len(kept) - len(refused),
        refused=tuple(SheetRefusal(one.standing.person_id, one.standing.name, one.why) for one in refused),
    )


def enter_one(
    session: Session, actor: Actor, *, course_id: int, day: date, person_id: int, mark: Mark, now: datetime
) -> Entered:
    """Enter the result of one person; a score that they have stays, unless they were absent. `Invalid` says why not."""
    before = attendance_sheet.entry(session, actor, course_id=course_id, day=day, person_id=person_id)
    score = before.score if before is not None and mark is not Mark.ABSENT else None
    done = enter(session, actor, course_id=course_id, day=day, entries=[Entry(person_id, mark, score)], now=now)
    if done.refused:
        raise Invalid(Problem("people", f"{done.refused[0].name} {done.refused[0].why}."))
    return done


def enter_score(
    session: Session, actor: Actor, *, course_id: int, day: date, person_id: int, score: str, now: datetime
) -> Entered:
    """Enter the score of somebody who has a result, entered or recorded. `Invalid` when it is no score."""
    try:
        said = attending.read_score(score)
    except ValueError as error:
        raise Invalid(Problem("score", f"“{score[:20]}” is no score from 0 to 100.")) from error
    mark = _mark_of(session, actor, course_id, day, person_id)
    return enter(session, actor, course_id=course_id, day=day, entries=[Entry(person_id, mark, said)], now=now)


def enter_everybody(
    session: Session, actor: Actor, *, course_id: int, day: date, q: str = "", now: datetime
) -> Entered:
    """Enter as attended everybody enrolled whom the search finds and who has no result yet."""
    waiting = attendance_sheet.without_result(session, actor, course_id=course_id, day=day, q=q)
    attended = [Entry(one, Mark.ATTENDED) for one in waiting]
    return enter(session, actor, course_id=course_id, day=day, entries=attended, now=now)


def enter_signed_up(
    session: Session, actor: Actor, *, course_id: int, day: date, q: str = "", now: datetime
) -> Entered:
    """Enter as attended everybody with a seat in a session of the day whom the search finds and who has no result yet.

    Who is not enrolled is enrolled by recording it.
    """
    waiting = attendance_sheet.without_result(session, actor, course_id=course_id, day=day, q=q, tab=SheetTab.SIGNED_UP)
    attended = [Entry(one, Mark.ATTENDED) for one in waiting]
    return enter(session, actor, course_id=course_id, day=day, entries=attended, now=now)


def enter_addresses(
    session: Session, actor: Actor, *, course_id: int, day: date, text: str, mark: Mark, now: datetime
) -> Pasted:
    """Enter one result for everybody with these email addresses, pasted in any usual separation (T-03)."""
    pasted = addresses.read(text)
    found: dict[str, int] = {}
    for some in chunks(list(pasted.good)):
        known = sa.select(col(Person.email_key), col(Person.id)).where(col(Person.email_key).in_(some), visible(actor))
        found |= {row.email_key: row.id for row in session.connection().execute(known)}
    entries = [Entry(number, mark) for number in found.values()]
    done = enter(session, actor, course_id=course_id, day=day, entries=entries, now=now)
    return Pasted(done, [word for key, word in pasted.good.items() if key not in found], pasted.malformed)


def take_out(session: Session, actor: Actor, *, course_id: int, day: date, person_ids: list[int]) -> None:
    """Take back what is entered for these people; what was recorded stays."""
    attendance.course_of(session, actor, course_id=course_id)
    _take_out(session, actor, course_id, day, person_ids)


def take_out_refused(session: Session, actor: Actor, *, course_id: int, day: date) -> None:
    """Take back what is entered for those for whom it cannot be recorded any more."""
    refused = attendance_sheet.account(session, actor, course_id=course_id, day=day).refusals
    _take_out(session, actor, course_id, day, [one.person_id for one in refused])


def clear(session: Session, actor: Actor, *, course_id: int, day: date) -> None:
    """Take back everything that is entered for a session; what was recorded stays."""
    attendance.course_of(session, actor, course_id=course_id)
    session.connection().execute(sa.delete(AttendanceEntry).where(*attendance_sheet.mine(actor, course_id, day)))


def move(session: Session, actor: Actor, *, course_id: int, day: date, to: date, now: datetime) -> Entered:
    """Move everything that is entered for one day to another; what is entered for that one stays where both have it."""
    there = {one.person_id for one in attendance_sheet.entries(session, actor, course_id=course_id, day=to)}
    said = attendance_sheet.entries(session, actor, course_id=course_id, day=day, lock=True)
    moved = [one for one in said if one.person_id not in there]
    done = enter(session, actor, course_id=course_id, day=to, entries=moved, now=now)
    clear(session, actor, course_id=course_id, day=day)
    return done


def save(session: Session, actor: Actor, *, course_id: int, day: date, now: datetime) -> Recorded:
    """Record what is entered, for everybody or nobody. Whoever came out of the actor's sight is left out."""
    said = attendance_sheet.entries(session, actor, course_id=course_id, day=day, lock=True)
    recorded = attendance.record(session, actor, course_id=course_id, day=day, entries=said, now=now)
    clear(session, actor, course_id=course_id, day=day)
    return recorded


def _mark_of(session: Session, actor: Actor, course_id: int, day: date, person_id: int) -> Mark:
    entered = attendance_sheet.entry(session, actor, course_id=course_id, day=day, person_id=person_id)
    if entered is not None:
        return entered.mark
    people = col(Person.id) == person_id
    found = attending.standings(session, actor, course_id=course_id, day=day, people=people)
    if person_id not in found:
        raise NotFound
    was = found[person_id].recorded
    if was is None:
        raise Invalid(Problem("score", f"{found[person_id].name} has no result yet: first say whether they attended."))
    return attending.mark_of(was)


def _take_out(session: Session, actor: Actor, course_id: int, day: date, person_ids: Iterable[int]) -> None:
    which = db.is_one_of(col(AttendanceEntry.person_id), person_ids)
    gone = sa.delete(AttendanceEntry).where(*attendance_sheet.mine(actor, course_id, day), which)
    session.connection().execute(gone)


def _put(session: Session, sitting: Sitting, entries: Sequence[Entry]) -> None:
    if sitting.by_id is None:
        raise NotAllowed
    rows = [
        {"by_id": sitting.by_id, "course_id": sitting.course_id, "day": sitting.day, "person_id": one.person_id,
         "mark": one.mark.value, "score": one.score, "at": sitting.now}
        for one in entries
    ]  # fmt: skip
    db.insert_new(session, AttendanceEntry, rows)
