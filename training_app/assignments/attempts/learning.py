"""What a learner reads of their own trainings, and of nobody else's (P-05, L-01)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import parts, shown
from training_app.assignments.certificates.standing import stands_sql
from training_app.assignments.model import Enrollment, MaterialDone, PathStep
from training_app.assignments.records import MaterialPlace
from training_app.assignments.rules import OPEN, Status
from training_app.assignments.sessions import offered
from training_app.assignments.sessions.offered import OnCard
from training_app.catalog import queries as catalog
from training_app.catalog.model import Evaluation, Exam, Question, Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core.errors import NotFound
from training_app.people.model import Person


@dataclass(frozen=True)
class LearningRow:
    """One attempt as its learner sees it. Days are ISO, empty where there is none; `days` counts to the due day.

    `done` and `total` count parts; of a learning path, its courses. `is_taken_online` says that it is worked
    through here; another course is passed by attending, or, if it `is_external`, by what was done elsewhere.
    `can_go_on`: there is something in it that the learner can do here. `questions` are those of one try at its exam.
    `is_assigned`: an assignment asks for it, and not the person alone. `stand` and `session` are of an `OnCard`, where
    an instructor holds the course.
    """

    id: int
    title: str
    code: str
    level: str
    minutes: int
    status: str
    due_on: str
    days: int
    done: int
    total: int
    number: int
    completed_on: str
    is_path: bool = False
    is_taken_online: bool = True
    is_external: bool = False
    can_go_on: bool = True
    questions: int = 0
    is_assigned: bool = True
    training_id: int = 0
    stand: str = ""
    session: str = ""

    def is_held(self) -> bool:
        """Whether it is a course that an instructor holds."""
        return not (self.is_path or self.is_taken_online or self.is_external)


@dataclass(frozen=True)
class Home:
    """The learner's dashboard (L-01): what is owed, what is past due first, and how many trainings are complete.

    Last among those `enrolled` is what was failed and is asked for still. `assigned` are the open ones of them that
    assignments ask for.
    """

    name: str
    enrolled: list[LearningRow]
    assigned: list[LearningRow]
    completed: int
    past_due: int
    due_this_week: int


@dataclass(frozen=True)
class Step:
    """One material of a training that is being taken; `point` is the second of a video, or the page of a PDF.

    `pages` of a PDF can be shown one by one; 0 of anything else.
    """

    id: int
    position: int
    kind: str
    title: str
    body: str
    url: str
    done: bool
    file_name: str = ""
    file_size: int = 0
    media_type: str = ""
    pages: int = 0
    point: int = 0
    has_captions: bool = False


@dataclass(frozen=True)
class OfPath:
    """The attempt at a learning path that a course belongs to."""

    id: int
    title: str


@dataclass(frozen=True)
class Learning:
    """One attempt with everything to work through, and the learning paths that it is a course of.

    `looked_at_id` is the material that was last looked at, 0 when there is none.
    """

    row: LearningRow
    steps: list[Step]
    paths: list[OfPath]
    has_exam: bool = False
    has_evaluation: bool = False
    looked_at_id: int = 0


WEEK = 7
# Taking a course and its exam ask it here.
mine = shown.mine


def home(session: Session, actor: Actor, *, today: date) -> Home:
    """Everything that the actor has to do, on the organization day `today`.

    What only a learning path asks for stands in the path, until it is complete.
    """
    rows = _with_sessions(session, actor, _read(session, _attempts(actor, today).where(_is_to_do(today)), today), today)
    owed = [row for row in rows if row.status in OPEN]
    person = session.get(Person, actor.person_id) if actor.person_id else None
    return Home(
        name=person.first_name if person else "",
        enrolled=rows,
        assigned=[row for row in owed if row.is_assigned],
        completed=_number_completed(session, actor),
        past_due=sum(1 for row in owed if row.due_on and row.days < 0),
        due_this_week=sum(1 for row in owed if row.due_on and 0 <= row.days < WEEK),
    )


def learning(session: Session, actor: Actor, *, enrollment_id: int, today: date) -> Learning:
    """One attempt of the actor's own with its materials in order; a stranger's is `NotFound` (P-05)."""
    found = session.connection().execute(_attempts(actor, today).where(col(Enrollment.id) == enrollment_id)).first()
    if found is None:
        raise NotFound
    finished = sa.select(col(MaterialDone.material_id)).where(col(MaterialDone.enrollment_id) == enrollment_id)
    done = set(session.connection().execute(finished).scalars())
    places = session.exec(select(MaterialPlace).where(MaterialPlace.enrollment_id == enrollment_id)).all()
    points = {one.material_id: one.point for one in places}
    steps = [
        Step(one.id, one.position, one.kind, one.title, one.body, one.url, one.id in done, one.file_name,
             one.file_size, one.media_type, one.pages, points.get(one.id, 0), one.has_captions)
        for one in catalog.materials(session, version_id=found.version_id)
    ]  # fmt: skip
    last = max(places, key=lambda one: one.at, default=None)
    return Learning(
        _row(found, today), steps, _paths_of(session, enrollment_id, today),
        has_exam=_has(session, Exam, found.version_id), has_evaluation=_has(session, Evaluation, found.version_id),
        looked_at_id=last.material_id if last else 0,
    )  # fmt: skip


def _read(session: Session, wanted: Any, today: date) -> list[LearningRow]:
    """The attempts, the most urgent first; what was failed is last."""
    rows = [_row(row, today) for row in session.connection().execute(wanted)]
    return sorted(rows, key=lambda row: (row.status not in OPEN, row.due_on == "", row.due_on, row.title))


def _with_sessions(session: Session, actor: Actor, rows: list[LearningRow], today: date) -> list[LearningRow]:
    """The same, where an instructor holds them with how the actor stands with their sessions."""
    held = {row.training_id for row in rows if row.is_held() and row.status == Status.ENROLLED}
    if not held:
        return rows
    cards = offered.on_cards(session, actor, course_ids=held, today=today)
    none = OnCard("")
    found = [(row, cards.get(row.training_id, none) if row.status == Status.ENROLLED else none) for row in rows]
    return [replace(row, stand=card.stand, session=card.said) for row, card in found]


def _is_to_do(today: date) -> sa.ColumnElement[bool]:
    """What is open, unless a path alone asks for it; and what was failed and nobody began anew."""
    later: Any = sa.orm.aliased(Enrollment)
    again = sa.exists().where(
        later.person_id == col(Enrollment.person_id),
        later.training_id == col(Enrollment.training_id),
        later.number > col(Enrollment.number),
    )
    is_wanted = shown.is_asked_sql(today) | col(Enrollment.self_enrolled_at).is_not(None)
    is_failed = (col(Enrollment.status) == Status.FAILED) & ~again & is_wanted
    return (col(Enrollment.status).in_(OPEN) & shown.stands_alone_sql(today)) | is_failed


def _number_completed(session: Session, actor: Actor) -> int:
    trainings = sa.select(sa.func.count(sa.distinct(col(Enrollment.training_id))))
    complete = (col(Enrollment.person_id) == actor.person_id, stands_sql())
    return session.connection().execute(trainings.where(*complete)).scalar_one()


def _has(session: Session, part: type[Exam | Evaluation], version_id: int) -> bool:
    of_it = sa.select(col(part.id)).where(col(part.version_id) == version_id)
    return session.connection().execute(of_it).first() is not None


def _paths_of(session: Session, enrollment_id: int, today: date) -> list[OfPath]:
    of_it = shown.paths_sql(today).where(col(PathStep.enrollment_id) == enrollment_id).subquery()
    titles = sa.select(of_it.c.id, col(Training.title)).join(of_it, of_it.c.training_id == col(Training.id))
    return [OfPath(row.id, row.title) for row in session.connection().execute(titles.order_by(of_it.c.id))]


def _attempts(actor: Actor, today: date) -> Any:
    is_path = col(Training.kind) == TrainingKind.PATH
    courses = _counted_courses(actor).subquery("courses")
    of_path = courses.c.path_enrollment_id == col(Enrollment.id)
    return (
        sa.select(
            col(Enrollment.id),
            col(Training.title),
            col(Training.code),
            col(Training.level),
            is_path.label("is_path"),
            sa.func.coalesce(col(Training.course_kind), CourseKind.ONLINE).label("course_kind"),
            sa.case((is_path, courses.c.minutes), else_=col(Training.minutes)).label("minutes"),
            col(Enrollment.status),
            col(Enrollment.number),
            col(Enrollment.completed_on),
            col(Enrollment.version_id),
            col(Enrollment.training_id),
            shown.due_sql(today).label("due_on"),
            sa.case((is_path, courses.c.total), else_=parts.total_sql()).label("total"),
            sa.case((is_path, courses.c.done), else_=parts.done_sql()).label("done"),
            parts.materials_sql().label("materials"),
            _questions_sql().label("questions"),
            shown.is_asked_sql(today).label("is_assigned"),
        )
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .outerjoin(courses, of_path)
        .where(*mine(actor, today), col(Enrollment.closed_as).is_(None))
    )


def _questions_sql() -> Any:
    """How many questions a try at the exam of an attempt has; NULL without an exam."""
    bank = sa.select(sa.func.count()).where(col(Question.exam_id) == col(Exam.id)).correlate(Exam).scalar_subquery()
    drawn = sa.select(sa.func.coalesce(col(Exam.drawn), bank)).where(col(Exam.version_id) == col(Enrollment.version_id))
    return drawn.correlate(Enrollment).scalar_subquery()


def _counted_courses(actor: Actor) -> Any:
    """How many courses each path attempt of the actor's has, how many are complete, and what they take (T-05)."""
    attempt: Any = sa.orm.aliased(Enrollment)
    return (
        sa.select(
            col(PathStep.path_enrollment_id),
            sa.func.count().label("total"),
            sa.func.count().filter(attempt.status == Status.EVALUATED).label("done"),
            sa.func.sum(col(Training.minutes)).label("minutes"),
        )
        .join(attempt, attempt.id == col(PathStep.enrollment_id))
        .join(Training, col(Training.id) == col(PathStep.course_id))
        .where(attempt.person_id == actor.person_id)
        .group_by(col(PathStep.path_enrollment_id))
    )


def _row(row: Any, today: date) -> LearningRow:
    is_online = row.course_kind == CourseKind.ONLINE
    to_do_here = row.total if is_online else row.materials
    return LearningRow(
        id=row.id,
        title=row.title,
        code=row.code,
        level=row.level or "",
        minutes=row.minutes or 0,
        status=row.status,
        due_on=row.due_on.isoformat() if row.due_on else "",
        days=(row.due_on - today).days if row.due_on else 0,
        done=row.done or 0,
        total=row.total or 0,
        number=row.number,
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
        is_path=row.is_path,
        is_taken_online=is_online,
        is_external=row.course_kind == CourseKind.EXTERNAL,
        can_go_on=row.is_path or row.status == Status.PASSED or (row.done or 0) < (to_do_here or 0),
        questions=row.questions or 0,
        is_assigned=row.is_assigned,
        training_id=row.training_id,
    )
