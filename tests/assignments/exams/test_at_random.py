"""Whatever the bank and whatever is answered: what is shown tells nothing, and it is graded as one would by hand."""

import os
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlmodel import select
from support.database import in_turn

from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.records import ExamAnswer
from training_app.catalog.content import NewChoice, NewQuestion
from training_app.catalog.rules import QuestionKind


@dataclass(frozen=True)
class Known:
    """One question of a bank by its number, with what is right of it in words."""

    number: int
    kind: QuestionKind
    choices: tuple[str, ...]
    right: tuple[str, ...]

    def entered(self) -> NewQuestion:
        listed = tuple(NewChoice(one, is_right=one in self.right) for one in self.choices)
        number = {"number": Decimal(self.right[0]), "tolerance": Decimal("0.25")} if not self.choices else {}
        return NewQuestion(self.kind, str(self.number), listed, explanation=f"Why {self.number}", **number)


@some.composite
def known(draw, number: int) -> Known:
    kind = draw(some.sampled_from(QuestionKind))
    if kind is QuestionKind.NUMERIC:
        return Known(number, kind, (), (f"77{number}.5",))
    choices = tuple(f"{number}-{one}" for one in range(draw(some.integers(2, 5))))
    if kind is QuestionKind.ORDERED:
        return Known(number, kind, choices, choices)
    most = 1 if kind is QuestionKind.SINGLE else len(choices)
    return Known(number, kind, choices, tuple(draw(some.sets(some.sampled_from(choices), min_size=1, max_size=most))))


@dataclass(frozen=True)
class Meant:
    """What somebody means to answer to a question, in words, before they know how it will be shown."""

    of: Known
    words: tuple[str, ...]

    def given(self, question: PaperQuestion) -> object:
        if self.of.kind is QuestionKind.NUMERIC:
            return "".join(self.words)
        return [question.choices.index(one) for one in self.words]

    def is_right(self) -> bool:
        if self.of.kind is QuestionKind.NUMERIC:
            return bool(self.words) and abs(Decimal(self.words[0]) - Decimal(self.of.right[0])) <= Decimal("0.25")
        if self.of.kind is QuestionKind.ORDERED:
            return self.words == self.of.right
        return set(self.words) == set(self.of.right)


@some.composite
def meant(draw, number: int) -> Meant:
    of = draw(known(number))
    how = draw(some.sampled_from(["nothing", "right", "anything", "anything"]))
    if how != "anything":
        return Meant(of, of.right if how == "right" else ())
    if of.kind is QuestionKind.NUMERIC:
        off = draw(some.sampled_from(["0", "0.25", "-0.25", "0.26", "1"]))
        return Meant(of, (str(Decimal(of.right[0]) + Decimal(off)),))
    if of.kind is QuestionKind.ORDERED:
        return Meant(of, tuple(draw(some.permutations(of.choices))))
    most = 1 if of.kind is QuestionKind.SINGLE else len(of.choices)
    return Meant(of, tuple(draw(some.sets(some.sampled_from(of.choices), max_size=most))))


@some.composite
def banks(draw) -> list[Meant]:
    return [draw(meant(number)) for number in range(1, draw(some.integers(1, 6)) + 1)]


@pytest.mark.rule("T-02", "an exam is drawn from its bank, shuffled as it says, and graded as one would by hand")
@pytest.mark.rule("L-02", "what is shown of an exam tells nothing of what is right")
@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
@settings(
    max_examples=300 if os.environ.get("MUSTER_PROVE") else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(bank=banks(), how=some.tuples(some.none() | some.integers(1, 8), some.booleans(), some.booleans()),
       pass_mark=some.integers(1, 100))  # fmt: skip
def test_a_try_is_drawn_shown_and_graded_as_its_exam_says(seat, bank, how, pass_mark):
    drawn, shuffles_questions, shuffles_choices = how
    drawn = drawn and min(drawn, len(bank))
    taken = seat(pass_mark=pass_mark, questions=[one.of.entered() for one in bank], drawn=drawn,
                 shuffles_questions=shuffles_questions, shuffles_choices=shuffles_choices)  # fmt: skip
    taken.begin()
    view = taken.view()
    total = drawn or len(bank)

    assert view.questions == len(view.paper) == total
    assert [one.position for one in view.paper] == list(range(1, total + 1))
    shown = [int(one.text) for one in view.paper]
    assert len(set(shown)) == total
    assert set(shown) <= {one.of.number for one in bank}
    assert shuffles_questions or shown == sorted(shown)
    by_number = {one.of.number: one for one in bank}
    by_hand = {}
    for question in view.paper:
        answer = by_number[int(question.text)]
        of_it = answer.of
        assert sorted(question.choices) == sorted(of_it.choices)
        if of_it.kind is QuestionKind.ORDERED:
            assert question.choices != list(of_it.right)
        else:
            assert shuffles_choices or question.choices == list(of_it.choices)
        taken.answer(question.position, answer.given(question))
        by_hand[question.position] = answer.is_right()
    said = str(asdict(view))
    assert "Why" not in said
    assert not any(one.of.right[0] in said for one in bank if one.of.kind is QuestionKind.NUMERIC)

    outcome = taken.submit()
    right = sum(by_hand.values())
    assert (outcome.right, outcome.total) == (right, total)
    assert outcome.is_passed is (100 * right >= pass_mark * total)
    rows = taken.session.exec(select(ExamAnswer).where(ExamAnswer.try_id == taken.try_id))
    assert {row.position: row.is_right for row in rows} == by_hand


def test_a_question_on_paper_has_nothing_that_could_tell_what_is_right():
    said = {"position", "kind", "text", "choices", "given", "number", "is_answered"}
    assert {one.name for one in fields(PaperQuestion)} == said


@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
def test_two_exams_of_one_bank_are_not_the_same(seat):
    bank = [NewQuestion(QuestionKind.NUMERIC, str(one), number=Decimal(one)) for one in range(30)]
    taken = seat(questions=bank, drawn=10)
    papers = []
    for _ in range(2):
        taken.begin()
        papers.append([one.text for one in taken.view().paper])
        taken.submit()
    assert papers[0] != papers[1]
