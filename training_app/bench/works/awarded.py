"""Pages of "Awarded Users": of a certification that everybody was awarded twice, by each of its sorts (C-12)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from training_app.access.actor import Actor
from training_app.bench import databases, sql
from training_app.bench.ground import NOW, TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.certifications.awarding import awarded
from training_app.certifications.awarding.filters import AwardedFilter, AwardedSort
from training_app.certifications.awarding.rules import AwardState
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Association, Validity
from training_app.core import db
from training_app.core.clock import days_after
from training_app.core.paging import SIZE
from training_app.core.tables import known
from training_app.people.model import Person

SYSTEM = Actor.system()
NAME = "Respirator fit test"
PERIOD_DAYS, RENEWAL_DAYS = 365, 90
SOON = days_after(TODAY, RENEWAL_DAYS)
FIRST, LAST = date.min, date.max
BY_NAME = "p.last_name, p.first_name, p.id"
ORDERS = {
    AwardedSort.USERNAME: "p.username_key",
    AwardedSort.FIRST_NAME: "p.first_name, p.last_name, p.id",
    AwardedSort.LAST_NAME: BY_NAME,
    AwardedSort.ISSUED: "a.issued_on NULLS FIRST, a.person_id",
    AwardedSort.EXPIRES: "a.expires_on NULLS LAST, a.person_id",
    f"-{AwardedSort.EXPIRES}": "a.expires_on DESC NULLS FIRST, a.person_id DESC",
    AwardedSort.ASSOCIATION: "a.association, a.person_id",
}
BEGUN = "(a.issued_on IS NULL OR a.issued_on <= :today)"
HOLDS = f"{BEGUN} AND (a.expires_on IS NULL OR a.expires_on >= :today)"
END = "coalesce(a.expires_on, :last)"
PLACE = f"(CASE WHEN {HOLDS} THEN 1 ELSE 0 END, {END}, coalesce(a.issued_on, :first), a.id)"
CURRENT = (
    "a.certification_id = :kind AND a.revoked_at IS NULL AND NOT EXISTS (SELECT 1 FROM award o "  # noqa: S608
    "WHERE o.certification_id = a.certification_id AND o.person_id = a.person_id AND o.revoked_at IS NULL "
    f"AND {PLACE.replace('a.', 'o.')} > {PLACE})"
)


def works(ground: Ground) -> list[Work]:
    """The first page of each sort, of a search and of one state, each with the counts of the states."""
    del ground  # the kind and its awards are made when the first of these is measured
    made: list[int] = []
    is_named = "p.search LIKE '%marberg%'"
    is_expiring = f"{BEGUN} AND a.expires_on BETWEEN :today AND :soon"
    return [
        *(_page(made, f"by {sort}", AwardedFilter(sort=sort), order) for sort, order in ORDERS.items()),
        _page(made, "part of a name", AwardedFilter(q="marberg"), BY_NAME, whom=is_named),
        _page(made, "expiring", AwardedFilter(AwardState.EXPIRING), BY_NAME, state="Expiring", stands=is_expiring),
    ]


def _page(
    made: list[int], name: str, wanted: AwardedFilter, order: str, *, whom: str = "", state: str = "", stands: str = ""
) -> Work:
    def first(_run: int) -> None:
        made.extend([_awarded_to_everybody()] if not made else [])

    def ours(_run: int) -> Any:
        with db.read() as session:
            found = awarded.awarded(session, SYSTEM, certification_id=made[0], wanted=wanted, today=TODAY)
            return found.found.total, {one: number for one, number in found.states.items() if number}, found.found.rows

    counted = _states(f"AND a.person_id IN (SELECT p.id FROM person p WHERE {whom})" if whom else "")  # noqa: S608
    conditions = " AND ".join(part for part in (CURRENT, whom, stands) if part)
    listed = (
        "SELECT a.id, a.person_id, p.username, p.first_name, p.last_name, a.issued_on, a.expires_on, a.association, "  # noqa: S608
        "a.activity_id, p.deactivated_at FROM award a JOIN person p ON p.id = a.person_id "
        f"WHERE {conditions} ORDER BY {order} LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        asked: dict[str, Any] = {"kind": made[0], "today": TODAY, "last": LAST}
        with db.read() as session:
            numbers = {row.state: row.number for row in sql.rows(session, counted, **asked, soon=SOON)}
            asked |= {"first": FIRST} | ({"soon": SOON} if stands else {})
            rows = sql.rows(session, listed, **asked)
        return numbers[state] if state else sum(numbers.values()), numbers, rows

    return Work(f"table page, awarded users: {name}", Bar(times=2), ours, bare, outcome=_ids, first=first)


def _states(among: str) -> str:
    """The least: one pass over the awards, each person by the longest that they hold today, or ever held."""
    return (
        "SELECT CASE WHEN until IS NULL AND final < :today THEN 'Expired' WHEN until IS NULL THEN 'Not yet valid' "  # noqa: S608
        "WHEN until = :last THEN 'Always valid' WHEN until <= :soon THEN 'Expiring' ELSE 'Valid' END AS state, "
        f"count(*) AS number FROM (SELECT max(CASE WHEN {HOLDS} THEN {END} END) AS until, max({END}) AS final "
        f"FROM award a WHERE a.certification_id = :kind AND a.revoked_at IS NULL {among} GROUP BY a.person_id) s "
        "GROUP BY 1"
    )


def _ids(answer: Any) -> Any:
    total, states, rows = answer
    return total, {str(state): number for state, number in states.items()}, [row.id for row in rows]


def _awarded_to_everybody() -> int:
    """A certification of one year: everybody's latest award, of any age, and the one before it."""
    with db.write() as session:
        kind = Certification(name=NAME, code=NAME, code_key=NAME.casefold(), created_at=NOW, validity=Validity.DAYS,
                             validity_number=PERIOD_DAYS, renewal_days=RENEWAL_DAYS)  # fmt: skip
        session.add(kind)
        session.flush()
        begun = sql.lot(Person.id, 6, PERIOD_DAYS + 60) - 10
        is_always = sql.lot(Person.id, 7, 100) < 5  # noqa: PLR2004
        for earlier in (0, PERIOD_DAYS):
            expires_on = sql.later(TODAY, PERIOD_DAYS - earlier - begun)
            columns = {
                "person_id": col(Person.id), "certification_id": sa.literal(kind.id),
                "issued_on": sql.later(TODAY, -earlier - begun), "number": sa.literal(""),
                "expires_on": expires_on if earlier else sa.case((is_always, sa.null()), else_=expires_on),
                "always_valid": sa.false() if earlier else is_always, "version": sa.literal(1),
                "association": sa.case((sql.lot(Person.id, 8, 100) < 70, sa.literal(Association.MANUAL.value)),  # noqa: PLR2004
                                       else_=sa.literal(Association.TRAINING.value)),
                "created_at": sql.instant(NOW),
            }  # fmt: skip
            sql.do(session, sa.insert(Award).from_select(list(columns), sa.select(*columns.values())))
        made = known(kind.id)
    databases.take_stock()
    return made
