"""Two tabs in one exam, at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import select
from support import exams
from support.build import Builder
from support.exams import Seat

from training_app.assignments.exams.sitting import Outcome, TryOver
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.core import clock, db
from training_app.core.tables import known


@pytest.fixture
def own(database) -> Seat:
    """Lea in front of an exam without materials; the session of this one is nobody's."""
    with db.write() as session:
        build = Builder(session, clock.now())
        lea, course = build.person("Lea"), build.course(materials=0, exam=exams.exam())
        build.assign(course, "q=lea")
        return Seat(session, build.actor(lea), known(build.attempt(lea, course).id), build.now)


def together(*acts: Callable[[Seat], object], seat: Seat) -> list[object]:
    """Each in a transaction of its own, begun at the same moment."""
    ready = threading.Barrier(len(acts))

    def do(act: Callable[[Seat], object]) -> object:
        ready.wait(30)
        with db.write() as session:
            mine = replace(seat, session=session)
            mine.try_id = seat.try_id
            return act(mine)

    with ThreadPoolExecutor(len(acts)) as tabs:
        return list(tabs.map(do, acts))


@pytest.mark.rule("T-02", "an exam begun in two tabs at the same moment is one try")
def test_begun_in_two_tabs_at_the_same_moment_it_is_one_try(own):
    one, other = together(Seat.begin, Seat.begin, seat=own)
    assert one == other
    with db.read() as session:
        assert len(session.exec(select(ExamTry)).all()) == 1


@pytest.mark.rule(
    "T-02", "submitted while answers arrive: what was confirmed is graded, and submitted twice it ends once"
)
def test_what_was_confirmed_while_it_is_submitted_is_graded(own):
    with db.write() as session:
        own.session = session
        own.begin()
        questions = own.view().paper

    def answering(question) -> Callable[[Seat], object]:
        def answer(seat: Seat) -> bool:
            try:
                seat.answer(question.position, exams.given(question))
            except TryOver:
                return False
            return True

        return answer

    acts = [Seat.submit, *map(answering, questions[:2]), Seat.submit, *map(answering, questions[2:])]
    first, *some, second, third, fourth = together(*acts, seat=own)
    assert isinstance(first, Outcome)
    assert first == second
    saved = {place: bool(one) for place, one in enumerate([*some, third, fourth], start=1)}
    with db.read() as session:
        rows = session.exec(select(ExamAnswer)).all()
    assert {row.position: row.is_right for row in rows} == saved
    assert first.right == sum(saved.values())
