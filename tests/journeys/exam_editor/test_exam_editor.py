"""The exam of a course made by keyboard at a desk, and mended on a phone beside somebody else (T-01, A-24)."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog import bank, drafting
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.editing import exams, questions
from training_app.catalog.rules import QuestionKind
from training_app.core.tables import known
from training_app.people.model import Person

RIGHT = True
HOSE = NewQuestion(QuestionKind.SINGLE, "Which hose?", (NewChoice("Red", RIGHT), NewChoice("Green")))


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    return town.person("Ada", Role.ADMIN, branch="Headquarters")


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@dataclass(frozen=True)
class Editor:
    """The page of an exam as somebody uses it."""

    page: Page

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def type(self, *keys: str) -> None:
        """Type words, and press what is a key."""
        for key in keys:
            (self.page.keyboard.press if key[0] == "·" else self.page.keyboard.type)(key.lstrip("·"))

    def choice(self, number: int) -> Locator:
        return self.page.get_by_label(f"Choice {number}", exact=True)

    def mark(self, number: int) -> Locator:
        return self.page.get_by_label(f"Choice {number} is right", exact=True)

    def text(self) -> Locator:
        return self.page.get_by_label("Question", exact=True)

    def kind(self, name: str) -> None:
        self.page.get_by_role("radio", name=name, exact=True).focus()
        self.page.keyboard.press("Space")
        expect(self.page.get_by_role("radio", name=name, exact=True)).to_be_checked()

    def ask(self, kind: str, words: str) -> None:
        """Begin a question after another: its kind, its words; then the focus is on its first choice, if it has one."""
        expect(self.text()).to_have_value("")
        expect(self.text()).to_be_focused()
        self.kind(kind)
        self.text().focus()
        self.type(words)
        if self.choice(1).is_visible():
            self.choice(1).focus()

    def turn(self, *numbers: int) -> None:
        """Mark choices, or no longer, by keyboard."""
        for number in numbers:
            self.mark(number).focus()
            self.type("·Space")

    def paste(self, text: str) -> None:
        self.page.evaluate(
            """text => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text", text);
              const said = { clipboardData, bubbles: true, cancelable: true };
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", said));
            }""",
            text,
        )

    def rows(self) -> Locator:
        return self.page.get_by_role("list", name="Questions").locator(".exed-row")


def draft_of(town: Town, title: str, *new: NewQuestion) -> tuple[int, int]:
    """A course with a draft, with an exam of these questions if there are any; the ids of both."""
    with town.building() as build:
        course = known(build.course(title).id)
        version_id = drafting.begin(build.session, SYSTEM, training_id=course, now=build.now)
        if new:
            exams.add(build.session, SYSTEM, version_id=version_id, now=build.now)
            questions.add_many(build.session, SYSTEM, version_id=version_id, new=new, now=build.now)
        return course, version_id


def saved(town: Town, version_id: int) -> list[NewQuestion]:
    with town.building() as build:
        return [row.entered for row in bank.bank(build.session, SYSTEM, version_id=version_id).rows]


@pytest.mark.rule("T-01", "in the browser: an exam with questions of all four kinds is made by keyboard")
def test_an_exam_of_all_four_kinds_is_made_by_keyboard(town: Town, ada: Person, visits: Visits):
    course, version_id = draft_of(town, "Hoses")
    page = town.come(visits.desk(), ada, f"/courses/{course}/exam")
    editor = Editor(page)
    editor.button("Add an exam").press("Enter")
    expect(page.get_by_text("This exam cannot be published yet: Add at least one question.")).to_be_visible()
    # ── one right: refused without a right answer, nothing typed is lost
    editor.button("Add question").press("Enter")
    editor.ask("One right", "Which **hose**?")
    editor.type("Red", "·Enter", "Green", "·Enter", "Blue", "·Enter", "·Control+Enter")
    expect(page.locator("#choices_help")).to_have_text("Mark the one choice that is right.")
    expect(editor.choice(1)).to_be_focused()
    expect(editor.choice(3)).to_have_value("Blue")
    axe(page)
    editor.turn(2)
    editor.choice(3).focus()
    editor.type("·Alt+ArrowUp")
    expect(editor.choice(2)).to_be_focused()
    expect(editor.mark(3)).to_be_checked()
    editor.button("Save and add another").press("Enter")
    # ── several right: lines that are pasted become choices
    editor.ask("Several right", "Which two?")
    editor.paste("a) Water\n\nb) Foam\nc) Sand\n")
    expect(editor.choice(3)).to_have_value("Sand")
    expect(editor.choice(3)).to_be_focused()
    editor.turn(1, 3)
    editor.button("Save and add another").press("Enter")
    # ── put in order
    editor.ask("Put in order", "In which order?")
    editor.type("Open", "·Enter", "Unroll", "·ArrowUp", "·Alt+ArrowDown")
    expect(editor.mark(1)).to_be_hidden()
    editor.button("Save and add another").press("Enter")
    # ── a number
    editor.ask("A number", "How many bar?")
    expect(editor.choice(1)).to_be_hidden()
    page.get_by_label("Right number").fill("7.5")
    page.get_by_label("Tolerance").fill("0.5")
    page.get_by_label("Explanation").fill("See the *gauge*.")
    editor.type("·Control+Enter")
    expect(editor.rows()).to_have_count(4)
    expect(editor.button("Add question")).to_be_focused()
    assert saved(town, version_id) == [
        NewQuestion(QuestionKind.SINGLE, "Which **hose**?",
                    (NewChoice("Red"), NewChoice("Blue"), NewChoice("Green", RIGHT))),
        NewQuestion(QuestionKind.MULTIPLE, "Which two?",
                    (NewChoice("Water", RIGHT), NewChoice("Foam"), NewChoice("Sand", RIGHT))),
        NewQuestion(QuestionKind.ORDERED, "In which order?", (NewChoice("Unroll"), NewChoice("Open"))),
        NewQuestion(QuestionKind.NUMERIC, "How many bar?", number=Decimal("7.5"), tolerance=Decimal("0.5"),
                    explanation="See the *gauge*."),
    ]  # fmt: skip
    # ── moved and found by keyboard; what it means together
    editor.button("Move question 4 up").press("Enter")
    expect(editor.rows().nth(2)).to_contain_text("How many bar?")
    expect(editor.button("Move question 3 up")).to_be_focused()
    page.get_by_label("Search questions and choices").fill("sand")
    expect(editor.rows()).to_have_count(1)
    editor.button("Change settings").press("Enter")
    page.get_by_label("Questions of a try").fill("3")
    page.get_by_label("Tries").fill("2")
    expect(page.get_by_text("3 of 4 questions are drawn; all 3 must be right to pass; 2 tries")).to_be_visible()
    editor.type("·Control+Enter")
    expect(editor.button("Save settings")).to_be_hidden()
    expect(page.get_by_text("3 of 4 questions are drawn; all 3 must be right to pass; 2 tries")).to_be_visible()
    axe(page)


@pytest.mark.rule("A-24", "in the browser: what another editor did to a question is said, and “Take theirs” takes it")
@pytest.mark.rule("L-03", "a question is edited on a phone: marked, moved and removed by touch")
def test_a_question_is_mended_on_a_phone_beside_somebody_else(town: Town, ada: Person, visits: Visits):
    course, version_id = draft_of(town, "Hoses on a phone", HOSE, replace(HOSE, text="Which other hose?"))
    page = town.come(visits.phone(), ada, f"/courses/{course}/exam")
    editor = Editor(page)
    expect(editor.rows()).to_have_count(2)
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    editor.button("Edit question 1").tap()
    expect(editor.choice(2)).to_have_value("Green")
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    with town.building() as build:
        number = bank.bank(build.session, SYSTEM, version_id=version_id).rows[0].id
        theirs = replace(HOSE, text="Which hose, please?", choices=(*HOSE.choices, NewChoice("Blue")))
        questions.edit(build.session, SYSTEM, question_id=number, base=HOSE, new=theirs, now=build.now)
    # ── what both changed is refused and stays typed; taken over, theirs stands in the form
    editor.button("Move choice 2 up").tap()
    expect(editor.choice(1)).to_have_value("Green")
    page.get_by_label("Explanation").fill("Green is for water.")
    editor.button("Save question").tap()
    expect(page.locator("#choices_help")).to_contain_text("It is now: “Red ✓, Green, Blue”.")
    expect(editor.choice(1)).to_have_value("Green")
    editor.button("Take theirs").tap()
    expect(editor.text()).to_be_focused()
    expect(editor.choice(3)).to_have_value("Blue")
    expect(editor.mark(1)).to_be_checked()
    editor.button("Remove choice 2").tap()
    editor.mark(2).tap()
    editor.button("Save question").tap()
    expect(editor.button("Save question")).to_be_hidden()
    assert saved(town, version_id)[0] == replace(
        theirs, choices=(NewChoice("Red"), NewChoice("Blue", RIGHT)), explanation="Green is for water."
    )
    # ── what is typed and not saved is there again after a reload
    editor.button("Edit question 2").tap()
    editor.text().fill("Which hose of all?")
    expect(page.get_by_text("Not saved yet")).to_have_count(1)
    page.once("dialog", lambda asked: asked.accept())
    page.reload()
    expect(editor.text()).to_have_value("Which hose of all?")
    editor.button("Cancel").tap()
    # ── removed, after a question
    page.get_by_label("Choose question 2").tap()
    editor.button("Remove 1…").tap()
    editor.button("Remove").tap()
    expect(editor.rows()).to_have_count(1)
