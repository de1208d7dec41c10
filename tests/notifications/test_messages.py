"""The log of messages: every one with where it stands and why, narrowed and counted alike, and sent again (N-07)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import col, select
from support.build import SYSTEM, Builder
from support.cast import Cast, make
from support.smtp import Sink
from support.story import Story

from training_app.access.rules import Permission
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.notifications import actions, log
from training_app.notifications.filters import MessageFilter, MessageTab
from training_app.notifications.naming import OCCASIONS, occasion_said
from training_app.notifications.rules import Occasion

GONE, LATER = "550 No such mailbox here", "451 Try later"
TABS = ("tab=queued", "tab=sent", "tab=failed", "tab=suppressed")
QUERIES = (
    "", "q=tess", "q=e", "channel=email", "occasion=assignment+started", "occasion=due+today",
    "from=2027-03-01&to=2027-03-01", "to=2027-02-28", "q=muster.test&channel=email&occasion=assignment+started",
)  # fmt: skip


@pytest.fixture
def told(story: Story, sink: Sink) -> Cast:
    """Ada's e-mail was refused for good, Tess's for now, Max completed before his was sent; Lea and Sam have theirs."""
    with db.write() as session:
        cast = make(Builder(session, story.now))
    sink.refusals |= {cast.ada.email: GONE, cast.tess.email: LATER}
    story.assign(cast.ada, cast.tess, cast.max, cast.lea, cast.sam, due="2027-03-20")
    story.decide()
    story.complete(cast.max)
    story.loop()
    return cast


def found(query: str, actor=SYSTEM):
    with db.read() as session:
        return log.messages(session, actor, wanted=MessageFilter.from_query(query))


def who(query: str) -> list[str]:
    return sorted(row.name.split()[0] for row in found(query).found.rows)


def send_all_again(story: Story, query: str, actor=SYSTEM) -> int:
    with db.write() as session:
        return actions.send_all_again(session, actor, wanted=MessageFilter.from_query(query), now=story.now)


@pytest.mark.rule("N-07", "admins see every message: queued, sent, failed with the answer, suppressed and why")
def test_every_message_stands_under_its_tab_with_what_became_of_it(told: Cast, story: Story):
    (queued,) = found("tab=queued").found.rows
    assert (queued.name, queued.status, queued.answer, queued.attempts) == ("Tess Trainer", "pending", LATER, 1)
    assert datetime.fromisoformat(queued.next_try_at) > story.now
    (failed,) = found("tab=failed").found.rows
    assert (failed.name, failed.email, failed.answer) == ("Ada Admin", "ada@muster.test", GONE)
    (suppressed,) = found("tab=suppressed").found.rows
    assert (suppressed.name, suppressed.why) == ("Max Manager", "It was completed on Monday, 1 March 2027.")
    assert who("tab=sent&channel=email") == ["Lea", "Sam"]
    assert all("Lifting safely" in row.about for row in (queued, failed, suppressed))
    # ── by the bell everybody was told at once
    assert who("channel=dashboard") == ["Ada", "Lea", "Max", "Sam", "Tess"]


@pytest.mark.rule("N-07", "the tabs count what the filter finds, and their numbers are those of the rows")
def test_the_tabs_count_what_they_list(told: Cast, monkeypatch):
    for few in (log.FEW, 2):
        monkeypatch.setattr(log, "FEW", few)
        for query in QUERIES:
            listed = [found(f"{query}&{tab}").found for tab in TABS]
            assert [one.total for one in listed] == [len(one.rows) for one in listed], query
            everything = found(query)
            assert everything.found.total == len(everything.found.rows) == sum(one.total for one in listed), query
            assert list(everything.tabs.values()) == [everything.found.total, *(one.total for one in listed)], query


@pytest.mark.rule("N-07", "messages are found by name or email, by occasion, channel and days, the newest first")
def test_messages_are_found_by_what_is_known_of_them(told: Cast, story: Story):
    story.at("2027-03-13 08:00")
    story.loop()
    assert who("q=tess+channel%3D") == []
    assert set(who("q=trainer")) == set(who("q=TESS%40muster.test")) == {"Tess"}
    assert who("occasion=due+in+7+days&channel=email") == ["Ada", "Lea", "Sam", "Tess"]
    assert found("from=2027-03-02").found.total == found("occasion=due+in+7+days").found.total == 8
    days = [row.made_at[:10] for row in found("").found.rows]
    assert days == sorted(days, reverse=True)
    assert found("to=2027-03-01").found.total == 10


@pytest.mark.rule("M-04", "the address of the list of messages says its filter; nonsense in it is passed over")
def test_an_address_reads_back_as_the_same_filter():
    wanted = MessageFilter(
        MessageTab.FAILED, "Đào & co", "due today", "email", date(2027, 3, 1), date(2027, 3, 9), 3, 17
    )
    assert MessageFilter.from_query(wanted.query()) == wanted
    assert MessageFilter().query() == ""
    nonsense = "tab=x&occasion=x&channel=x&from=0001-01-01&to=9999-12-31&page=-1&open=99999999999&q=%00"
    assert MessageFilter.from_query(nonsense) == MessageFilter()
    assert wanted.of(MessageTab.ALL) == replace(wanted, tab=MessageTab.ALL, page=1, open=0)


def test_every_occasion_has_words_of_its_own():
    assert set(OCCASIONS) == set(Occasion)
    assert len(set(OCCASIONS.values())) == len(Occasion)
    assert occasion_said("of an older version") == "of an older version"


@pytest.mark.rule("N-07", "one message with its whole story: made, tries, answer, text as sent, Message-ID")
def test_a_message_tells_its_whole_story(told: Cast, sink: Sink):
    with db.read() as session:
        wanted = MessageFilter.from_query("q=lea&channel=email")
        (row,) = log.messages(session, SYSTEM, wanted=wanted).found.rows
        story = log.story(session, SYSTEM, message_id=row.id)
        with pytest.raises(NotFound):
            log.story(session, SYSTEM, message_id=999)
    (sent,) = sink.to(told.lea.email)
    assert (story.row, story.subject) == (row, "New training: Lifting safely")
    assert story.message_id == sent.message["Message-ID"]
    assert "Hello Lea," in story.text
    assert "250" in row.answer
    assert (row.attempts, story.carried_by_id, story.carries) == (1, 0, 0)


@pytest.mark.rule("N-07", "all that failed of what the filter finds is sent again, as one audited act that names them")
def test_all_that_failed_of_what_is_found_is_sent_again(told: Cast, story: Story, sink: Sink):
    sink.refusals |= {told.noa.email: GONE}
    story.assign(told.noa, told.ada, due="2027-03-25", training=story.course("Hazard communication"))
    story.loop()
    failed = {row.id: row.name for row in found("tab=failed").found.rows}
    assert sorted(failed.values()) == ["Ada Admin", "Ada Admin", "Noa Nearby"]
    sink.refusals.clear()
    with db.read() as session:
        ada = story_actor(session, story, told.ada)
    assert send_all_again(story, "q=ada&tab=sent", ada) == 2
    assert send_all_again(story, "q=ada", ada) == 0
    with db.read() as session:
        (entry,) = session.exec(select(AuditEntry).where(col(AuditEntry.act) == "messages sent again")).all()
    named = {number for first, last in entry.rows or () for number in range(first, last + 1)}
    assert (entry.actor_id, named) == (told.ada.id, {one for one, name in failed.items() if name == "Ada Admin"})
    story.loop()
    assert [len(sink.to(one.email)) for one in (told.ada, told.noa)] == [2, 0]
    assert who("tab=failed") == ["Noa"]


@pytest.mark.rule("N-07", "whoever may not manage settings sees no message, and sends none again")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_others_are_refused(cast: Cast, session, now, who):
    actor = cast.actor(getattr(cast, who))
    for refused in (
        lambda: log.messages(session, actor, wanted=MessageFilter()),
        lambda: log.story(session, actor, message_id=1),
        lambda: actions.send_all_again(session, actor, wanted=MessageFilter(), now=now),
    ):
        with pytest.raises(NotAllowed):
            refused()


@pytest.mark.rule("N-07", "who manages settings for their own people alone sees and sends again those of their people")
def test_who_sees_only_their_people_sees_only_their_messages(told: Cast, story: Story, sink: Sink):
    with db.write() as session:
        boss = story_actor(session, story, told.max)
    boss = replace(boss, permissions=boss.permissions | {Permission.MANAGE_SETTINGS})
    rows = found("", boss).found.rows
    assert {row.name for row in rows} == {"Lea Learner"}
    assert found("", boss).tabs[MessageTab.ALL] == len(rows) == 2
    (failed,) = found("tab=failed").found.rows
    with db.write() as session:
        assert actions.send_all_again(session, boss, wanted=MessageFilter(), now=story.now) == 0
        with pytest.raises(NotFound):
            log.story(session, boss, message_id=failed.id)
        assert log.story(session, boss, message_id=rows[0].id).row == rows[0]


def story_actor(session, story: Story, person):
    return Builder(session, story.now).actor(person)
