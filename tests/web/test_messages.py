"""Every message as an admin's browser calls for it: the list, one of them, sending again, and where e-mails go."""

from datetime import timedelta

import pytest
from support.smtp import connected

from training_app.core import clock
from training_app.notifications.queries import Failing, Health
from training_app.web.admin import loop_health
from training_app.web.admin.loop_health import LoopHealth
from training_app.web.admin.messages.again import SendAllAgain
from training_app.web.admin.messages.calls import MessageCalls
from training_app.web.admin.messages.state import MessagesPage
from training_app.web.admin.messages.words import StoryTold
from training_app.worker import loop

GONE = "550 No such mailbox here"


def go_round() -> None:
    """Let the loop do all there is to do."""
    rounds = 0
    while loop.tick(clock.now()):
        rounds += 1
        assert rounds < 100, "the loop finds work for ever"


@pytest.fixture
def undeliverable(house):
    """Everybody's e-mail was taken but Lea's and Noa's."""
    with connected() as sink:
        sink.refusals |= {house.cast.lea.email: GONE, house.cast.noa.email: GONE}
        go_round()
        yield sink


@pytest.mark.rule("N-03", "shown to admins as failed, with the server's answer, and sent again from there")
async def test_an_admin_sees_what_failed_and_why_and_sends_it_again(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages?tab=failed&q=lea%40")
    shown = await tab.state(MessagesPage)
    (row,) = shown.rows
    assert (row.person, row.email, row.status, row.detail) == ("Lea Learner", "lea@muster.test", "failed", GONE)
    assert row.person_href == f"/people/{house.cast.lea.id}/messages"
    assert row.href == f"/messages?tab=failed&q=lea%40&open={row.id}"
    # ── the bell; this one; and an invitation whose link was used before it went
    assert [(one.label, one.number) for one in shown.tabs][2:] == [("Sent", 1), ("Failed", 1), ("Suppressed", 1)]
    undeliverable.refusals.clear()
    await tab.send(MessagesPage.send_again, {"message_id": row.id})
    assert (await tab.state(MessagesPage)).rows == []
    go_round()
    assert undeliverable.recipients().count("lea@muster.test") == 1


@pytest.mark.rule("N-07", "the address of a message opens it with its story; one that is not there is said")
async def test_an_address_opens_one_message(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages?tab=failed")
    row = (await tab.state(MessagesPage)).rows[0]
    await tab.open(row.href)
    story = (await tab.state(MessagesPage)).story
    known = {one.label: one.value for one in story.known}
    assert (story.id, known["Tries"], known["Mail server's answer"]) == (row.id, "1", GONE)
    assert known["Message-ID"].endswith("@localhost>")
    await tab.send(MessagesPage.close)
    assert (await tab.state(MessagesPage)).story == StoryTold()
    await tab.open("/messages?open=999")
    assert (await tab.state(MessagesPage)).story == StoryTold()


@pytest.mark.rule("N-07", "sending all again says how many first, and a second click sends nothing more")
async def test_all_that_failed_is_sent_again_after_a_question(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages?tab=failed")
    await tab.send(SendAllAgain.confirm)
    assert len((await tab.state(MessagesPage)).rows) == 2
    await tab.send(SendAllAgain.ask)
    question = await tab.state(SendAllAgain)
    assert (question.is_asking, question.number, question.emails) == (True, 2, "2 e-mails")
    undeliverable.refusals.clear()
    await tab.send(SendAllAgain.confirm)
    assert (await tab.state(MessagesPage)).rows == []
    await tab.send(SendAllAgain.ask)
    assert not (await tab.state(SendAllAgain)).is_asking
    go_round()
    assert undeliverable.recipients().count("noa@muster.test") == 1


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_nobody_else_sees_or_sends_them(house, tab, undeliverable, kept, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    before = kept()
    await tab.open("/messages?open=1")
    await tab.send(MessagesPage.send_again, {"message_id": 1})
    await tab.send(SendAllAgain.ask)
    await tab.send(SendAllAgain.confirm)
    shown = await tab.state(MessagesPage)
    assert (shown.rows, shown.story, (await tab.state(MessageCalls)).folder) == ([], StoryTold(), "")
    assert kept() == before


@pytest.mark.rule("N-06", "without SMTP settings the admin sees that e-mails go into a folder, and which")
async def test_an_admin_sees_that_nobody_gets_an_email_without_a_mail_server(house, tab, database):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages")
    assert (await tab.state(MessageCalls)).folder == str(database.data / "mailbox")
    with connected():
        await tab.open("/messages?tab=sent")
        assert (await tab.state(MessageCalls)).folder == ""


@pytest.mark.rule("N-10", "the health of the loop is on the dashboard of who manages the settings, and of nobody else")
async def test_the_dashboard_says_how_the_loop_fares(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.max))
    await tab.open("/dashboard")
    assert not (await tab.state(LoopHealth)).is_seen
    loop.sign_of_life("here:0", []).run(clock.now())
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/dashboard")
    seen = await tab.state(LoopHealth)
    facts = {fact.label: fact for fact in seen.shown.facts}
    assert (seen.is_seen, seen.shown.colour, seen.shown.problems) == (True, "amber", ())
    assert facts["Last tick"].value.endswith(" s ago")
    assert (facts["Not delivered"].value, facts["Not delivered"].href) == ("2 e-mails", "/messages?tab=failed")
    assert [fact.value for name, fact in facts.items() if name not in ("Last tick", "Not delivered")] == ["None"] * 5


@pytest.mark.rule("N-10", "a loop that stands still, and what is late or fails, is said in words with its colour")
def test_how_the_loop_fares_in_words(now):
    well = Health(now - timedelta(seconds=4), False, 2, now, 0, 0, (), 0, 0)  # noqa: FBT003  # as it is read
    late = now - timedelta(minutes=16)
    broken = Health(now, True, 2, late, 1, 1, (Failing("e-mails", "reference 1234abcd, OSError"),), 1, 2)  # noqa: FBT003
    still = Health(now - timedelta(minutes=5), True, 0, None, 0, 0, (), 0, 0)  # noqa: FBT003
    said = loop_health.shown(well, now, "UTC")
    assert (said.colour, said.word, said.problems, said.facts[0].value) == ("green", "Runs", (), "4 s ago")
    said = loop_health.shown(broken, now, "UTC")
    assert (said.colour, said.word) == ("amber", "Needs a look")
    assert [fact.value for fact in said.facts[1:]] == [
        "2 e-mails, the first since 1 Mar 2027, 08:44", "1 reminder", "1 e-mail",
        "“e-mails” (reference 1234abcd, OSError): the server's log says why", "1 act, tried again every 5 minutes",
        "2 days not decided",
    ]  # fmt: skip
    (problem,) = said.problems
    assert problem.startswith("An e-mail waits since 1 Mar 2027, 08:44.")
    said = loop_health.shown(still, now, "UTC")
    assert (said.colour, said.word, said.facts[0].value) == ("red", "Stands still", "5 min ago")
    assert "has not gone round since 1 Mar 2027, 08:55" in said.problems[0]
    never = loop_health.shown(Health(None, True, 0, None, 0, 0, (), 0, 0), now, "UTC")  # noqa: FBT003
    assert (never.colour, never.facts[0].value) == ("red", "Never")
    assert loop_health.ago(now - timedelta(days=1), now) == "1 day"
