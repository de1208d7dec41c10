"""Pages of tables: the places in an assignment of everyone with their tabs, and the list of assignments."""

from typing import Any

from training_app.access.actor import Actor
from training_app.assignments import places, queries
from training_app.assignments.filters import AssignmentFilter, PlaceFilter
from training_app.assignments.rules import StatusTab, last_day_due_soon
from training_app.bench import sql
from training_app.bench.ground import TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db
from training_app.core.paging import SIZE

SYSTEM = Actor.system()
BAR = Bar(times=2)
JOINED = "assignee a JOIN enrollment e ON e.id = a.enrollment_id"
# Neither excused nor closed in a way that takes the attempt out of the numbers.
COUNTS = "a.excused_at IS NULL AND (e.closed_as IS NULL OR e.closed_as = 'lapsed')"


def works(ground: Ground) -> list[Work]:
    """The pages that somebody opens first, and two that take more."""
    return [
        _places(ground, "all, by name", PlaceFilter(), "a.withdrawn_at IS NULL", joins=""),
        _places(
            ground,
            "enrolled, by name",
            PlaceFilter(tab=StatusTab.ENROLLED),
            f"a.withdrawn_at IS NULL AND {COUNTS} AND e.status = 'enrolled'",
            joins="JOIN enrollment e ON e.id = a.enrollment_id",
        ),
        _places(
            ground,
            "part of a name",
            PlaceFilter(q="marberg"),
            "a.withdrawn_at IS NULL AND p.search LIKE '%marberg%'",
            joins="JOIN person p ON p.id = a.person_id",
        ),
        _tabs(ground),
        _assignments(),
        _assignment_tabs(),
    ]


def _places(ground: Ground, name: str, wanted: PlaceFilter, where: str, *, joins: str) -> Work:
    def ours(_run: int) -> Any:
        with db.read() as session:
            return places.places(session, SYSTEM, assignment_id=ground.everyone, wanted=wanted, today=TODAY)

    # The least: the count joins only what its condition speaks of, the page also what it shows and sorts by.
    counted = f"SELECT count(*) FROM assignee a {joins} WHERE a.assignment_id = :assignment AND {where}"  # noqa: S608
    listed = (
        "SELECT a.id, a.person_id, p.first_name, p.last_name, p.email, b.name, a.due_on, e.status, e.closed_as, "  # noqa: S608
        f"e.number, e.completed_on, a.excused_at FROM {JOINED} JOIN person p ON p.id = a.person_id "
        f"JOIN branch b ON b.id = p.branch_id WHERE a.assignment_id = :assignment AND {where} "
        f"ORDER BY p.last_name, p.first_name, a.id LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            total = sql.number(session, counted, assignment=ground.everyone)
            return total, sql.rows(session, listed, assignment=ground.everyone)

    return Work(f"table page, people assigned: {name}", BAR, ours, bare, outcome=_ids)


def _ids(answer: Any) -> Any:
    total, rows = answer if isinstance(answer, tuple) else (answer.total, answer.rows)
    return total, [row.id for row in rows]


def _tabs(ground: Ground) -> Work:
    def ours(_run: int) -> Any:
        with db.read() as session:
            tabs = places.place_tabs(session, SYSTEM, assignment_id=ground.everyone, wanted=PlaceFilter(), today=TODAY)
            return [tab.number for tab in tabs]

    # The least: one pass over the places with their attempts, each tab by what sets it apart.
    owed = f"{COUNTS} AND e.status <> 'evaluated'"
    tabs = (
        f"{COUNTS} AND e.status = 'evaluated'", f"{owed} AND a.due_on BETWEEN :today AND :soon",
        f"{owed} AND a.due_on < :today", f"{COUNTS} AND e.status = 'enrolled'", f"{COUNTS} AND e.status = 'passed'",
        f"{COUNTS} AND e.status = 'failed'",
    )  # fmt: skip
    counted = ", ".join(f"count(*) FILTER (WHERE {tab})" for tab in tabs)
    statement = (
        f"SELECT count(*), {counted} FROM {JOINED} WHERE a.assignment_id = :assignment AND a.withdrawn_at IS NULL"  # noqa: S608
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            soon = last_day_due_soon(TODAY)
            return list(sql.rows(session, statement, assignment=ground.everyone, today=TODAY, soon=soon)[0])

    return Work("table page, people assigned: counts of the tabs", BAR, ours, bare)


def _assignments() -> Work:
    wanted = AssignmentFilter()

    def ours(_run: int) -> Any:
        with db.read() as session:
            found = queries.assignments(session, SYSTEM, wanted=wanted, today=TODAY)
            return found.total, [(row.id, row.people, row.past_due) for row in found.rows]

    active = "a.published_at IS NOT NULL AND a.starts_on <= :today AND a.due_on >= :today"

    # The least: the page, then one grouped pass over the places of the assignments on it.
    def bare(_run: int) -> Any:
        with db.read() as session:
            total = sql.number(session, f"SELECT count(*) FROM assignment a WHERE {active}", today=TODAY)  # noqa: S608
            page = sql.rows(
                session,
                "SELECT a.id, t.title, t.level, a.starts_on, a.due_on FROM assignment a "  # noqa: S608
                f"JOIN training t ON t.id = a.training_id WHERE {active} ORDER BY a.due_on, a.id LIMIT {SIZE}",
                today=TODAY,
            )
            ids = ", ".join(str(row.id) for row in page) or "0"
            far = sql.rows(
                session,
                "SELECT a.assignment_id, count(*) AS people, "  # noqa: S608
                "sum(CASE WHEN p.deactivated_at IS NULL AND a.excused_at IS NULL THEN 1 ELSE 0 END) AS counted, "
                f"sum(CASE WHEN p.deactivated_at IS NULL AND {COUNTS} AND e.status = 'evaluated' THEN 1 ELSE 0 END), "
                f"sum(CASE WHEN {COUNTS} AND e.status <> 'evaluated' AND a.due_on < :today THEN 1 ELSE 0 END) AS past "
                f"FROM {JOINED} JOIN person p ON p.id = a.person_id "
                f"WHERE a.assignment_id IN ({ids}) AND a.withdrawn_at IS NULL GROUP BY a.assignment_id",
                today=TODAY,
            )
            numbers = {row.assignment_id: (row.people, row.past) for row in far}
            return total, [(row.id, *numbers.get(row.id, (0, 0))) for row in page]

    return Work("table page, assignments: active, by due day", BAR, ours, bare)


def _assignment_tabs() -> Work:
    def ours(_run: int) -> Any:
        with db.read() as session:
            tabs = queries.assignment_tabs(session, SYSTEM, wanted=AssignmentFilter(), today=TODAY)
            return sorted(tab.number for tab in tabs if tab.number)

    # The least: one grouped pass over the assignments.
    grouped = (
        "SELECT CASE WHEN due_on < :today THEN 2 WHEN starts_on > :today THEN 0 ELSE 1 END AS tab, count(*) AS number "
        "FROM assignment WHERE published_at IS NOT NULL GROUP BY 1"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            return sorted(row.number for row in sql.rows(session, grouped, today=TODAY))

    return Work("table page, assignments: counts of the tabs", BAR, ours, bare)
