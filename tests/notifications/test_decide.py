"""Making messages: set-based, once whoever does it at the same time, and no poison stops the rest."""

import threading
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from support.build import Builder
from support.editing.in_story import edit
from support.smtp import Sink
from support.story import Story

from training_app.assignments.actions import UsersAssigned
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import ClosedAs, Status
from training_app.core import db, events
from training_app.core.events import Event
from training_app.notifications import bell, keys
from training_app.notifications.deciding import days, making, outbox
from training_app.notifications.deciding.reasons import Place, is_told_sql, why_not
from training_app.notifications.model import Message
from training_app.notifications.rules import next_try, undecided
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
# Since when, and through which day; none is for good.
EXCUSES = [(False, None), (True, None), (True, TODAY), (True, TODAY - timedelta(days=1))]
ATTEMPTS = [*((status, None) for status in Status), *((Status.ENROLLED, closed) for closed in ClosedAs)]


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        (keys.STARTED, {"assignee": 17, "occasion": 2}),
        (keys.REMINDER, {"training": 3, "person": 5, "day": TODAY}),
        (keys.INVITATION, {"person": 5, "event": 9}),
    ],
)
def test_a_key_is_spelled_the_same_for_one_and_for_many(session: Session, shape, parts):
    columns = {
        name: part if isinstance(part, date) else sa.cast(sa.literal(part), sa.Integer) for name, part in parts.items()
    }
    many = session.connection().execute(sa.select(keys.key_sql(shape, **columns))).scalar_one()
    assert many == keys.key(shape, **parts)


@pytest.mark.rule("N-04", "what is asked at sending is what was asked at deciding")
def test_the_reason_in_words_and_the_condition_agree_over_every_combination(build: Builder, session: Session, now):
    made = build.course().id
    version = session.connection().execute(sa.text("SELECT id FROM training_version")).scalar_one()
    said = list(product([True, False], [True, False], [True, False], [0, 1], [True, False], EXCUSES, ATTEMPTS))
    rows: list[tuple[Person, Assignment, Enrollment, Assignee]] = []
    for number, (active, published, cancelled, starts, withdrawn, excuse, (status, closed_as)) in enumerate(said, 1):
        person = Person(
            id=number, first_name="Kim", last_name="K", email=f"{number}@x.test", email_key=f"{number}@x.test",
            username=str(number), username_key=str(number), branch_id=build.branch(), created_at=now,
            deactivated_at=None if active else now)  # fmt: skip
        assignment = Assignment(id=number, key=str(number), training_id=made, starts_on=TODAY + timedelta(days=starts),
                                due_on=TODAY + timedelta(days=9), made_at=now, published_at=now if published else None,
                                cancelled_at=now if cancelled else None)  # fmt: skip
        attempt = Enrollment(id=number, person_id=number, training_id=made, version_id=version, status=status,
                             closed_as=closed_as, enrolled_at=now)  # fmt: skip
        is_excused, until = excuse
        place = Assignee(id=number, assignment_id=number, person_id=number, enrollment_id=number,
                         due_on=assignment.due_on, due_set_at=now, withdrawn_at=now if withdrawn else None,
                         excused_at=now if is_excused else None, excused_until=until)  # fmt: skip
        rows.append((person, assignment, attempt, place))
    for kind in zip(*rows, strict=True):
        session.add_all(kind)
        session.flush()
    found = session.connection().execute(making.places([col(Assignee.id)]).where(is_told_sql(TODAY))).scalars()
    expected = {place.id for *of, place in rows if not why_not(_said_of(*of, place), TODAY)}
    assert set(found) == expected
    # Both open statuses, without an excuse or with one that is over.
    assert len(expected) == 4


def _said_of(person: Person, assignment: Assignment, attempt: Enrollment, place: Assignee) -> Place:
    return Place(
        is_active=person.is_active(),
        is_published=assignment.published_at is not None,
        is_cancelled=assignment.cancelled_at is not None,
        starts_on=assignment.starts_on,
        is_withdrawn=place.withdrawn_at is not None,
        is_excused=place.is_excused(TODAY),
        status=attempt.status,
        closed_as=attempt.closed_as,
        completed_on=None,
    )


@pytest.mark.rule("N-03", "each is made once, however many loops decide at the same moment")
def test_loops_that_run_at_the_same_time_make_each_message_once(story: Story):
    persons = [story.person() for _ in range(30)]
    story.assign(*persons, start="2027-03-05", due="2027-03-12")
    story.loop()
    story.at("2027-03-05 08:00")
    for _ in range(2):
        with db.write() as session:
            events.record(session, UsersAssigned(1), actor_id=None, at=story.now)
    ready = threading.Barrier(4)

    def one_loop() -> None:
        ready.wait()
        story.decide()

    loops = [threading.Thread(target=one_loop) for _ in range(4)]
    for thread in loops:
        thread.start()
    for thread in loops:
        thread.join(60)
    made = [(message.person_id, message.channel, message.occasion) for message in story.messages()]
    assert len(made) == len(set(made)) == 30 * 2 * 2


