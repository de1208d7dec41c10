"""The three parts of somebody's messages, one by one, and who may see them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.smtp import Sink
from support.story import Story

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.core import db
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.notifications import actions
from training_app.notifications.explaining import queries as explaining
from training_app.notifications.explaining import telling, whys
from training_app.notifications.explaining.asked import Asked, Whose
from training_app.notifications.explaining.queries import Explained
from training_app.notifications.explaining.whys import Timed
from training_app.notifications.rules import Channel, Occasion
from training_app.people.model import Person


def explain(story: Story, person: Person, **asked) -> Explained:
    with db.read() as session:
        return explaining.person(session, SYSTEM, person_id=known(person.id), now=story.now, **asked)


@pytest.mark.rule("N-07", "got: bell and e-mail of one message side by side, with both instants, read or not, its text")
def test_what_somebody_got_stands_side_by_side(story: Story):
    lea = story.person("Lea")
    first = story.assign(lea, due="2027-03-20")
    story.decide()
    bell_at = story.now
    story.wait(minutes=5)
    story.loop()
    with db.write() as session:
        actions.mark_all_read(session, Builder(session, story.now).actor(lea), now=story.now)
    sent_at = story.now
    story.wait(hours=1)
    story.assign(lea, due="2027-03-20", training=story.course("Hazard communication"), emails=False)
    story.loop()
    newest, oldest = explain(story, lea).got.rows
    assert [datetime.fromisoformat(at) for at in (oldest.bell_at, oldest.mail_at)] == [bell_at, sent_at]
    assert datetime.fromisoformat(oldest.read_at) == sent_at
    assert (oldest.what, oldest.about, oldest.assignment_id) == ("Training assigned", "Lifting safely", first)
    assert oldest.subject == "New training: Lifting safely"
    assert "“Lifting safely” has been assigned to you." in oldest.text
    assert (newest.about, newest.read_at, newest.mail_at, newest.mail) == ("Hazard communication", "", "", "")
    # ── in pages, and narrowed to a training or an assignment
    (row,) = explain(story, lea, page=Page(2, 1)).got.rows
    assert row == oldest
    assert explain(story, lea, q="LIFTING").got.rows == [oldest]
    said = explain(story, lea, assignment_id=first)
    assert (said.got.rows, said.only) == ([oldest], "Lifting safely, due Saturday, 20 March 2027")
    assert explain(story, lea, q="lifting unknown").got.total == 0


@pytest.mark.rule("N-07", "will get: what waits for its next try, with the tries and the server's answer")
@pytest.mark.rule("N-07", "did not get: an e-mail that failed, with the server's answer")
def test_what_the_server_refuses_waits_and_what_it_refused_for_good_was_not_got(story: Story, sink: Sink):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, due="2027-03-20")
    # ── nothing is decided yet: the start notice comes as soon as the loop goes round
    assert [(row.what, row.note) for row in explain(story, lea).coming.rows][:1] == [
        ("Training assigned", "As soon as the background loop goes round.")
    ]
    sink.refusals |= {lea.email: "451 come back later", noa.email: "550 no such mailbox"}
    story.loop()
    waits = explain(story, lea).coming.rows[0]
    assert (waits.what, waits.channels, waits.is_held) == ("Training assigned", "e-mail", False)
    assert datetime.fromisoformat(waits.at) == story.email(lea).next_try_at > story.now
    assert waits.note.startswith("Tried 1 of 8 times; the mail server said:")
    assert "451 come back later" in waits.note
    (failed,) = explain(story, noa).not_got.rows
    assert (failed.what, failed.channels, failed.is_failed) == ("Training assigned", "e-mail", True)
    assert "550 no such mailbox" in failed.why
    assert explain(story, noa).got.rows[0].mail == "Failed"
    # ── what waits says that it will be held back, as soon as it will be
    story.complete(lea)
    held = explain(story, lea).coming.rows[0]
    assert held.is_held
    assert held.note.startswith("It was completed on Monday, 1 March 2027. Tried 1 of 8 times")


@pytest.mark.rule("N-07", "did not get: what was suppressed, with the reason noted when it was to be sent")
def test_what_was_suppressed_says_why(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.decide()
    story.complete(lea)
    story.loop()
    said = explain(story, lea)
    assert [(row.what, row.channels, row.why) for row in said.not_got.rows] == [
        ("Training assigned", "e-mail", "It was completed on Monday, 1 March 2027.")
    ]
    assert [(row.what, row.mail) for row in said.got.rows] == [("Training assigned", "Not sent")]


@pytest.mark.rule("N-07", "did not get: where nothing of the reason is known, it says so")
def test_where_no_reason_is_known_that_is_said():
    at = datetime(2027, 3, 13, 8, tzinfo=UTC)
    asked = Asked(id=1, assignment_id=7, training_id=1, title="Lifting safely", occasion=1, starts_on=date(2027, 3, 1),
                  due_on=date(2027, 3, 20), due_set_at=at, published_at=at)  # fmt: skip
    bell = Timed(asked, Whose(), Occasion.DUE_IN_7, Channel.DASHBOARD, day=at.date(), moment=at, at=at,
                 today=at.date(), zone="Etc/UTC")  # fmt: skip
    (row,) = telling.not_got([bell, replace(bell, channel=Channel.EMAIL)], [])
    assert (row.why, row.channels) == (whys.UNKNOWN, "bell and e-mail") == ("Not recorded why.", "bell and e-mail")


@pytest.mark.rule("N-07", "admins see a person's messages; who sees them not finds nothing, a lower role may not")
def test_who_may_see_somebody_s_messages(cast: Cast, session: Session):
    def look(actor: Actor, person: Person) -> str:
        return explaining.person(session, actor, person_id=known(person.id), now=cast.build.now).head.name

    lea = known(cast.lea.id)
    assert look(cast.actor(cast.ada), cast.lea) == "Lea Learner"
    for right in (Permission.MANAGE_ASSIGNMENTS, Permission.MANAGE_SETTINGS):
        near = Actor(known(cast.max.id), "Max", frozenset({right}), Scope(manager_id=cast.max.id))
        assert look(near, cast.lea) == "Lea Learner"
        with pytest.raises(NotFound):
            look(near, cast.noa)
    for lower in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            explaining.person(session, cast.actor(lower), person_id=lea, now=cast.build.now)


def test_however_many_places_it_takes_the_same_few_statements(cast: Cast, build: Builder, session: Session):
    def statements(person: Person) -> int:
        counted: list[str] = []

        def note(_connection, _cursor, statement, _values, _context, _many) -> None:
            counted.append(statement)

        session.flush()
        session.expire_all()
        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            explaining.person(session, SYSTEM, person_id=known(person.id), now=build.now + timedelta(days=400))
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)
        return len(counted)

    course = build.course()
    build.assign(course, f"q={cast.lea.username}")
    few = statements(cast.lea)
    for _ in range(12):
        build.assign(course, f"q={cast.lea.username}")
    assert statements(cast.lea) == few <= 25
