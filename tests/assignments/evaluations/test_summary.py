"""What people answered to an evaluation, counted, over all versions of a course (T-01, T-02)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support.build import SYSTEM
from support.evaluating import QUESTIONS, answer, evaluate

from training_app.assignments.evaluations import answering, summary
from training_app.catalog import drafting
from training_app.catalog.editing import evaluation_items as items
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.paging import Page
from training_app.core.tables import known


@pytest.fixture
def course(build, cast):
    """A course whose evaluation Noa and Lea submitted, and Max has only begun."""
    course = build.course(evaluation=QUESTIONS)
    who = ((cast.noa, 0, "Nothing."), (cast.lea, 1, "More practice."), (cast.max, 2, "?"))
    for person, minutes, words in who:
        build.assign(course, f"q={person.username}")
        build.complete(person, course)
        attempt, actor, at = build.attempt(person, course), cast.actor(person), build.now + timedelta(minutes=minutes)
        answer(build.session, actor, attempt, 3, words, at)
        if person is cast.max:
            answer(build.session, actor, attempt, 1, "1", at)
        else:
            evaluate(build.session, actor, attempt, at)
    return course


@pytest.mark.rule("T-01", "what was answered to an evaluation is counted, in a draft too, and never says who")
def test_what_was_submitted_is_counted(session, cast, course, now):
    draft = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    row = items.evaluation(session, SYSTEM, version_id=draft)
    first = row.items[0]
    new = replace(first.entered, text="How useful is it?")
    items.move(session, SYSTEM, item_id=first.id, by=2, now=now)
    choice, text, scale = summary.summary(session, SYSTEM, version_id=draft)
    assert [(one.label, one.number) for one in choice.counts] == [("Too short", 0), ("Right", 2), ("Too long", 0)]
    assert (scale.answered, scale.mean) == (2, 4.0)
    assert [one.number for one in scale.counts] == [0, 0, 0, 2, 0]
    assert (text.answered, text.counts, text.mean) == (2, (), None)
    items.edit(session, SYSTEM, item_id=first.id, base=first.entered, new=new, now=now)
    *_, asked_otherwise = summary.summary(session, SYSTEM, version_id=draft)
    assert (asked_otherwise.answered, asked_otherwise.mean) == (0, None)
    said = summary.texts(session, SYSTEM, item_id=text.item_id)
    assert (said.rows, said.total) == (["More practice.", "Nothing."], 2)
    cut = summary.texts(session, SYSTEM, item_id=text.item_id, page=Page(2, 1))
    assert (cut.rows, cut.total) == (["Nothing."], 2)
    with pytest.raises(NotFound):
        summary.texts(session, SYSTEM, item_id=choice.item_id)
    for who in (cast.ada, cast.max):
        assert summary.summary(session, cast.actor(who), version_id=draft)[0] == choice
        assert summary.texts(session, cast.actor(who), item_id=text.item_id) == said
    for act in (
        lambda: summary.summary(session, cast.actor(cast.lea), version_id=draft),
        lambda: summary.texts(session, cast.actor(cast.lea), item_id=text.item_id),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.rule("T-01", "a question that is asked twice in one evaluation is counted as two")
def test_a_question_that_is_asked_twice_counts_twice(session, build, cast):
    course = build.course(evaluation=replace(QUESTIONS, items=(QUESTIONS.items[0], QUESTIONS.items[0])))
    build.assign(course, f"q={cast.noa.username}")
    build.complete(cast.noa, course)
    attempt, noa = build.attempt(cast.noa, course), cast.actor(cast.noa)
    for position, value in ((1, "2"), (2, "5")):
        answer(session, noa, attempt, position, value, build.now)
    answering.submit(session, noa, enrollment_id=known(attempt.id), now=build.now)
    first, again = summary.summary(session, SYSTEM, version_id=attempt.version_id)
    assert [(one.answered, one.mean) for one in (first, again)] == [(1, 2.0), (1, 5.0)]
