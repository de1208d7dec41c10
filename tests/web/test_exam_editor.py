"""The exam of a course as a tab that is not a browser's edits it (T-01, A-24)."""

from dataclasses import replace

import pytest
from sqlmodel import select
from support.tab import ours

from training_app.access.actor import Actor
from training_app.catalog import bank, drafting
from training_app.catalog.checking.choices import MOST
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.editing import exams, questions
from training_app.catalog.model import Exam, Question
from training_app.catalog.rules import QuestionKind, Review
from training_app.core import clock, db
from training_app.web.admin.catalog.exam import said, typed
from training_app.web.admin.catalog.exam.acts import BankActs
from training_app.web.admin.catalog.exam.address import BankFilter
from training_app.web.admin.catalog.exam.question_state import QuestionSheet
from training_app.web.admin.catalog.exam.settings_state import SettingsSheet
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.shared import course_routes

SINGLE = NewQuestion(
    QuestionKind.SINGLE, "Which?", (NewChoice("Red", is_right=True), NewChoice("Green")), explanation="Look."
)
ASKED = {"kind": "single", "text": "Which one?", "choice.0": "Red", "choice.3": "Green", "right": "3"}
SETTINGS = {
    "pass_mark": "70",
    "drawn": "",
    "tries": "3",
    "minutes": "30",
    "shuffles_choices": "on",
    "review": "answers",
}
UNLIMITED = "any number of tries without a time limit."
SYSTEM = Actor.system()


@pytest.fixture
def draft(house) -> int:
    """The draft of the course, with an exam of two questions."""
    with db.write() as session:
        version_id = drafting.begin(session, SYSTEM, training_id=house.course, now=clock.now())
        exams.add(session, SYSTEM, version_id=version_id, now=clock.now())
        two = [SINGLE, replace(SINGLE, text="Which other?")]
        questions.add_many(session, SYSTEM, version_id=version_id, new=two, now=clock.now())
    return version_id


