"""What finished tries say of the questions of an exam: how hard each is, and which answers mislead (T-01)."""

from fractions import Fraction

import pytest
from support import exams
from support.exams import FIRST, ORDER, RATE, RIGHT, SURVEY

from training_app.assignments.exams import judging, statistics, statistics_listing
from training_app.assignments.exams.judging import Bands, Chosen, Flag, Share
from training_app.assignments.exams.statistics_listing import Sort, StatisticsFilter
from training_app.assignments.model import Enrollment
from training_app.catalog import drafting
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known


def chosen(part: int, *, well: int, badly: int, right: bool = False) -> Chosen:
    return Chosen("One", right, Share(part, 100), Share(well, 30), Share(badly, 30))


def flags(right: int, *, of: int = 100, well: int = 20, badly: int = 5, choices=()) -> tuple[Flag, ...]:
    kind = QuestionKind.SINGLE
    return judging.judge(kind, Share(right, of), Share(well, 30), Share(badly, 30), choices).flags


@pytest.mark.rule("T-01", "a question that nearly all or hardly any have right is flagged, once enough had it")
def test_a_question_is_too_easy_or_too_hard_by_its_share():
    assert (flags(95), flags(94), flags(30), flags(31)) == ((Flag.TOO_EASY,), (), (Flag.TOO_HARD,), ())
    assert flags(19, of=19) == (Flag.TOO_FEW,)


@pytest.mark.rule("T-01", "a question that good and bad alike have right is said to tell nothing")
def test_a_question_says_nothing_when_both_groups_are_as_right():
    assert flags(60, well=18, badly=16) == (Flag.SAYS_NOTHING,)
    assert flags(60, well=19, badly=16) == ()


def test_groups_of_a_few_are_not_compared():
    judged = judging.judge(QuestionKind.SINGLE, Share(10, 20), Share(4, 4), Share(0, 4), ())
    assert (judged.difference, judged.flags) == (None, ())


@pytest.mark.rule("T-01", "a wrong choice is said to mislead that more choose than the right one, or the good more")
@pytest.mark.parametrize(
    ("wrong", "misleads"),
    [
        (chosen(45, well=5, badly=20), True),  # more than the right one
        (chosen(10, well=6, badly=3), True),  # the good ones more, and just enough of all
        (chosen(30, well=5, badly=20), False),
        (chosen(9, well=9, badly=0), False),  # hardly anybody
    ],
)
def test_a_wrong_choice_misleads(wrong, misleads):
    found = judging.judge(QuestionKind.SINGLE, Share(40, 100), Share(20, 30), Share(5, 30),
                          [chosen(40, well=20, badly=5, right=True), wrong])  # fmt: skip
    assert (found.misleading, Flag.MISLEADS in found.flags) == ((1,) if misleads else (), misleads)


@pytest.mark.rule("T-01", "the best 27 per cent of the tries are compared with the worst; one score is in one group")
def test_who_has_the_same_score_is_in_the_same_group():
    assert judging.bands([Fraction(one, 100) for one in range(1, 101)]) == Bands(Fraction(74, 100), Fraction(27, 100))
    assert judging.bands([Fraction(one, 10) for one in range(1, 11)]) == Bands(Fraction(8, 10), Fraction(3, 10))
    scores = [Fraction(one, 4) for one in (1, 1, 1, 2, 3, 3, 3, 4, 4, 4)]
    assert judging.bands(scores) == Bands(Fraction(1), Fraction(1, 4))
    assert judging.bands([Fraction(1, 2)] * 9) == Bands()


def test_an_address_says_what_is_wanted_and_nonsense_says_nothing():
    wanted = StatisticsFilter(Flag.MISLEADS, Sort.RIGHT, 3)
    assert StatisticsFilter.from_query(wanted.query()) == wanted
    assert StatisticsFilter.from_query("flag=x&sort=name&page=-1") == StatisticsFilter()


# Those who do well fall for the splints; whoever does badly knows nothing else.
WELL = {FIRST: ["Splints"], SURVEY: RIGHT[SURVEY], ORDER: RIGHT[ORDER], RATE: "110"}
BETWEEN = {FIRST: ["Papers"], SURVEY: ["Shoe size"], ORDER: RIGHT[ORDER], RATE: "104.5"}
BADLY = {FIRST: RIGHT[FIRST], SURVEY: ["Airway"], ORDER: RIGHT[ORDER][::-1], RATE: "60"}


def sit(seat, answers) -> None:
    seat.begin()
    for one in seat.view().paper:
        said = answers[one.text]
        seat.answer(one.position, said if one.text == RATE else [one.choices.index(words) for words in said])


@pytest.mark.rule("T-01", "statistics of an exam count every finished try over all versions, by question and choice")
def test_finished_tries_are_counted_by_question_and_choice(session, seat, cast, now):
    there = seat(pass_mark=100)
    for answers in [WELL, BETWEEN, BADLY] * 8:
        sit(there, answers)
        there.submit()
    sit(there, BADLY)  # and does not submit it
    course_id = session.get_one(Enrollment, there.enrollment_id).training_id
    drafting.begin(session, cast.actor(cast.ada), training_id=course_id, now=now)  # the same words are counted once
    found = statistics.statistics(session, cast.actor(cast.ada), training_id=course_id)
    first, survey, order, rate = found.questions
    assert (found.tries, found.passed, found.well_from, found.badly_to) == (24, 0, 75, 25)
    assert (first.text, first.right, first.well, first.badly) == (FIRST, Share(8, 24), Share(0, 8), Share(8, 8))
    assert first.flags == (Flag.MISLEADS, Flag.SAYS_NOTHING)
    assert {one.text: (one.all.part, one.well.part, one.badly.part) for one in first.chosen} == {
        "Scene safety": (8, 0, 8), "Splints": (8, 8, 0), "Papers": (8, 0, 0),
    }  # fmt: skip
    assert [one.text for one in first.chosen if one.misleads] == ["Splints"]
    assert {one.text: one.all.part for one in survey.chosen} == {"Airway": 16, "Breathing": 8, "Shoe size": 8}
    assert (survey.difference, order.right, order.chosen) == (100, Share(16, 24), ())
    assert [(one.text, one.all.part) for one in rate.chosen] == [("60", 8)]
    listed = statistics_listing.listed(found, StatisticsFilter(Flag.MISLEADS))
    assert [one.text for one in listed.rows] == [FIRST]
    assert len(list(statistics_listing.lines(found, StatisticsFilter()))) == 3 + 3 + 1 + 1


@pytest.mark.rule("T-01", "the statistics name nobody; with what is right in them they are for who manages the catalog")
def test_statistics_are_for_who_may_see_them(session, cast):
    course, path = cast.build.course(exam=exams.exam()), cast.build.path()
    found = statistics.statistics(session, cast.actor(cast.ada), training_id=known(course.id))
    assert [one.flags for one in found.questions] == [(Flag.TOO_FEW,)] * 4
    for nobody in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            statistics.statistics(session, cast.actor(nobody), training_id=known(course.id))
    for number in (known(path.id), 99_999):
        with pytest.raises(NotFound):
            statistics.statistics(session, cast.actor(cast.ada), training_id=number)
