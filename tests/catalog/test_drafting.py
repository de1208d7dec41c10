"""A draft is a copy of what is published: edited apart from it, then published or discarded (T-01, X-04)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, col, select
from support import materials as brought
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.database import Database

from training_app.catalog import actions, courses, drafting, publishing, queries, reading
from training_app.catalog.content import (
    Content,
    Facts,
    NewChoice,
    NewCourse,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
from training_app.catalog.drafting import NotDraft, NothingChanged
from training_app.catalog.model import Exam, Material, Question, Training, TrainingVersion
from training_app.catalog.rules import ItemKind, MaterialKind, QuestionKind
from training_app.core import db, organization
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.stored import StoredFile
from training_app.core.tables import known

CHOICES = (NewChoice("Red", is_right=True), NewChoice("Green"))
EXAM = NewExam(
    (
        *(NewQuestion(QuestionKind.SINGLE, f"Which is {one}?", CHOICES) for one in range(1, 4)),
        NewQuestion(QuestionKind.NUMERIC, "How much?", (), Decimal("12.50"), Decimal("0.5")),
    ),
    drawn=2,
)
EVALUATION = NewEvaluation((NewItem(ItemKind.CHOICE, "How long?", ("Short", "Long")),), "One question.")
LINK = NewMaterial("Go on", "", MaterialKind.LINK, "https://cdc.gov")
FACTS = Facts(title="Radio", code="R-1")


@pytest.fixture
def course(session: Session, build: Builder, now) -> Training:
    """A course of a film, a link, an exam and an evaluation."""
    made = brought.course(build, ("steps.webm", brought.VIDEO), more=(LINK,))
    one = reading.content(session, version_id=newest(session, made))
    whole = replace(one, exam=EXAM, evaluation=EVALUATION)
    publishing.publish(session, training_id=known(made.id), content=whole, now=now)
    return made


def newest(session: Session, course: Training) -> int:
    return known(queries.current_version(session, training_id=known(course.id)).id)


def needed(session: Session) -> list[int]:
    wanted = sa.select(StoredFile.needed_by).order_by(col(StoredFile.key))
    return list(session.connection().execute(wanted).scalars())


def audited(session: Session, course: Training) -> list[str]:
    about = select(AuditEntry.act).where(AuditEntry.subject == "training", AuditEntry.subject_id == course.id)
    return list(session.exec(about.order_by(col(AuditEntry.id))))


def retitled(session: Session, version_id: int, now, title: str = "Watch") -> None:
    """As an edit of a material leaves the draft."""
    version = drafting.held(session, SYSTEM, version_id=version_id)
    session.exec(select(Material).where(Material.version_id == version_id)).first().title = title
    drafting.noted(session, SYSTEM, version=version, now=now)


def statements(session: Session, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def count(_c, _cursor, statement, _parameters, _context, _is_many) -> None:
        seen.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", count)
    act()
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


@pytest.mark.rule("T-01", "a published course is changed in a draft that begins as a copy of it, files and all")
@pytest.mark.rule("X-04", "a draft, its edits and its publishing leave the versions before as they are")
@pytest.mark.rule("P-10", "beginning, publishing and discarding a draft are in the audit")
def test_a_draft_is_begun_edited_and_published(session: Session, cast: Cast, course: Training, now):
    before, ada = newest(session, course), cast.actor(cast.ada)
    assert needed(session) == [2]
    draft_id = drafting.begin(session, ada, training_id=known(course.id), now=now)
    assert drafting.begin(session, ada, training_id=known(course.id), now=now) == draft_id != before
    was = reading.content(session, version_id=before)
    assert reading.content(session, version_id=draft_id) == was
    assert needed(session) == [3]
    assert newest(session, course) == before

    with pytest.raises(NothingChanged, match="Nothing has changed"):
        drafting.publish(session, ada, training_id=known(course.id), now=now)
    retitled(session, draft_id, now)
    published = drafting.publish(session, ada, training_id=known(course.id), now=now)
    assert (published.id, published.number, newest(session, course)) == (draft_id, 3, draft_id)
    assert reading.content(session, version_id=before) == was
    assert reading.content(session, version_id=draft_id).materials[0].title == "Watch"
    assert audited(session, course) == ["course added", "draft begun", "course published"]
    # Whoever was a moment slower.
    with pytest.raises(NothingChanged):
        drafting.publish(session, ada, training_id=known(course.id), now=now)
    with pytest.raises(NotDraft, match="was published meanwhile"):
        drafting.held(session, ada, version_id=draft_id)


@pytest.mark.rule("T-01", "a question whose words are those of an earlier version remembers which one it was")
def test_questions_remember_their_first_version(session: Session, course: Training, now):
    for title in ("Watch", "Watch again"):
        draft_id = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
        retitled(session, draft_id, now, title)
        drafting.publish(session, SYSTEM, training_id=known(course.id), now=now)
    by_version = sa.select(Exam.version_id, Question.id, Question.origin_id).join(Question).order_by(Question.id)
    rows = session.connection().execute(by_version).all()
    first = [row.id for row in rows[:4]]
    assert [row.origin_id for row in rows] == [None] * 4 + first * 2


def test_a_large_bank_is_copied_in_no_more_statements_than_a_small_one(session: Session, course: Training, now):
    few = statements(session, lambda: drafting.begin(session, SYSTEM, training_id=known(course.id), now=now))
    drafting.discard(session, SYSTEM, training_id=known(course.id), now=now)
    many = replace(EXAM, questions=EXAM.questions * 20)
    publishing.publish(session, training_id=known(course.id), content=Content(exam=many), now=now)
    assert statements(session, lambda: drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)) <= few


@pytest.mark.rule("T-01", "a draft discarded leaves nothing behind: what is published stays as it is")
def test_a_draft_is_discarded(session: Session, build: Builder, course: Training, now):
    was = reading.content(session, version_id=newest(session, course))
    draft_id = drafting.begin(session, SYSTEM, training_id=known(course.id), now=now)
    retitled(session, draft_id, now)
    drafting.discard(session, SYSTEM, training_id=known(course.id), now=now)
    drafting.discard(session, SYSTEM, training_id=known(course.id), now=now)
    assert needed(session) == [2]
    assert reading.content(session, version_id=newest(session, course)) == was
    assert session.exec(select(Material).where(Material.version_id == draft_id)).all() == []
    assert session.get(TrainingVersion, draft_id) is None
    assert audited(session, course)[1:] == ["draft begun", "draft discarded"]
    with pytest.raises(NotFound):
        drafting.held(session, SYSTEM, version_id=draft_id)
    assert drafting.begin(session, SYSTEM, training_id=known(course.id), now=now) > draft_id, "an open page means this"
    with pytest.raises(NotFound):
        drafting.begin(session, SYSTEM, training_id=known(build.path("New hire", course).id), now=now)


@pytest.mark.rule("T-01", "a new course is a draft: nobody can begin it, or be assigned it, before it is published")
@pytest.mark.rule("T-01", "a draft may be unfinished; publishing names each fault at its place, and changes nothing")
def test_a_new_course_is_published_when_it_is_whole(session: Session, cast: Cast, now):
    ada, today = cast.actor(cast.ada), organization.of(session).today(now)
    number = known(actions.add_draft(session, ada, new=FACTS, now=now).id)

    def head() -> courses.CourseHead:
        return courses.head(session, ada, training_id=number, today=today)

    assert (head().version, head().has_draft, head().is_changed) == (0, True, False)
    assert head().why == "it is not published yet"
    draft_id = head().version_id
    with pytest.raises(Invalid, match="Nobody could complete this course"):
        drafting.publish(session, ada, training_id=number, now=now)

    unclear = NewQuestion(QuestionKind.SINGLE, "Which?", (NewChoice("Red"), NewChoice("Green")))
    unfinished = Content(materials=(LINK,), exam=replace(EXAM, questions=(*EXAM.questions[:2], unclear), drawn=9))
    publishing.fill(session, version_id=draft_id, content=unfinished)
    drafting.noted(session, ada, version=drafting.held(session, ada, version_id=draft_id), now=now)
    with pytest.raises(Invalid) as refused:
        drafting.publish(session, ada, training_id=number, now=now)
    assert [one.field for one in refused.value.problems] == ["exam.drawn", "exam.questions.3.choices"]
    shown = head()
    assert (shown.materials, shown.questions, shown.items, shown.sessions) == (1, 3, 0, 0)
    assert (shown.edited_by, shown.edited_at, shown.is_changed) == ("Ada Admin", now, True)

    drafting.discard(session, ada, training_id=number, now=now)
    assert (head().version_id, head().materials, head().edited_at) == (draft_id, 0, None)
    publishing.fill(session, version_id=draft_id, content=Content(materials=(LINK,), exam=EXAM))
    assert drafting.publish(session, ada, training_id=number, now=now).number == 1
    assert (head().version, head().has_draft, head().why) == (1, False, "")


def test_what_comes_with_a_new_course_is_in_its_draft(session: Session, now):
    new = NewCourse(**{one: getattr(FACTS, one) for one in ("title", "code")}, materials=(LINK,), exam=EXAM)
    row = actions.add_draft(session, SYSTEM, new=new, now=now)
    draft = drafting.draft_of(session, training_id=known(row.id))
    assert reading.content(session, version_id=known(draft.id)) == Content(materials=(LINK,), exam=EXAM)
    assert (row.published_at, draft.edited_at) == (None, now)


@pytest.mark.rule("P-03", "a draft is begun, edited, published and discarded with the right “Manage catalog” alone")
def test_others_have_no_draft(session: Session, cast: Cast, course: Training, now):
    said = {"training_id": known(course.id), "now": now}
    draft_id = drafting.begin(session, SYSTEM, **said)
    for who in (cast.tess, cast.max, cast.lea):
        for act in (drafting.begin, drafting.publish, drafting.discard):
            with pytest.raises(NotAllowed):
                act(session, cast.actor(who), **said)
        with pytest.raises(NotAllowed):
            drafting.held(session, cast.actor(who), version_id=draft_id)
        with pytest.raises(NotAllowed):
            courses.head(session, cast.actor(who), training_id=known(course.id), today=now.date())
    with pytest.raises(NotFound):
        drafting.begin(session, SYSTEM, training_id=999, now=now)
    path = Builder(session, now).path("New hire", course)
    with pytest.raises(NotFound):
        courses.head(session, SYSTEM, training_id=known(path.id), today=now.date())


@pytest.mark.rule("A-24", "of two who begin, or publish, the draft of a course at the same moment one does it")
def test_two_at_once_make_one_draft_and_one_version(database: Database, now):
    with db.write() as session:
        number = known(Builder(session, now).course().id)
    found: list[object] = []

    def at_once(act: Callable[[Session], object]) -> None:
        ready = threading.Barrier(3)

        def go() -> None:
            ready.wait()
            try:
                with db.write() as session:
                    found.append(act(session))
            except Exception as error:  # noqa: BLE001  # looked at below, in the thread of the test
                found.append(type(error))

        going = [threading.Thread(target=go) for _ in range(3)]
        for thread in going:
            thread.start()
        for thread in going:
            thread.join(60)

    at_once(lambda session: drafting.begin(session, SYSTEM, training_id=number, now=now))
    assert len(found) == 3
    assert len(set(found)) == 1
    with db.write() as session:
        retitled(session, found.pop(), now)
    found.clear()
    at_once(lambda session: drafting.publish(session, SYSTEM, training_id=number, now=now).number)
    assert sorted(found, key=str) == [2, NothingChanged, NothingChanged]
