"""The evaluation of a course as a tab that is not a browser's edits it (T-01, A-24)."""

from dataclasses import replace

import pytest
from support.evaluating import QUESTIONS

from training_app.access.actor import Actor
from training_app.catalog import drafting
from training_app.catalog.content import NewItem
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing import evaluations
from training_app.catalog.rules import ItemKind
from training_app.core import clock, db
from training_app.web.admin.catalog.evaluation.acts import EvaluationActs
from training_app.web.admin.catalog.evaluation.intro_state import IntroSheet
from training_app.web.admin.catalog.evaluation.item_state import ItemSheet
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.shared import course_routes

SYSTEM = Actor.system()
SCALE, CHOICE, TEXT = QUESTIONS.items


@pytest.fixture
def draft(house) -> int:
    """The draft of the course, with an evaluation of three questions."""
    with db.write() as session:
        version_id = drafting.begin(session, SYSTEM, training_id=house.course, now=clock.now())
        evaluations.add(session, SYSTEM, version_id=version_id, new=QUESTIONS, now=clock.now())
    return version_id


@pytest.fixture
async def editor(house, draft, tab):
    """The page of the evaluation, opened by an admin."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.course(house.course, course_routes.Part.EVALUATION))
    return tab


def there(version_id: int) -> items.Shown:
    with db.read() as session:
        return items.evaluation(session, SYSTEM, version_id=version_id)


def changed_elsewhere(verb, **what) -> None:
    """Somebody else does this in another window."""
    with db.write() as session:
        verb(session, SYSTEM, now=clock.now(), **what)


@pytest.mark.rule("T-01", "what is wrong with a question of an evaluation is said at its field, and nothing is lost")
async def test_a_question_is_added_or_refused_at_its_fields(editor, draft):
    await editor.send(ItemSheet.add)
    await editor.send(ItemSheet.save, {"form": {"kind": "choice", "text": " ", "choices": "Yes\n\nYes\n"}})
    sheet = await editor.state(ItemSheet)
    assert sheet.wrong == {
        "text": "Question is missing.", "choices": "Choice 2 is the same as another. Each stands there once.",
    }  # fmt: skip
    assert len(there(draft).items) == 3
    typed = {"kind": "choice", "text": "Again?", "choices": "Yes\r\n\r\n No ", "again": "1"}
    await editor.send(ItemSheet.save, {"form": typed})
    sheet = await editor.state(ItemSheet)
    assert (sheet.is_open, sheet.item_id, sheet.said["text"], sheet.wrong) == (True, 0, "", {})
    assert there(draft).items[3].entered == NewItem(ItemKind.CHOICE, "Again?", ("Yes", "No"), is_required=False)
    assert [row.position for row in (await editor.state(EvaluationPage)).rows] == [1, 2, 3, 4]


@pytest.mark.rule("A-24", "a question of an evaluation that both changed is refused, and “Take theirs” takes it")
async def test_a_question_of_two_editors(editor, draft):
    one = there(draft).items[1].id
    await editor.send(ItemSheet.open, {"item_id": one})
    theirs = replace(CHOICE, text="Their words", choices=("Short", "Long"), is_required=False)
    changed_elsewhere(items.edit, item_id=one, base=CHOICE, new=theirs)
    mine = {"kind": "choice", "text": "My words", "choices": "A\nB", "is_required": "on"}
    await editor.send(ItemSheet.save, {"form": mine})
    sheet = await editor.state(ItemSheet)
    assert list(sheet.wrong) == ["text", "choices"] == list(sheet.clashes)
    await editor.send(ItemSheet.take_theirs, {"field": "choices"})
    assert (await editor.state(ItemSheet)).said["choices"] == "Short\nLong"
    await editor.send(ItemSheet.save, {"form": mine | {"choices": "Short\nLong"}})
    assert there(draft).items[1].entered == replace(theirs, text="My words")
    # ── removed meanwhile: what is typed can be added anew
    await editor.send(ItemSheet.open, {"item_id": one})
    changed_elsewhere(items.remove, item_id=one)
    await editor.send(ItemSheet.save, {"form": mine})
    assert "somebody removed it meanwhile" in await editor.notice()
    await editor.send(ItemSheet.save, {"form": mine})
    assert [row.entered.text for row in there(draft).items] == [SCALE.text, TEXT.text, "My words"]


@pytest.mark.rule("A-24", "an introduction that both changed is refused, and “Take theirs” takes it")
async def test_an_introduction_of_two_editors(editor, draft):
    await editor.send(IntroSheet.open)
    head = there(draft)
    changed_elsewhere(evaluations.edit, evaluation_id=head.id, base=head.intro, new="Theirs.")
    await editor.send(IntroSheet.save, {"form": {"intro": "Mine."}})
    sheet = await editor.state(IntroSheet)
    assert (sheet.is_clash, sheet.wrong) == (
        True, "Somebody else changed the introduction meanwhile. It is now: “Theirs.”.",
    )  # fmt: skip
    await editor.send(IntroSheet.take_theirs)
    assert (await editor.state(IntroSheet)).said == "Theirs."
    await editor.send(IntroSheet.save, {"form": {"intro": "Ours."}})
    assert there(draft).intro == "Ours."


async def test_a_template_is_saved_renamed_and_deleted_and_a_name_that_is_taken_is_said(editor):
    await editor.send(EvaluationActs.name_new)
    await editor.send(EvaluationActs.save_name, {"form": {"template_name": "Course reaction"}})
    acts = await editor.state(EvaluationActs)
    assert (acts.is_naming, acts.wrong) == (
        True, "There is a template “Course reaction” already. Choose another name.",
    )  # fmt: skip
    await editor.send(EvaluationActs.save_name, {"form": {"template_name": "After a drill"}})
    (own,) = (await editor.state(EvaluationPage)).own
    assert (own.name, own.number, own.asks) == ("After a drill", "3 questions", [one.text for one in QUESTIONS.items])
    await editor.send(EvaluationActs.name_again, {"row_id": own.row_id})
    await editor.send(EvaluationActs.save_name, {"form": {"template_name": "Drill"}})
    await editor.send(EvaluationActs.ask_template, {"row_id": own.row_id})
    assert (await editor.state(EvaluationActs)).title == "Drill"
    await editor.send(EvaluationActs.delete, {"_form": {}})
    assert (await editor.state(EvaluationPage)).own == []
