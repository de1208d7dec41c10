"""The catalogue of thousands of trainings: its pages, a search, and the counts of its tabs."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.bench import databases, sql
from training_app.bench.ground import NOW, TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.catalog import listing
from training_app.catalog.filters import CatalogFilter, CatalogTab
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import db
from training_app.core.paging import SIZE

SYSTEM = Actor.system()
BAR = Bar(times=2)
MOST = 5_000
SUBJECTS = ("Airway", "Burns", "Cardiac care", "Driving", "Extrication", "Hazmat", "Infection", "Lifting", "Radio")
# What the page shows of each training, and whether something is being changed in it.
SHOWN = """
t.id, t.title, t.code, t.library, t.level, t.hours, t.minutes, t.accredited_through, t.kind, t.course_kind,
t.published_at, t.archived_at,
EXISTS (SELECT 1 FROM training_version v WHERE v.training_id = t.id AND v.published_at IS NULL) AS has_draft
"""
CURRENT = (
    "t.published_at IS NOT NULL AND t.archived_at IS NULL "
    "AND (t.accredited_through IS NULL OR t.accredited_through >= :today)"
)
# The least for paths: those of the page first, then their courses in one grouped pass.
OF_PATHS = """
SELECT v.training_id AS id, count(*) AS courses, sum(CASE WHEN {current} THEN 0 ELSE 1 END) AS gone
FROM training_version v JOIN path_course c ON c.version_id = v.id JOIN training t ON t.id = c.course_id
WHERE v.training_id IN ({ids}) AND v.number = (SELECT max(w.number) FROM training_version w
 WHERE w.training_id = v.training_id AND w.published_at IS NOT NULL) GROUP BY v.training_id
"""


def works(ground: Ground) -> list[Work]:
    """Four in five of the trainings are courses; the others are paths of four of them."""
    _fill(min(MOST, ground.size.people * 5))
    return [
        _page("courses, by title", CatalogFilter(), "t.kind = 'course'"),
        _page("courses, by hours", CatalogFilter(sort="-hours"), "t.kind = 'course'", order="t.hours DESC, "),
        _page("part of a title", CatalogFilter(q="cardiac"), "t.kind = 'course' AND t.search LIKE '%cardiac%'"),
        _paths(),
        _tabs(),
    ]


def _page(name: str, wanted: CatalogFilter, where: str, *, order: str = "") -> Work:
    counted = f"SELECT count(*) FROM training t WHERE t.archived_at IS NULL AND {where}"  # noqa: S608
    listed = (
        f"SELECT {SHOWN}, {CURRENT} AS can FROM training t WHERE t.archived_at IS NULL AND {where} "  # noqa: S608
        f"ORDER BY {order}t.title, t.id LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            total = sql.number(session, counted)
            rows = sql.rows(session, listed, today=TODAY)
            return total, [(row.id, bool(row.can), 0) for row in rows]

    return Work(f"table page, catalog: {name}", BAR, lambda _run: _listed(wanted), bare)


def _paths() -> Work:
    counted = "SELECT count(*) FROM training t WHERE t.archived_at IS NULL AND t.kind = 'path'"
    listed = (
        f"SELECT {SHOWN}, {CURRENT} AS can FROM training t WHERE t.archived_at IS NULL AND t.kind = 'path' "  # noqa: S608
        f"ORDER BY t.title, t.id LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            total = sql.number(session, counted)
            rows = sql.rows(session, listed, today=TODAY)
            ids = ", ".join(str(row.id) for row in rows) or "0"
            parts = {row.id: row for row in sql.rows(session, OF_PATHS.format(current=CURRENT, ids=ids), today=TODAY)}
            return total, [(row.id, bool(row.can) and not parts[row.id].gone, parts[row.id].courses) for row in rows]

    wanted = CatalogFilter(tab=CatalogTab.PATHS)
    return Work("table page, catalog: paths, by title", BAR, lambda _run: _listed(wanted), bare)


def _listed(wanted: CatalogFilter) -> Any:
    with db.read() as session:
        found = listing.trainings(session, SYSTEM, wanted=wanted, today=TODAY)
        return found.total, [(row.training.id, row.can_be_assigned, row.courses) for row in found.rows]


def _tabs() -> Work:
    def ours(_run: int) -> Any:
        with db.read() as session:
            return [number for number in listing.tabs(session, SYSTEM, wanted=CatalogFilter()).values() if number]

    # The least: one grouped pass over the trainings.
    grouped = (
        "SELECT CASE WHEN archived_at IS NOT NULL THEN 2 WHEN kind = 'path' THEN 1 ELSE 0 END AS tab, "
        "count(*) AS number FROM training GROUP BY 1 ORDER BY 1"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            return [row.number for row in sql.rows(session, grouped)]

    return Work("table page, catalog: tabs", BAR, ours, bare)


def _fill(number: int) -> None:
    """Further trainings: some archived, some expired, some not published yet, some being changed."""
    with db.write() as session:
        first = sql.number(session, "SELECT max(id) FROM training") + 1
        _insert(session, Training, [_training(first + place, place) for place in range(number)])
        begin = sql.number(session, "SELECT max(id) FROM training_version") + 1
        versions = [one for place in range(number) for one in _versions(first + place, place)]
        _insert(session, TrainingVersion, [one | {"id": begin + at} for at, one in enumerate(versions)])
        courses = [first + place for place in range(number) if not _is_path(place) and place % 50]
        _insert(session, PathCourse, [
            {"version_id": begin + at, "position": part, "course_id": courses[(at * 7 + part) % len(courses)]}
            for at, one in enumerate(versions) if _is_path(one["training_id"] - first) for part in range(1, 5)
        ])  # fmt: skip
        if not db.is_sqlite():
            for table, column in (("training", "id"), ("training_version", "id")):
                sql.do(session, sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "  # noqa: S608
                                        f"(SELECT max({column}) FROM {table}))"))  # fmt: skip
    databases.take_stock()


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    session.connection().execute(sa.insert(table), rows)


def _is_path(place: int) -> bool:
    return place % 5 == 4  # noqa: PLR2004


def _training(number: int, place: int) -> dict[str, Any]:
    subject = SUBJECTS[place * 31 % len(SUBJECTS)]
    title, code, is_path = f"{subject} {place * 7919 % 10_007:05}", f"CAT-{number}", _is_path(place)
    return {
        "id": number, "kind": TrainingKind.PATH if is_path else TrainingKind.COURSE, "title": title, "code": code,
        "code_key": code.casefold(), "library": f"Library {place % 12}", "description": "", "category": "",
        "level": (None, "BLS", "ALS")[place % 3], "course_kind": None if is_path else CourseKind.ONLINE,
        "hours": place % 9, "minutes": place % 90, "reassign_from_completion": False, "created_at": NOW,
        "accredited_through": _accredited(place), "published_at": NOW if place % 50 or is_path else None,
        "archived_at": None if place % 20 else NOW, "version": 1, "search": f"{title} {code}".casefold(),
    }  # fmt: skip


def _accredited(place: int) -> date | None:
    return TODAY + timedelta(days=place % 400 - 20) if place % 4 == 0 else None


def _versions(training_id: int, place: int) -> list[dict[str, Any]]:
    """One version; of one in ten courses that are published a second one as a draft."""
    is_published = place % 50 or _is_path(place)
    made = [{"training_id": training_id, "number": 1, "published_at": NOW if is_published else None}]
    if is_published and not _is_path(place) and place % 10 == 1:
        made.append({"training_id": training_id, "number": 2, "published_at": None})
    return made
