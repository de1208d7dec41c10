"""Reading the sheet of a session: who is enrolled, what is entered, what was recorded, and what recording would do."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attendance import attending
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Act, Entry, Mark
from training_app.assignments.attendance.filters import SheetFilter, SheetTab
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.queries import TabCount
from training_app.assignments.records import Attendance, AttendanceEntry
from training_app.assignments.rules import Source, Status
from training_app.assignments.sessions import finding
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Branch, Person
from training_app.people.queries import matching, visible

MOST_REFUSED = 50
# Short pages: on a phone whoever is added is below them.
ROWS = 25


@dataclass(frozen=True)
class SheetRow:
    """Somebody on the sheet. `mark` and `score` are what is entered, `recorded` what was recorded for the day."""

    id: int
    name: str
    email: str
    branch: str
    due_on: str
    is_enrolled: bool
    mark: str
    score: str
    recorded: str
    recorded_score: str


@dataclass(frozen=True)
class SheetRefusal:
    """Somebody for whom what is entered cannot be recorded any more, and why."""

    person_id: int
    name: str
    why: str


@dataclass(frozen=True)
class SheetAccount:
    """What recording would do with what is entered; `people` are all entered. Of the refused the first are named.

    Those `passed` owe an evaluation, which completes it.
    """

    people: int
    completed: int
    passed: int
    failed: int
    enrolled: int
    corrected: int
    already: int
    absent: int
    refused: int
    refusals: tuple[SheetRefusal, ...]


def people(session: Session, actor: Actor, *, course_id: int, day: date, wanted: SheetFilter) -> Paged[SheetRow]:
    """One page of those enrolled, signed up, entered or recorded for a day, among those whom the actor sees."""
    attendance.course_of(session, actor, course_id=course_id)
    page = Page(wanted.page, ROWS)
    where = [*_where(actor, wanted.q, course_id, day), _under(wanted.tab, course_id, day)]
    joined = _joined(actor, course_id, day)
    total = session.connection().execute(sa.select(sa.func.count()).select_from(joined).where(*where)).scalar_one()
    if wanted.page > 1 and (wanted.page - 1) * ROWS >= total:
        return people(session, actor, course_id=course_id, day=day, wanted=replace(wanted, page=1))
    columns = (
        col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email), col(Branch.name),
        _OPEN.id.label("open_id"), _due().label("due_on"), col(AttendanceEntry.mark),
        col(AttendanceEntry.score), _DONE.status.label("recorded"), _DONE.score.label("recorded_score"),
    )  # fmt: skip
    found = sa.select(*columns).select_from(joined).where(*where)
    ordered = found.order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    return Paged([_row(row) for row in session.connection().execute(page.cut(ordered))], total, page)


def tabs(session: Session, actor: Actor, *, course_id: int, day: date, q: str) -> list[TabCount]:
    """How many people each tab has with the same search, in one query."""
    attendance.course_of(session, actor, course_id=course_id)
    counts = (sa.func.count().filter(_under(tab, course_id, day)) for tab in SheetTab)
    has_sessions = finding.of_day(course_id, day).exists()
    joined, where = _joined(actor, course_id, day), _where(actor, q, course_id, day)
    row = session.connection().execute(sa.select(*counts, sa.select(has_sessions).scalar_subquery())
                                       .select_from(joined).where(*where)).one()  # fmt: skip
    shown = [tab for tab in SheetTab if row[-1] or tab is not SheetTab.SIGNED_UP]
    return [TabCount(tab.name.lower(), tab.value, row[list(SheetTab).index(tab)]) for tab in shown]


def account(session: Session, actor: Actor, *, course_id: int, day: date) -> SheetAccount:
    """What recording what is entered would do now, by the same decision that recording takes."""
    course = attendance.course_of(session, actor, course_id=course_id)
    said = entries(session, actor, course_id=course_id, day=day)
    chosen = sa.select(col(AttendanceEntry.person_id)).where(*mine(actor, course_id, day))
    found = attending.standings(session, actor, course_id=course_id, day=day, people=col(Person.id).in_(chosen))
    decisions = [attending.decide(one, found[one.person_id], course, day) for one in said]
    number = attending.counted(decisions)
    refused = [one for one in decisions if one.act is Act.REFUSE][:MOST_REFUSED]
    return SheetAccount(
        people=len(said),
        completed=number[Act.COMPLETE],
        passed=number[Act.PASS],
        failed=number[Act.FAIL],
        enrolled=sum(1 for one in decisions if one.enrolls),
        corrected=number[Act.CORRECT],
        already=number[Act.ALREADY] + number[Act.NOTE],
        absent=number[Act.ABSENT],
        refused=number[Act.REFUSE],
        refusals=tuple(SheetRefusal(one.standing.person_id, one.standing.name, one.why) for one in refused),
    )


def entry(session: Session, actor: Actor, *, course_id: int, day: date, person_id: int) -> Entry | None:
    """What the actor has entered for one person; None when nothing."""
    wanted = select(AttendanceEntry).where(*mine(actor, course_id, day), AttendanceEntry.person_id == person_id)
    row = session.exec(wanted).first()
    return None if row is None else Entry(row.person_id, Mark(row.mark), row.score)


def entries(session: Session, actor: Actor, *, course_id: int, day: date, lock: bool = False) -> list[Entry]:
    """What the actor has entered for the session of a day, for those whom they see."""
    wanted = (
        select(AttendanceEntry)
        .join(Person, col(Person.id) == col(AttendanceEntry.person_id))
        .where(*mine(actor, course_id, day), visible(actor))
        .order_by(col(AttendanceEntry.person_id))
    )
    rows = session.exec(wanted.with_for_update(of=AttendanceEntry) if lock else wanted)
    return [Entry(row.person_id, Mark(row.mark), row.score) for row in rows]


def mine(actor: Actor, course_id: int, day: date) -> list[sa.ColumnElement[bool]]:
    """The entries of the actor for the session of a day."""
    return [
        col(AttendanceEntry.by_id) == actor.person_id,
        col(AttendanceEntry.course_id) == course_id,
        col(AttendanceEntry.day) == day,
    ]


def without_result(
    session: Session, actor: Actor, *, course_id: int, day: date, q: str, tab: SheetTab = SheetTab.ALL
) -> list[int]:
    """Everybody under a tab whom the search finds and for whom nothing is entered or recorded yet."""
    attendance.course_of(session, actor, course_id=course_id)
    where = [*_where(actor, q, course_id, day), _under(tab, course_id, day), _under(SheetTab.OPEN, course_id, day)]
    wanted = sa.select(col(Person.id)).select_from(_joined(actor, course_id, day))
    return [known(number) for number in session.connection().execute(wanted.where(*where)).scalars()]


# Made once: an alias takes longer to make than the query that it is in.
_OPEN: Any = sa.orm.aliased(Enrollment)
_DONE: Any = sa.orm.aliased(Enrollment)


def _under(tab: SheetTab, course_id: int, day: date) -> sa.ColumnElement[bool]:
    match tab:
        case SheetTab.ALL:
            return sa.true()
        case SheetTab.SIGNED_UP:
            return finding.is_seated_sql(course_id, day)
        case SheetTab.OPEN:
            return col(AttendanceEntry.person_id).is_(None) & col(Attendance.id).is_(None)
        case SheetTab.ENTERED:
            return col(AttendanceEntry.person_id).is_not(None)
        case SheetTab.RECORDED:
            return col(Attendance.id).is_not(None)


def _joined(actor: Actor, course_id: int, day: date) -> Any:
    of_person = col(Person.id)
    opened = sa.and_(
        _OPEN.person_id == of_person,
        _OPEN.training_id == course_id,
        _OPEN.closed_as.is_(None),
        _OPEN.status.in_((Status.ENROLLED, Status.PASSED)),
    )
    entered = sa.and_(col(AttendanceEntry.person_id) == of_person, *mine(actor, course_id, day))
    recorded = sa.and_(
        col(Attendance.person_id) == of_person, col(Attendance.course_id) == course_id, col(Attendance.day) == day
    )
    return (
        sa.join(Person, Branch, col(Branch.id) == col(Person.branch_id))
        .outerjoin(_OPEN, opened)
        .outerjoin(AttendanceEntry, entered)
        .outerjoin(Attendance, recorded)
        .outerjoin(_DONE, _DONE.id == col(Attendance.enrollment_id))
    )


def _where(actor: Actor, q: str, course_id: int, day: date) -> list[sa.ColumnElement[bool]]:
    # Who has passed comes to no session any more: only the evaluation is owed.
    waits = _OPEN.status == Status.ENROLLED
    enrolled = Person.active_sql() & waits & ~_is_being_created()
    there = enrolled | col(AttendanceEntry.person_id).is_not(None) | col(Attendance.id).is_not(None)
    there |= finding.is_seated_sql(course_id, day)
    return [there, visible(actor), *matching(q)]


def _is_being_created() -> Any:
    """Whether the attempt comes of an assignment that nobody sees yet (A-14)."""
    places = sa.select(col(Assignee.id)).join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
    theirs = places.where(col(Assignee.enrollment_id) == _OPEN.id).correlate(_OPEN)
    shown = theirs.where(col(Assignment.published_at).is_not(None)).exists()
    return (_OPEN.source == Source.ASSIGNED) & theirs.exists() & ~shown


def _due() -> Any:
    """The first due day of what asks for the open attempt."""
    return (
        sa.select(sa.func.min(col(Assignee.due_on)))
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .where(
            col(Assignee.enrollment_id) == _OPEN.id,
            col(Assignee.withdrawn_at).is_(None),
            col(Assignment.published_at).is_not(None),
        )
        .correlate(_OPEN)
        .scalar_subquery()
    )


def _row(row: Any) -> SheetRow:
    recorded = "" if row.recorded is None else Mark.FAILED if row.recorded == Status.FAILED else Mark.ATTENDED
    return SheetRow(
        id=row.id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        branch=row.name,
        due_on=row.due_on.isoformat() if row.due_on else "",
        is_enrolled=row.open_id is not None,
        mark=row.mark or "",
        score=attending.score_said(row.score),
        recorded=str(recorded),
        recorded_score=attending.score_said(row.recorded_score),
    )
