"""Taking a course as its learner sees it: an exam of every kind of question, and what a page of it shows.

Everything that is right is written so that it is found wherever it turns up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect
from support.town import Town

from training_app.catalog.content import NewChoice, NewEvaluation, NewExam, NewItem, NewQuestion
from training_app.catalog.rules import ItemKind, QuestionKind, Review
from training_app.core.tables import known
from training_app.people.model import Person

SINGLE, MULTIPLE = "Which needle relieves the tension?", "Which signs belong to it?"
ORDERED, NUMERIC = "Bring the steps into their order.", "How many micrograms are given?"
NEEDLE, SIGNS = "14 gauge, 8 cm", ("Neck veins are full", "The trachea is shifted")
STEPS = ("Put gloves on", "Find the space", "Clean the skin", "Insert the needle")
NUMBER, TOLERANCE = "8731.25", "0.0625"
EXPLANATION = "Because zebras decompress quickly"
HAVE_NO_BODY = {204, 301, 302, 303, 304, 307}


def exam(**said: Any) -> NewExam:
    """One question of each kind."""
    wrong = ("18 gauge, 5 cm", "20 gauge, 3 cm")
    questions = (
        NewQuestion(QuestionKind.SINGLE, SINGLE, _choices((NEEDLE,), wrong), explanation=f"{EXPLANATION} 1."),
        NewQuestion(QuestionKind.MULTIPLE, MULTIPLE, _choices(SIGNS, ("The skin is yellow",))),
        NewQuestion(QuestionKind.ORDERED, ORDERED, tuple(NewChoice(step) for step in STEPS),
                    explanation=f"{EXPLANATION} 2."),
        NewQuestion(QuestionKind.NUMERIC, NUMERIC, number=Decimal(NUMBER), tolerance=Decimal(TOLERANCE)),
    )  # fmt: skip
    entered = {"pass_mark": 75, "tries": 3, "minutes": 20, "shuffles_questions": False, "review": Review.ANSWERS} | said
    return NewExam(questions=questions, **entered)


def _choices(right: tuple[str, ...], wrong: tuple[str, ...]) -> tuple[NewChoice, ...]:
    return (*(NewChoice(text, is_right=True) for text in right), *(NewChoice(text) for text in wrong))


EVALUATION = NewEvaluation(
    intro="Tell us how it was.",
    items=(
        NewItem(ItemKind.SCALE, "How useful was it?"),
        NewItem(ItemKind.CHOICE, "Where did you take it?", ("On duty", "At home")),
        NewItem(ItemKind.TEXT, "What else?", is_required=False),
    ),
)


def enrolled(town: Town, first: str, title: str = "Chest decompression", **said: Any) -> tuple[Person, int]:
    """Somebody who has a course, and the number of their attempt."""
    person = town.person(first)
    with town.building() as build:
        course = build.course(title, **said)
        build.assign(course, f"q={person.username}")
        return person, known(build.attempt(person, course).id)


@dataclass
class Taking:
    """A course that is open in a browser."""

    page: Page
    is_touched: bool = True

    def press(self, name: str | re.Pattern[str]) -> None:
        button = self.page.get_by_role("button", name=name, exact=isinstance(name, str)).last
        if self.is_touched:
            button.tap()
        else:
            button.click()

    def through_materials(self, number: int) -> None:
        """Work through so many texts."""
        for part in range(1, number + 1):
            expect(self.page.get_by_role("article")).to_contain_text(f"Text of part {part}.")
            self.press(re.compile("^(Next|Finish)$"))

    def begin(self) -> None:
        self.press(re.compile("^(Begin the exam|Try again)"))
        self.at("Question 1 of 4")

    def at(self, heading: str) -> Locator:
        """The page of the paper with this heading is the one that is seen."""
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()
        return self.question()

    def question(self) -> Locator:
        return self.page.locator(".question[data-on]")

    def choose(self, *texts: str) -> None:
        for text in texts:
            self.question().get_by_text(text, exact=True).tap()

    def enter(self, number: str) -> None:
        self.question().get_by_label("Your answer, a number").fill(number)

    def order(self, *texts: str) -> None:
        """Move the lines until they stand in this order; what was drawn so is kept."""
        if tuple(self.lines()) == texts:
            self.press("Keep this order")
        for place, text in enumerate(texts):
            while self.lines().index(text) > place:
                before = self.lines()
                self.question().get_by_role("button", name=f"Move up: {text}", exact=True).tap()
                assert self.lines() != before

    def lines(self) -> list[str]:
        return self.question().locator("li > .anywhere").all_inner_texts()

    def saved(self, words: str = "Saved") -> None:
        expect(self.question().locator("[data-saved]")).to_have_text(words)

    def answer(self, *, is_right: bool) -> None:
        """Answer all four questions, and end at the overview."""
        self.at("Question 1 of 4")
        self.choose(NEEDLE if is_right else "20 gauge, 3 cm")
        self.saved()
        self.press("Next")
        self.at("Question 2 of 4")
        self.choose(*(SIGNS if is_right else SIGNS[:1]))
        self.saved()
        self.press("Next")
        self.at("Question 3 of 4")
        self.order(*(STEPS if is_right else reversed(STEPS)))
        self.saved()
        self.press("Next")
        self.at("Question 4 of 4")
        self.enter(NUMBER.replace(".", ",") if is_right else "12")
        self.press("Next")
        self.at("Your answers")

    def submit(self) -> None:
        """Submit the answers, and again where it is asked whether one means it."""
        self.press("Submit answers")
        dialog = self.page.get_by_role("alertdialog")
        expect(dialog).to_contain_text("After submitting nothing can be changed.")
        dialog.get_by_role("button", name="Submit answers").tap()

    def outcome(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


@dataclass
class Received:
    """Every byte that a browser received, by where it came from."""

    bodies: dict[str, str] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Keep what comes from now on."""
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.on("requestfinished", self._finished)

    def everything(self) -> Iterator[tuple[str, str]]:
        yield from self.bodies.items()
        yield from (("a websocket frame", frame) for frame in self.frames)

    def where(self, text: str) -> list[str]:
        """From where this text came."""
        return [place for place, said in self.everything() if text in said]

    def orders(self, texts: tuple[str, ...]) -> set[tuple[str, ...]]:
        """The orders in which these texts stood together, wherever they did."""
        any_of = re.compile("|".join(map(re.escape, texts)))
        found = set()
        for _, said in self.everything():
            there = any_of.findall(said)
            found |= {tuple(there[at : at + len(texts)]) for at in range(0, len(there), len(texts))}
        return found

    def _frame(self, frame: str | bytes) -> None:
        self.frames.append(frame if isinstance(frame, str) else frame.decode(errors="replace"))

    def _finished(self, request: Request) -> None:
        answer = request.response()
        if answer is not None and answer.status not in HAVE_NO_BODY:
            self.bodies[f"{request.method} {request.url} {len(self.bodies)}"] = answer.body().decode(errors="replace")