@pytest.mark.rule("N-03", "moved, added and cancelled: each is told once, however many loops run at the same moment")
def test_loops_that_run_at_the_same_time_tell_of_a_change_once(story: Story, sink: Sink):
    persons, added = [story.person() for _ in range(12)], story.person()
    moved, cancelled = (story.assign(*persons, due=due) for due in ("2027-03-20", "2027-03-21"))
    story.loop()
    edit(story, moved, add=[added], due="2027-03-27")
    story.cancel(cancelled)
    with db.write() as session:
        for event in session.exec(select(Event)):
            event.processed_at = None
    ready = threading.Barrier(3)

    def one_loop() -> None:
        ready.wait()
        story.loop()

    loops = [threading.Thread(target=one_loop) for _ in range(3)]
    for thread in loops:
        thread.start()
    for thread in loops:
        thread.join(60)
    for channel in ("email", "dashboard"):
        for person in persons:
            assert sorted(story.told(person, channel)) == [
                "assignment cancelled", "assignment started", "assignment started", "due date moved"]  # fmt: skip
        assert story.told(added, channel) == ["assignment started"]
    assert set(sink.ids().values()) == {1}


@pytest.mark.rule("N-03", "decided again, nothing is made twice")
def test_an_event_that_is_processed_again_makes_nothing_twice(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.loop()
    with db.write() as session:
        for event in session.exec(select(Event)):
            event.processed_at = None
    story.loop()
    assert len(story.messages(lea)) == 2


def test_only_the_people_named_in_an_act_are_told(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.loop()
    made = story.assign(lea, noa, due="2027-03-20")
    with db.write() as session:
        event = session.exec(select(Event).where(Event.act == "UsersAssigned")).one()
        place = session.exec(select(Assignee.id).where(Assignee.person_id == noa.id)).one()
        event.payload = {"assignment_id": made, "assignee_ids": [place]}
    story.loop()
    assert story.messages(lea) == []
    assert len(story.messages(noa)) == 2


@pytest.mark.rule("N-03", "a fact that cannot be read is set aside, and the others go on")
def test_a_poisoned_event_does_not_stop_the_others(story: Story):
    lea = story.person("Lea")
    with db.write() as session:
        session.add(Event(act="UsersAssigned", payload={"nothing": 1}, at=story.now))
    story.assign(lea, due="2027-03-20")
    story.decide()
    assert len(story.messages(lea)) == 2
    assert outbox.process_one_event(story.now) is False
    assert outbox.process_one_event(story.now + timedelta(minutes=6)) is True
    with db.write() as session:
        assert [event.payload for event in session.exec(select(Event).where(col(Event.processed_at).is_(None)))] == [
            {"nothing": 1}
        ]


def test_the_bell_is_rung_for_whoever_has_something_new_and_for_nobody_twice(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, due="2027-03-20")
    story.assign(noa, due="2027-03-20", dashboard_notifications=False)
    rung: list[frozenset[int]] = []
    bell.connect(rung.append)
    try:
        story.loop()
        assert rung == [frozenset({lea.id})]
        story.at("2027-03-20 08:00")
        story.loop()
    finally:
        bell.disconnect(rung.append)
    assert rung == [frozenset({lea.id})] * 2


@pytest.mark.rule("N-05", "a tick with nothing due reads by index, whatever there is")
@pytest.mark.parametrize("process", [outbox.process_one_event, days.process_day_begins, days.process_reminder_hour])
def test_a_tick_with_nothing_due_writes_nothing(story: Story, process):
    story.assign(story.person(), due="2027-03-20")
    story.loop()
    statements: list[str] = []

    def note(_connection, _cursor, statement, _values, _context, _many) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert process(story.now) is False
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(statements) <= 3
    assert not [statement for statement in statements if not statement.startswith(("SELECT", "BEGIN"))]


@pytest.mark.rule("N-05", "a tick's cost does not depend on size: everything in it is found by index")
def test_a_tick_with_nothing_due_scans_no_table(story: Story):
    if not db.is_sqlite():
        pytest.skip("PostgreSQL plans by the size of tables; SQLite's plan does not change")
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection, _cursor, statement, values, _context, _many) -> None:
        statements.append((statement, values))

    story.loop()
    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        story.loop()
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    reads = [(statement, values) for statement, values in statements if statement.startswith("SELECT")]
    with db.read() as session:
        plans = [
            [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in reads
        ]
    steps = [step for plan in plans for step in plan]
    assert len(plans) >= 6
    assert any("ix_message_waiting" in step for step in steps)
    assert any("ix_event_waiting" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and "USING INDEX" not in step]


def test_the_waits_between_tries_end_within_a_day(now):
    for chance in (0.0, 1.0):
        at, waits = now, []
        for attempts in range(1, 9):
            again = next_try(attempts, at, chance)
            waits.append(again - at if again else None)
            at = again or at
        assert waits[-1] is None
        assert all(earlier < following for earlier, following in pairwise(waits[:7]))
        assert at - now <= timedelta(hours=24)


def test_undecided_days_are_those_after_the_last_through_today_or_yesterday():
    last = TODAY - timedelta(days=3)
    assert undecided(last, TODAY, is_reached=True) == [TODAY - timedelta(days=n) for n in (2, 1, 0)]
    assert undecided(last, TODAY, is_reached=False) == [TODAY - timedelta(days=n) for n in (2, 1)]
    assert undecided(TODAY, TODAY, is_reached=True) == []
    assert undecided(TODAY + timedelta(days=1), TODAY, is_reached=True) == []


def test_messages_are_of_the_two_channels_only(story: Story):
    story.assign(story.person(), due="2027-03-20")
    story.loop()
    with db.read() as session:
        assert set(session.exec(select(Message.channel))) == {"email", "dashboard"}
