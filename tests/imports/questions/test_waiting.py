"""A file of questions waits between its preview and its adding, and all of its good rows are added at once (T-01)."""

import pytest
from sqlmodel import select
from support import materials as made

from training_app.catalog import actions, drafting, reading
from training_app.catalog.content import Facts
from training_app.catalog.editing import exams
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.imports.questions import export, plan, waiting
from training_app.imports.questions.waiting import Brought, NoBank, Tab

FILE = "Question,A,B,Right\nFirst?,x,y,1\nSecond?,x,y,\nThird?,x,y,b\nfirst?,x,y,1\n"


@pytest.fixture
def ada(cast):
    return cast.actor(cast.ada)


@pytest.fixture
def course_id(session, ada, now) -> int:
    """A course with a draft that has an exam without questions."""
    row = actions.add_draft(session, ada, new=Facts(title="Airway", code="AIR-1"), now=now)
    draft = drafting.draft_of(session, training_id=known(row.id))
    exams.add(session, ada, version_id=known(draft.id), now=now)
    return known(row.id)


@pytest.fixture
def keep(session, ada, course_id, now, tmp_path):
    def keep(content: str = FILE, by=ada, course=course_id) -> int:
        received = made.received(tmp_path, content.encode(), "bank.csv")
        return waiting.keep(session, by, course_id=course, received=received, now=now)

    return keep


def bank(session, course_id) -> list[str]:
    draft = drafting.draft_of(session, training_id=course_id)
    return [one.text for one in reading.content(session, version_id=known(draft.id)).exam.questions]


@pytest.mark.rule("T-01", "what a CSV of questions would add, leave alone and refuse is shown before anything is added")
@pytest.mark.rule("T-01", "the good rows of a CSV of questions are added at once; the refused ones wait with reasons")
@pytest.mark.rule("T-01", "a CSV with which the bank would have more questions than it may adds none, and says so")
def test_a_file_is_looked_at_and_its_good_rows_are_added_once(session, ada, course_id, keep, now, monkeypatch):
    keep("Question,A,B,Right\nOther?,x,y,1\n")
    keep()  # in its place
    found = waiting.preview(session, ada, course_id=course_id, tab=Tab.REFUSED)
    assert (found.file_name, found.new, found.there, found.refused, found.problem) == ("bank.csv", 2, 1, 1, "")
    assert [(row.number, row.text, row.why) for row in found.rows.rows] == [
        (3, "Second?", "Right is missing: say which choice is right.")
    ]
    assert bank(session, course_id) == []

    assert waiting.add(session, ada, course_id=course_id, now=now) == Brought(2, 1)
    assert waiting.add(session, ada, course_id=course_id, now=now) == Brought(0, 1)
    assert bank(session, course_id) == ["First?", "Third?"]
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "questions added")).one()
    assert entry.after["number"] == 2

    refused = waiting.refused(session, ada, course_id=course_id)
    assert refused[1][:4] == ("3", "Right is missing: say which choice is right.", "Second?", "x")
    waiting.forget(session, ada, course_id=course_id)
    assert waiting.preview(session, ada, course_id=course_id) is None

    keep("Question,A,B,Right\nFourth?,x,y,1\nFifth?,x,y,1\n")
    monkeypatch.setattr(waiting, "MOST_QUESTIONS", 3)
    too_many = "The bank would have 4 questions; 3 is the most. Take some rows out of the file."
    assert waiting.preview(session, ada, course_id=course_id).problem == too_many
    with pytest.raises(Invalid, match=too_many):
        waiting.add(session, ada, course_id=course_id, now=now)
    assert bank(session, course_id) == ["First?", "Third?"]


def test_a_file_without_refused_rows_waits_no_longer_once_it_is_added(session, ada, course_id, keep, now):
    keep("Question,A,B,Right\nFirst?,x,y,1\n")
    waiting.add(session, ada, course_id=course_id, now=now)
    with pytest.raises(NotFound):
        waiting.add(session, ada, course_id=course_id, now=now)
    draft = drafting.draft_of(session, training_id=course_id)
    again = "\n".join(",".join(line) for line in export.bank(session, ada, version_id=known(draft.id)))
    assert plan.plan(plan.read(again.encode()), plan.bank_of(session, version_id=known(draft.id))).new == {}


def test_questions_come_by_file_only_into_a_draft_with_an_exam(session, cast, ada, keep):
    published = cast.build.course()
    for course in (known(published.id), 99_999):
        with pytest.raises(NoBank):
            keep(course=course)
    drafting.begin(session, ada, training_id=known(published.id), now=cast.build.now)
    with pytest.raises(NoBank):
        keep(course=known(published.id))


def test_a_file_waits_for_whoever_sent_it_and_who_manages_the_catalog(session, cast, course_id, keep):
    keep()
    assert waiting.preview(session, cast.actor(cast.sam), course_id=course_id) is None
    with pytest.raises(NotAllowed):
        waiting.preview(session, cast.actor(cast.tess), course_id=course_id)
