"""The editor of a message's texts, as a tab that is not a browser's uses it (N-01)."""

from dataclasses import replace

import pytest

from training_app.core import clock, db
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import editing, templates
from training_app.notifications.wording.texts import TEXTS
from training_app.web.admin.templates.listing import TemplateList
from training_app.web.admin.templates.state import LOST, UNSAVED, TemplatePage
from training_app.web.shared import routes

OCCASION = Occasion.DUE_TODAY
OURS = TEXTS[OCCASION]
FORM = dict(vars(OURS))


def stored():
    with db.read() as session:
        return session.connection().execute(templates._STORED, {"of": OCCASION.value}).one_or_none()  # noqa: SLF001


def sam_saves(house, **parts) -> None:
    with db.write() as session:
        sam = house.cast.build.__class__(session, clock.now()).actor(house.cast.sam)
        editing.save(session, sam, occasion=OCCASION, base=OURS, new=replace(OURS, **parts), now=clock.now())


@pytest.fixture
async def editor(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(routes.template("due-today"))
    return tab


@pytest.mark.rule("N-01", "the preview follows as one types, and says what is wrong")
async def test_what_is_typed_is_shown_and_not_saved(editor):
    await editor.send(TemplatePage.typed, {"part": "subject", "text": "For {{ first_name }}"})
    page = await editor.state(TemplatePage)
    assert (page.looks["subject"], page.status, page.wrong) == ("For Ada", UNSAVED, {})
    await editor.send(TemplatePage.typed, {"part": "subject", "text": "For {{ firstname }}"})
    assert page.looks["subject"] == "For Ada"
    assert page.wrong == {"subject": "Line 1: this message has no field “firstname”. Is “first_name” meant?"}
    assert stored() is None


async def test_it_is_saved_and_taken_back(editor):
    await editor.send(TemplatePage.save, {"form": FORM | {"subject": "Today: {{ training }}", "text": "a\r\nb"}})
    assert (stored().subject, stored().text) == ("Today: {{ training }}", "a\nb\n")
    page = await editor.state(TemplatePage)
    assert (page.is_edited, page.standing.startswith("Edited by Ada Admin, "), page.status) == (True, True, "")
    await editor.go(routes.TEMPLATES)
    rows = (await editor.state(TemplateList)).rows
    assert [row.name for row in rows if row.is_edited] == ["Due today"]
    await editor.go(routes.template("due-today"))
    await editor.send(TemplatePage.go_back)
    assert stored() is None
    assert await editor.notice() == "“Due today” has the original text again."


async def test_what_somebody_else_saved_meanwhile_is_shown_and_can_be_taken(house, editor):
    sam_saves(house, subject="Sam's", html="<p>Sam's</p>")
    await editor.send(TemplatePage.save, {"form": FORM | {"subject": "Mine"}})
    page = await editor.state(TemplatePage)
    assert page.wrong == {"subject": "Sam Super changed “Subject” meanwhile. It is now: “Sam's”."}
    assert stored().subject == "Sam's"
    await editor.send(TemplatePage.take_theirs, {"part": "subject"})
    assert (page.said["subject"], page.wrong, page.clashes) == ("Sam's", {}, {})
    await editor.send(TemplatePage.save, {"form": FORM | {"subject": "Mine after all"}})
    assert (stored().subject, stored().html) == ("Mine after all", "<p>Sam's</p>")


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(editor):
    editor.expire()
    await editor.send(TemplatePage.save, {"form": FORM | {"subject": "Mine"}})
    assert await editor.notice() == LOST
    assert stored() is None


async def test_a_call_that_makes_no_sense_changes_nothing(editor):
    for call, payload in (
        (TemplatePage.save, {"form": None}),
        (TemplatePage.save, {"form": {"subject": 5}}),
        (TemplatePage.typed, {"part": [], "text": {}}),
        (TemplatePage.typed, {"part": "_base", "text": "x"}),
        (TemplatePage.take_theirs, {"part": {}}),
    ):
        await editor.send(call, payload)
    assert stored() is None
    assert (await editor.state(TemplatePage)).looks["subject"] != ""


async def test_a_learner_reads_no_text_and_changes_none(house, tab):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open(routes.template("due-today"))
    await tab.send(TemplatePage.save, {"form": FORM | {"subject": "Mine"}})
    await tab.send(TemplatePage.go_back)
    assert (await tab.state(TemplatePage)).said["subject"] == ""
    assert stored() is None


async def test_an_address_without_a_message_says_so(editor):
    await editor.go(routes.template("job-ended"))
    assert (await editor.state(TemplatePage)).name == "Message not found"
