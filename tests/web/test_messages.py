"""The page of e-mails that could not be delivered, and of where e-mails go."""

import pytest
from support.smtp import connected

from training_app.core import clock
from training_app.web.admin.messages import MessagesPage
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
    """Everybody's e-mail was taken but Lea's."""
    with connected() as sink:
        sink.refusals[house.cast.lea.email] = GONE
        go_round()
        yield sink


@pytest.mark.rule("N-03", "shown to admins as failed, with the server's answer, and sent again from there")
async def test_an_admin_sees_what_failed_and_why_and_sends_it_again(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages")
    (row,) = (await tab.state(MessagesPage)).rows
    assert (row.name, row.email, row.answer) == ("Lea Learner", "lea@muster.test", GONE)
    undeliverable.refusals.clear()
    await tab.send(MessagesPage.send_again, {"message_id": row.id})
    assert (await tab.state(MessagesPage)).rows == []
    go_round()
    assert undeliverable.recipients().count("lea@muster.test") == 1


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_nobody_else_sees_or_sends_them(house, tab, undeliverable, kept, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    before = kept()
    await tab.open("/messages")
    await tab.send(MessagesPage.send_again, {"message_id": 1})
    assert (await tab.state(MessagesPage)).rows == []
    assert kept() == before


@pytest.mark.rule("N-06", "without SMTP settings the admin sees that e-mails go into a folder, and which")
async def test_an_admin_sees_that_nobody_gets_an_email_without_a_mail_server(house, tab, database):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages")
    assert (await tab.state(MessagesPage)).folder == str(database.data / "mailbox")


async def test_with_a_mail_server_no_folder_is_named(house, tab, undeliverable):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/messages")
    assert (await tab.state(MessagesPage)).folder == ""
