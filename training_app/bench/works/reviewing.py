"""The review of a draft with everybody chosen: what would become of each, counted and listed (A-13)."""

from dataclasses import dataclass, replace
from typing import Any

from training_app.access.actor import Actor
from training_app.assignments.making import drafting, reviewing
from training_app.assignments.rules import Part
from training_app.bench import sql
from training_app.bench.ground import NOW, TODAY, Ground
from training_app.bench.history import Course
from training_app.bench.measure import Bar, Work
from training_app.core import db, organization
from training_app.core.clock import days_after, months_after
from training_app.core.paging import SIZE

BAR = Bar(times=2)
FATES = ("enrolled", "joining", "completed")

# The least: whoever is chosen, with an open attempt or without, and whoever completed it since their licence was
# issued, or else since its lapse, or else within the default length. Here every licence says when it was issued.
OPEN = """
EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = p.id AND e.training_id = {training}
        AND e.closed_as IS NULL AND e.status IN ('enrolled', 'passed'))
"""
COMPLETED = """
(SELECT max(e.completed_on) FROM enrollment e WHERE e.person_id = p.id AND e.training_id = {training}
 AND e.status = 'evaluated' AND e.closed_as IS NULL) >= coalesce(
  (SELECT max(a.issued_on) FROM award a JOIN certification c ON c.id = a.certification_id WHERE a.person_id = p.id
   AND c.is_licence AND a.revoked_at IS NULL AND a.issued_on <= :today AND (a.always_valid OR a.expires_on >= :today)),
  (SELECT max(a.expires_on) FROM award a JOIN certification c ON c.id = a.certification_id WHERE a.person_id = p.id
   AND c.is_licence AND a.revoked_at IS NULL AND a.expires_on < :today), :default)
"""
COUNTED = """
SELECT CASE WHEN p.deactivated_at IS NOT NULL THEN 'deactivated' WHEN {open} THEN 'joining'
            WHEN {completed} THEN 'completed' ELSE 'enrolled' END AS fate, p.level, count(*) AS people
FROM chosen h JOIN person p ON p.id = h.person_id WHERE h.form_key = :key GROUP BY 1, 2
"""
LISTED = """
SELECT p.id, p.first_name, p.last_name, p.email, p.level, b.name
FROM chosen h JOIN person p ON p.id = h.person_id JOIN branch b ON b.id = p.branch_id
WHERE h.form_key = :key AND p.deactivated_at IS NULL AND NOT {open} AND ({completed}) IS NOT TRUE
ORDER BY p.last_name, p.first_name, p.id LIMIT :size
"""


@dataclass(frozen=True)
class Drafted:
    """A draft with everybody on it. A draft is somebody's: the first person of the ground makes it."""

    id: int
    key: str
    maker: Actor


def works(ground: Ground) -> list[Work]:
    """The account, and the first page of those who would be enrolled."""
    course = ground.fresh[0]
    draft = _draft(course)
    said: dict[str, Any] = {"draft_id": draft.id, "today": TODAY}

    def account(_run: int) -> Any:
        with db.read() as session:
            told = reviewing.account(session, draft.maker, **said)
        return {fate: getattr(told, fate) for fate in FATES}

    def first_page(_run: int) -> Any:
        with db.read() as session:
            found = reviewing.people(session, draft.maker, part=Part.ENROLLED, **said)
        return found.total, [row.id for row in found.rows]

    counted, listed = _bare(COUNTED, course), _bare(LISTED, course)

    def bare_account(_run: int) -> Any:
        with db.read() as session:
            rows = sql.rows(session, counted, key=draft.key, today=TODAY, default=_default(session))
        return {fate: sum(row.people for row in rows if row.fate == fate) for fate in FATES}

    def bare_page(_run: int) -> Any:
        with db.read() as session:
            asked = {"key": draft.key, "today": TODAY, "default": _default(session)}
            rows = sql.rows(session, counted, **asked)
            found = sql.rows(session, listed, **asked, size=SIZE)
        return sum(row.people for row in rows if row.fate == Part.ENROLLED), [row.id for row in found]

    return [
        Work("review of everyone, account", BAR, account, bare_account),
        Work("review of everyone, first page", BAR, first_page, bare_page),
    ]


def _draft(course: Course) -> Drafted:
    with db.write() as session:
        first = sql.number(session, "SELECT min(id) FROM person")
        maker = replace(Actor.system(), person_id=first)
        draft_id = drafting.begin(session, maker, now=NOW)
        said: dict[str, Any] = {"draft_id": draft_id, "now": NOW}
        drafting.choose_training(session, maker, training_id=course.id, **said)
        drafting.set_dates(session, maker, starts_on=TODAY, due_on=days_after(TODAY, 45), **said)
        drafting.add_everyone(session, maker, **said)
        key = sql.rows(session, "SELECT key FROM assignment_draft WHERE id = :id", id=draft_id)[0].key
        return Drafted(draft_id, str(key), maker)


def _bare(text: str, course: Course) -> str:
    parts = {"open": OPEN, "completed": COMPLETED}
    return text.format(**{name: part.format(training=course.id) for name, part in parts.items()})


def _default(session: Any) -> Any:
    return months_after(TODAY, -organization.of(session).licensing_months)
