"""What happened at Riverside up to now, lived through in the order of its days, by the actions that people use."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count, cycle
from random import Random

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.assignments import actions as assignments
from training_app.assignments.attempts import taking
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.external import recording
from training_app.assignments.external.entry import NewActivity
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import RANGE, Criterion
from training_app.catalog import queries as catalog
from training_app.core import db, mail
from training_app.core.tables import known
from training_app.demo import plans, riverside, sitting
from training_app.demo.accounts import ADMIN, COORDINATOR
from training_app.demo.organization import Riverside
from training_app.demo.plans import ACTIVITIES, ALL, LEFT, PLANS, REFRESHER, SESSIONS, Plan, Result
from training_app.demo.riverside import instant
from training_app.notifications import actions as notifications
from training_app.people import actions as people
from training_app.people.model import Person
from training_app.worker import loop

REMINDED = (7, 0)
MATERIAL, HOUR, EXAM = timedelta(minutes=6), timedelta(hours=1), timedelta(hours=2)

Act = Callable[[datetime], None]


@dataclass(frozen=True)
class Part:
    """One material of one attempt."""

    enrollment_id: int
    material_id: int


@dataclass
class Calendar:
    """Acts and when they are done. What lies after `now` has not happened."""

    now: datetime
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def at(self, when: datetime, act: Act, *, lasting: timedelta = timedelta(0)) -> None:
        """Note the act down."""
        if when + lasting < self.now:
            heapq.heappush(self._acts, (when, next(self._order), act))

    def live(self) -> None:
        """Do everything in its order; an act may note further ones down."""
        while self._acts:
            when, _, act = heapq.heappop(self._acts)
            act(when)


def live(of: Riverside, chance: Random, *, now: datetime) -> None:
    """Assign, remind, learn and complete from last year until `now`."""
    calendar = Calendar(now)
    # The refresher has chances of its own, so that everything else goes as it would without it.
    of_refresher = Random(REFRESHER.code)  # noqa: S311  # the same each time, nothing secret
    for plan, its_chance in (*((plan, chance) for plan in PLANS), (REFRESHER, of_refresher)):
        calendar.at(instant(_day(of, plan.made), 14, 10), partial(_assign, of, plan, calendar, its_chance))
        for day in {plan.starts, *(plan.due - before for before in REMINDED)}:
            calendar.at(instant(_day(of, day), 0, 1), tick)
            calendar.at(instant(_day(of, day), 8, 1), tick)
    for session in SESSIONS:
        calendar.at(instant(_day(of, session.day), 17), partial(_record, of, session, chance))
    for activity in ACTIVITIES:
        calendar.at(instant(_day(of, activity.day), 18), partial(_did_elsewhere, of, activity))
    calendar.at(instant(_day(of, -LEFT)), partial(_leave, of, chance))
    calendar.live()
    tick(now)


def tick(now: datetime) -> None:
    """Do what the background loop does, until nothing is left to do. Mails are never sent to a real server."""
    for step in [*loop.steps(), *(loop.sending("demo") if mail.is_mailbox() else ())]:
        while step.process(now):
            pass


def _day(of: Riverside, number: int) -> date:
    return of.today + timedelta(days=number)


def _assign(of: Riverside, plan: Plan, calendar: Calendar, chance: Random, now: datetime) -> None:
    training_id, starts_on = of.trainings[plan.code], _day(of, plan.starts)
    new = NewAssignment(
        key=f"demo:{plan.code}:{starts_on}",
        training_id=training_id,
        starts_on=starts_on,
        due_on=_day(of, plan.due),
        emails=plan.emails and mail.is_mailbox(),
        allow_duplicates=plan.again,
    )
    with db.write() as session:
        admin, whom = _actor(session, of, ADMIN.username), _whom(of, plan, now)
        made = assignments.assign(session, admin, new=new, whom=whom, now=now)
        places = select(Assignee).where(Assignee.assignment_id == made.assignment_id)
        attempts = {row.person_id: row.enrollment_id for row in session.exec(places.order_by(col(Assignee.person_id)))}
        parts = {enrollment_id: _parts(session, enrollment_id) for enrollment_id in attempts.values()}
    tick(now)
    results = cycle(plan.results)
    for person_id, enrollment_id in attempts.items():
        when, number = _foresee(of, plan, chance, person_id)
        some = parts[enrollment_id][:number]
        result = next(results) if plan.results and number == ALL else None
        if some:
            lasting = max(HOUR, len(some) * MATERIAL) + (EXAM if result else timedelta(0))
            calendar.at(when, partial(_learn, person_id, some, result), lasting=lasting)


def _record(of: Riverside, held: plans.Session, chance: Random, now: datetime) -> None:
    """The coordinator records who came to a session, at its end."""
    there = PeopleFilter().with_(Criterion.BRANCH, str(of.branches[held.branch]))
    entries = []
    with db.write() as session:
        coordinator = _actor(session, of, COORDINATOR.username)
        everyone = audience.everyone(coordinator, there, riverside.today(now)).where(Person.active_sql()).subquery()
        for person_id in sorted(session.connection().execute(sa.select(everyone.c.id)).scalars()):
            luck = chance.random()
            if luck < held.attended:
                entries.append(Entry(person_id, Mark.ATTENDED, Decimal(chance.randint(78, 100))))
            elif luck < held.attended + held.failed:
                entries.append(Entry(person_id, Mark.FAILED, Decimal(chance.randint(40, 65))))
        attendance.record(session, coordinator, course_id=of.trainings[held.code], day=riverside.today(now),
                          entries=entries, now=now)  # fmt: skip
    tick(now)


def _did_elsewhere(of: Riverside, activity: plans.Activity, now: datetime) -> None:
    """What somebody did elsewhere is recorded on its evening."""
    person_id, day = of.member(activity.username).id, _day(of, activity.day)
    new = NewActivity(f"demo:{activity.title}", activity.title, day, of.trainings[activity.code], hours=Decimal(4))
    with db.write() as session:
        if activity.by_coordinator:
            coordinator = _actor(session, of, COORDINATOR.username)
            recording.record(session, coordinator, person_id=person_id, new=new, now=now)
        else:
            recording.record_own(session, _actor(session, of, activity.username), new=new, now=now)
    tick(now)


def _parts(session: Session, enrollment_id: int) -> list[Part]:
    """What there is to work through in an attempt; of a path, in the courses that are not complete."""
    steps = select(PathStep.enrollment_id).where(PathStep.path_enrollment_id == enrollment_id)
    courses = session.exec(steps.order_by(col(PathStep.position))).all() or [enrollment_id]
    open_ = [row for row in (session.get_one(Enrollment, one) for one in courses) if row.is_open()]
    return [
        Part(known(row.id), material.id)
        for row in open_
        for material in catalog.materials(session, version_id=row.version_id)
    ]


def _whom(of: Riverside, plan: Plan, now: datetime) -> PeopleFilter:
    """Those who were there at the time."""
    whom = PeopleFilter().with_(Criterion.HIRED, f"{RANGE}{riverside.today(now)}")
    if plan.branch:
        whom = whom.with_(Criterion.BRANCH, str(of.branches[plan.branch]))
    for one, value in ((Criterion.LEVEL, plan.level), (Criterion.SHIFT, plan.shift)):
        whom = whom.with_(one, value) if value else whom
    return whom


def _foresee(of: Riverside, plan: Plan, chance: Random, person_id: int) -> tuple[datetime, int]:
    """When one person will sit down with the course, and how many parts they will get through."""
    luck, span = chance.random(), plan.due - plan.starts
    day, parts = plan.starts + round(chance.triangular(0, span, 0.6 * span)), ALL
    if luck >= plan.done + plan.late:
        parts = chance.choice((0, 0, 1, 2, 3))
    elif luck >= plan.done:
        day = plan.due + chance.randint(1, 14)
    day, parts = plan.stories.get(of.username(person_id), (day, parts))
    return instant(_day(of, day), chance.randint(8, 21), chance.randint(0, 59)), parts


def _learn(person_id: int, parts: list[Part], result: Result | None, now: datetime) -> None:
    """One sitting: what is under the bell, parts of a course, each a few minutes after the one before, and its exam."""
    with db.write() as session:
        learner = accounts.actor_of(session, person_id=person_id)
        if learner is None:
            return
        notifications.mark_all_read(session, learner, now=now)
        for place, part in enumerate(parts):
            taking.finish_material(session, learner, enrollment_id=part.enrollment_id, material_id=part.material_id,
                                   now=now + place * MATERIAL)  # fmt: skip
        if result:
            sitting.sit(session, learner, enrollment_id=parts[-1].enrollment_id, result=result,
                        now=now + len(parts) * MATERIAL)  # fmt: skip


def _leave(of: Riverside, chance: Random, now: datetime) -> None:
    """A few people leave."""
    crew = [one for one in of.members if one.boss and not (one.leads() or one.account)]
    with db.write() as session:
        admin = _actor(session, of, ADMIN.username)
        for member in chance.sample(crew, 4):
            people.deactivate(session, admin, person_id=member.id, now=now)


def _actor(session: Session, of: Riverside, username: str) -> Actor:
    found = accounts.actor_of(session, person_id=of.member(username).id)
    if found is None:
        raise LookupError(username)
    return found
