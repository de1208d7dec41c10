"""An exam with a question of each kind, and learners who read it as a browser shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.assignments.exams import paper, sitting
from training_app.assignments.exams.paper import ExamView, PaperQuestion
from training_app.assignments.exams.sitting import Outcome
from training_app.catalog.content import NewChoice, NewEvaluation, NewExam, NewItem, NewQuestion
from training_app.catalog.rules import ItemKind, QuestionKind

FIRST, SURVEY, ORDER, RATE = "What is first?", "What belongs to the survey?", "In which order?", "How many a minute?"
RIGHT = {FIRST: ["Scene safety"], SURVEY: ["Airway", "Breathing"], ORDER: ["Check", "Call", "Compress", "Shock"]}
WRONG = {FIRST: ["Splints", "Papers"], SURVEY: ["Shoe size"], ORDER: [], RATE: []}
QUESTIONS = (
    NewQuestion(
        QuestionKind.SINGLE,
        FIRST,
        tuple(NewChoice(one, is_right=one in RIGHT[FIRST]) for one in RIGHT[FIRST] + WRONG[FIRST]),
        explanation="Nobody is helped by a second patient.",
    ),
    NewQuestion(
        QuestionKind.MULTIPLE,
        SURVEY,
        tuple(NewChoice(one, is_right=one in RIGHT[SURVEY]) for one in RIGHT[SURVEY] + WRONG[SURVEY]),
    ),
    NewQuestion(QuestionKind.ORDERED, ORDER, tuple(NewChoice(one) for one in RIGHT[ORDER])),
    NewQuestion(QuestionKind.NUMERIC, RATE, number=Decimal(110), tolerance=Decimal(10)),
)
EVALUATION = NewEvaluation((NewItem(ItemKind.SCALE, "How was it?"),))


def exam(questions: Iterable[NewQuestion] = QUESTIONS, **said) -> NewExam:
    """An exam of these questions, three of four of which must be right."""
    return NewExam(tuple(questions), **({"pass_mark": 75} | said))


def given(question: PaperQuestion, *, right: bool = True) -> object:
    """What somebody who knows it gives, or somebody who does not: by the words on the paper."""
    if question.text == RATE:
        return "104,5" if right else "60"
    places = [question.choices.index(one) for one in RIGHT[question.text]]
    if right:
        return places
    return places[::-1] if question.text == ORDER else [question.choices.index(WRONG[question.text][0])]


@dataclass
class Seat:
    """A learner at the exam of one attempt; `now` is when they do the next thing."""

    session: Session
    actor: Actor
    enrollment_id: int
    now: datetime
    try_id: int = field(default=0, init=False)

    def view(self) -> ExamView:
        return paper.exam(self.session, self.actor, enrollment_id=self.enrollment_id, now=self.now)

    def begin(self) -> int:
        self.try_id = sitting.begin(self.session, self.actor, enrollment_id=self.enrollment_id, now=self.now)
        return self.try_id

    def answer(self, position: int, what: object) -> datetime:
        return sitting.answer(self.session, self.actor, try_id=self.try_id, position=position, given=what, now=self.now)

    def answer_all(self, right: int) -> None:
        """Answer every question, so many of them right."""
        for question in self.view().paper:
            self.answer(question.position, given(question, right=question.position <= right))

    def submit(self) -> Outcome:
        return sitting.submit(self.session, self.actor, try_id=self.try_id, now=self.now)

    def sit(self, right: int) -> Outcome:
        """Begin, answer everything, so many questions right, and submit."""
        self.begin()
        self.answer_all(right)
        return self.submit()
