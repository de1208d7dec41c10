"""What stands under the bell, and who may read it."""

from datetime import timedelta

import pytest
from support.build import Builder
from support.cast import Cast, make
from support.story import Story

from training_app.core import db
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.paging import Page
from training_app.notifications import actions, queries


@pytest.fixture
def told(story: Story) -> Cast:
    """Lea was told of two trainings, Noa of one."""
    with db.write() as session:
        cast = make(Builder(session, story.now))
    story.assign(cast.lea, cast.noa, due="2027-03-20")
    story.loop()
    story.now += timedelta(hours=1)
    story.assign(cast.lea, due="2027-03-25", training=story.course("Hazard communication"))
    story.loop()
    return cast


@pytest.fixture
def session(told):
    with db.write() as session:
        cast = told
        cast.build.session = session
        yield session


@pytest.mark.rule("N-01", "a bell with unread count")
def test_the_bell_counts_ones_own_unread_messages(told: Cast, session):
    assert queries.unread(session, told.actor(told.lea)) == 2
    assert queries.unread(session, told.actor(told.noa)) == 1
    assert queries.unread(session, told.actor(told.max)) == 0


@pytest.mark.rule("N-02", "a person reads their messages, the newest first, and nobody else's")
def test_the_inbox_holds_ones_own_messages(told: Cast, session):
    rows = queries.inbox(session, told.actor(told.lea)).rows
    assert [row.subject for row in rows] == ["New training: Hazard communication", "New training: Lifting safely"]
    assert rows[0].text == "Due Thursday, 25 March 2027."
    assert rows[0].link.startswith("/learn/")
    assert not rows[0].is_read
    assert queries.inbox(session, told.actor(told.sam)).total == 0


def test_the_inbox_has_pages(told: Cast, session):
    page = queries.inbox(session, told.actor(told.lea), page=Page(2, 1))
    assert [row.subject for row in page.rows] == ["New training: Lifting safely"]
    assert page.total == 2


@pytest.mark.rule("N-02", "a person marks a message read")
def test_a_message_is_marked_read(told: Cast, session, story: Story):
    lea = told.actor(told.lea)
    first = queries.inbox(session, lea).rows[0].id
    actions.mark_read(session, lea, message_id=first, now=story.now)
    actions.mark_read(session, lea, message_id=first, now=story.now)
    assert queries.unread(session, lea) == 1
    assert [row.is_read for row in queries.inbox(session, lea).rows] == [True, False]


@pytest.mark.rule("N-02", "a stranger's message is not found")
@pytest.mark.parametrize("who", ["noa", "max", "sam"])
def test_nobody_marks_anothers_message(told: Cast, session, story: Story, who):
    lea = told.actor(told.lea)
    first = queries.inbox(session, lea).rows[0].id
    with pytest.raises(NotFound):
        actions.mark_read(session, told.actor(getattr(told, who)), message_id=first, now=story.now)
    assert queries.unread(session, lea) == 2


def test_an_email_is_no_message_of_the_dashboard(told: Cast, session, story: Story):
    email = next(message for message in story.messages(told.lea) if message.channel == "email")
    with pytest.raises(NotFound):
        actions.mark_read(session, told.actor(told.lea), message_id=email.id, now=story.now)


@pytest.mark.rule("N-02", "a person marks all read, their own only")
def test_all_of_ones_own_are_marked_read(told: Cast, session, story: Story):
    assert actions.mark_all_read(session, told.actor(told.lea), now=story.now) == 2
    assert queries.unread(session, told.actor(told.lea)) == 0
    assert queries.unread(session, told.actor(told.noa)) == 1


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_failed_mail_is_sent_again_by_admins_only(told: Cast, session, story: Story, who):
    actor = told.actor(getattr(told, who))
    with pytest.raises(NotAllowed):
        actions.send_again(session, actor, message_id=1, now=story.now)
    with pytest.raises(NotFound):
        actions.send_again(session, told.actor(told.ada), message_id=1, now=story.now)