@pytest.fixture
async def editor(house, draft, tab):
    """The page of the exam, opened by an admin."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.course(house.course, course_routes.Part.EXAM))
    return tab


def there(version_id: int) -> list[NewQuestion]:
    with db.read() as session:
        return [row.entered for row in bank.bank(session, SYSTEM, version_id=version_id).rows]


def changed_elsewhere(verb, **what) -> None:
    """Somebody else does this in another window."""
    with db.write() as session:
        verb(session, SYSTEM, now=clock.now(), **what)


async def one_of(editor) -> int:
    return (await editor.state(ExamPage)).rows[0].id


@pytest.mark.rule(
    "T-01", "what is wrong with a question is said at its field, each choice at its own, and nothing is lost"
)
@pytest.mark.rule("T-01", "a question that is sent twice by a double click is added once")
async def test_a_question_is_added_or_refused_at_its_fields(editor, draft):
    await editor.send(QuestionSheet.add)
    await editor.send(QuestionSheet.save, {"form": ASKED | {"text": " ", "choice.5": "Red"}})
    sheet = await editor.state(QuestionSheet)
    assert sheet.wrong == {"text": "Question is missing.", "choices.5": "Choice 3 is the same as another. "
                           "Each stands there once."}  # fmt: skip
    assert [box.place for box in sheet.boxes if box.wrong] == [5]
    await editor.send(QuestionSheet.save, {"form": ASKED | {"right": ""}})
    assert (await editor.state(QuestionSheet)).wrong == {"choices": "Mark the one choice that is right."}
    numeric = {"kind": "numeric", "text": "How many?", "number": "1,200", "tolerance": "much"}
    await editor.send(QuestionSheet.save, {"form": numeric})
    assert (await editor.state(QuestionSheet)).wrong == {
        "number": "“1,200” can be read in two ways. Write it without the comma.", "tolerance": typed.NO_NUMBER,
    }  # fmt: skip
    assert len(there(draft)) == 2
    twice = ASKED | {"again": "1", typed.OF: (await editor.state(QuestionSheet)).keeps}
    await editor.send(QuestionSheet.save, {"form": twice})
    await editor.send(QuestionSheet.save, {"form": twice})
    sheet = await editor.state(QuestionSheet)
    assert (sheet.is_open, sheet.question_id, sheet.said["text"], sheet.wrong) == (True, 0, "", {})
    assert await editor.notice() == "“Which one?” is added."
    assert there(draft)[2] == NewQuestion(
        QuestionKind.SINGLE, "Which one?", (NewChoice("Red"), NewChoice("Green", is_right=True))
    )
    assert [row.position for row in (await editor.state(ExamPage)).rows] == [1, 2, 3]


@pytest.mark.rule("A-24", "a question that both changed is refused with what the other did; “Take theirs” takes it")
async def test_a_question_of_two_editors(editor, draft):
    one = await one_of(editor)
    await editor.send(QuestionSheet.open, {"question_id": one})
    theirs = replace(SINGLE, text="Their words", choices=(*SINGLE.choices, NewChoice("Blue")))
    changed_elsewhere(questions.edit, question_id=one, base=SINGLE, new=theirs)
    mine = {"kind": "single", "text": "My words", "choice.0": "Red", "choice.1": "Black", "right": "0",
            "explanation": "Mine."}  # fmt: skip
    await editor.send(QuestionSheet.save, {"form": mine})
    sheet = await editor.state(QuestionSheet)
    assert list(sheet.wrong) == ["text", "choices"] == list(sheet.clashes)
    await editor.send(QuestionSheet.take_theirs, {"field": "choices"})
    sheet = await editor.state(QuestionSheet)
    assert [box.text for box in sheet.boxes if box.is_shown] == ["Red", "Green", "Blue"]
    await editor.send(QuestionSheet.save, {"form": mine | {"choice.1": "Green", "choice.2": "Blue"}})
    assert there(draft)[0] == replace(theirs, text="My words", explanation="Mine.")
    assert not (await editor.state(QuestionSheet)).is_open


async def test_a_form_that_is_open_is_open_again_after_a_reload_and_on_no_other_page(editor, house):
    await editor.send(QuestionSheet.open, {"question_id": await one_of(editor)})
    await editor.open(course_routes.course(house.course, "exam"))
    assert (await editor.state(QuestionSheet)).is_open
    await editor.go(course_routes.course(999, "exam"))
    assert not (await editor.state(QuestionSheet)).is_open


@pytest.mark.rule("A-24", "a question removed meanwhile can be added anew with what was typed")
async def test_a_question_removed_meanwhile(editor, draft):
    one = await one_of(editor)
    await editor.send(QuestionSheet.open, {"question_id": one})
    changed_elsewhere(questions.remove, version_id=draft, question_ids=[one])
    await editor.send(QuestionSheet.save, {"form": ASKED})
    assert "somebody removed it meanwhile" in await editor.notice()
    assert (await editor.state(QuestionSheet)).is_open
    assert len((await editor.state(ExamPage)).rows) == 1
    await editor.send(QuestionSheet.save, {"form": ASKED})
    assert [one.text for one in there(draft)] == ["Which other?", "Which one?"]


@pytest.mark.rule(
    "T-01", "the form of an exam says what its settings mean together, and what it cannot be published with"
)
async def test_the_settings_are_said_in_one_sentence(editor, house, draft):
    await editor.send(SettingsSheet.open)
    await editor.send(SettingsSheet.typing, {"field": "drawn", "text": "20"})
    sheet = await editor.state(SettingsSheet)
    assert sheet.meaning.startswith("20 of 2 questions are drawn; 16 right answers pass; any number of tries")
    assert sheet.unready == ["20 questions cannot be drawn: the exam has 2."]
    await editor.send(SettingsSheet.save, {"form": SETTINGS | {"pass_mark": "120", "tries": "some"}})
    assert (await editor.state(SettingsSheet)).wrong == {
        "tries": "“some” is no whole number. Enter one, or leave it empty.",
    }  # fmt: skip
    await editor.send(SettingsSheet.save, {"form": SETTINGS | {"pass_mark": "120"}})
    assert (await editor.state(SettingsSheet)).wrong == {
        "pass_mark": "120 per cent can never be reached. Enter a pass mark from 1 to 100."
    }
    with db.read() as session:
        head = bank.exam(session, SYSTEM, version_id=draft)
    changed_elsewhere(exams.edit, exam_id=head.id, base=head.settings, new=replace(head.settings, tries=9))
    await editor.send(SettingsSheet.save, {"form": SETTINGS})
    assert list((await editor.state(SettingsSheet)).clashes) == ["tries"]
    await editor.send(SettingsSheet.take_theirs, {"field": "tries"})
    assert (await editor.state(SettingsSheet)).said["tries"] == "9"
    await editor.send(SettingsSheet.save, {"form": SETTINGS | {"drawn": "3"}})
    page = await editor.state(ExamPage)
    assert page.meaning == "3 of 2 questions are drawn; all 3 must be right to pass; 3 tries of 30 minutes."
    assert page.unready == ["3 questions cannot be drawn: the exam has 2."]
    with db.read() as session:
        assert bank.exam(session, SYSTEM, version_id=draft).settings == NewExam(
            (), 70, 3, 30, 3, shuffles_questions=False, shuffles_choices=True, review=Review.ANSWERS
        )


async def test_the_bank_is_put_in_order_narrowed_and_emptied(editor, house, draft):
    one = await one_of(editor)
    await editor.send(BankActs.down, {"question_id": one})
    await editor.send(BankActs.duplicate, {"question_id": one})
    assert [row.text for row in there(draft)] == ["Which other?", "Which?", "Which?"]
    await editor.send(ExamPage.search, {"text": "OTHER"})
    assert editor.led_to() == course_routes.course(house.course, "exam", "q=OTHER")
    await editor.go(editor.led_to())
    page = await editor.state(ExamPage)
    assert ([row.position for row in page.rows], page.total, page.is_narrowed) == ([1], 3, True)
    assert [(tab.label, tab.number) for tab in page.tabs][:2] == [("All", 1), ("One right", 1)]
    await editor.go(course_routes.course(house.course, "exam", "page=7&kind=nonsense"))
    await editor.send(BankActs.choose_page, {"on": True})
    await editor.send(BankActs.choose, {"question_id": one, "on": False})
    await editor.send(BankActs.ask, {"question_id": 0})
    assert (await editor.state(BankActs)).title == "Remove 2 questions?"
    await editor.send(BankActs.remove, {"_form": {}})
    assert [row.text for row in there(draft)] == ["Which?"]
    await editor.send(BankActs.ask_exam)
    await editor.send(BankActs.remove_exam, {"_form": {}})
    assert (await editor.state(ExamPage)).exam_id == 0
    await editor.send(ExamPage.add_exam)
    assert (await editor.state(ExamPage)).unready == ["Add at least one question."]


NONSENSE = (
    (QuestionSheet.open, {"question_id": "x"}),
    (QuestionSheet.open, {"question_id": 999_999}),
    (QuestionSheet.choose_kind, {"kind": "nonsense"}),
    (QuestionSheet.choose_kind, {"kind": 5}),
    (QuestionSheet.look, {"text": []}),
    (QuestionSheet.save, {"form": None}),
    (QuestionSheet.save, {"form": {"kind": "single", "choice.0": 5}}),
    (QuestionSheet.save, {"form": {"kind": "single", "right": "99", "text": "x"}}),
    (QuestionSheet.take_theirs, {"field": {}}),
    (SettingsSheet.typing, {"field": "pass_mark", "text": 5}),
    (SettingsSheet.save, {"form": None}),
    (SettingsSheet.save, {"form": {"pass_mark": "5" * 400, "review": "answers"}}),
    (SettingsSheet.save, {"form": SETTINGS | {"review": "nonsense"}}),
    (SettingsSheet.take_theirs, {"field": "nonsense"}),
    (BankActs.choose, {"question_id": 1, "on": "yes"}),
    (BankActs.choose, {"question_id": 999_999, "on": True}),
    (BankActs.up, {"question_id": 999_999}),
    (BankActs.duplicate, {"question_id": -1}),
    (BankActs.ask, {"question_id": None}),
    (BankActs.remove, {"_form": None}),
    (ExamPage.search, {"text": 5}),
)


async def test_a_call_that_makes_no_sense_changes_nothing(editor, draft):
    await editor.send(QuestionSheet.add)
    await editor.send(SettingsSheet.open)
    before = there(draft)
    for call, payload in NONSENSE:
        await editor.send(call, payload)
        assert "on our side" not in await editor.notice()
    assert there(draft) == before
    assert (await editor.state(BankActs)).chosen == []


@pytest.mark.rule("P-06", "who may not manage the catalogue calls nothing of the editor of exams")
@pytest.mark.parametrize("who", ["tess", "lea"])
async def test_others_are_refused(house, draft, tab, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    await tab.open(course_routes.course(house.course, "exam"))
    assert (await tab.state(ExamPage)).rows == []
    names = [name for name in ours() if "catalog___exam___" in name]
    assert len(names) > 20
    for name in names:
        await tab.send(name, {"question_id": 1, "form": ASKED, "_form": {}, "text": "x", "field": "text", "on": True})
    assert len(there(draft)) == 2


async def test_without_a_draft_nothing_can_be_opened_or_added(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(course_routes.course(house.course, "exam"))
    await tab.send(QuestionSheet.add)
    await tab.send(SettingsSheet.open)
    await tab.send(ExamPage.add_exam)
    assert not (await tab.state(QuestionSheet)).is_open
    assert not (await tab.state(SettingsSheet)).is_open
    with db.read() as session:
        assert (session.exec(select(Exam)).all(), session.exec(select(Question)).all()) == ([], [])


@pytest.mark.parametrize(
    ("settings", "total", "words"),
    [
        (NewExam((), drawn=20, tries=3, minutes=30), 48,
         "20 of 48 questions are drawn; 16 right answers pass; 3 tries of 30 minutes."),
        (NewExam((), pass_mark=100, tries=1), 7,
         "All 7 questions are asked; all 7 must be right to pass; one try without a time limit."),
        (NewExam((), minutes=1), 0, "There are no questions yet; any number of tries of 1 minute."),
        (NewExam((), pass_mark=50, drawn=1), 1, f"1 of 1 question is drawn; it must be answered right; {UNLIMITED}"),
        (NewExam((), pass_mark=1), 1_200, f"All 1,200 questions are asked; 12 right answers pass; {UNLIMITED}"),
    ],
)  # fmt: skip
def test_what_settings_mean_is_one_sentence(settings, total, words):
    assert said.meaning(settings, total) == words


def test_an_address_says_what_the_bank_is_narrowed_by():
    wanted = BankFilter("lift & carry", QuestionKind.ORDERED, 3)
    assert BankFilter.from_query(wanted.query()) == wanted
    assert BankFilter.from_query("kind=x&page=-1&q=") == BankFilter.from_query("page=99999") == BankFilter()


def test_a_form_has_a_box_for_every_choice_that_a_question_may_have():
    assert [box.is_shown for box in typed.boxes(SINGLE)] == [True, True] + [False] * (MOST - 2)
    assert sum(box.is_shown for box in typed.boxes(NewQuestion(QuestionKind.SINGLE, ""))) == typed.FEWEST_SHOWN
