"""Finding people by the filter: how many, the first page, and everybody for an act on all of them (A-07, A-08)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments import actions
from training_app.audience import queries
from training_app.audience.filters import PeopleFilter
from training_app.bench import sql
from training_app.bench.ground import TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db
from training_app.core.clock import days_after
from training_app.core.paging import SIZE
from training_app.core.tables import known
from training_app.people.model import Attribute, Person, PersonAttribute

SYSTEM = Actor.system()
BAR = Bar(times=2, seconds=0.15)
# Beside a look at a handful of rows, putting the question together is most of the time.
SMALL = Bar(seconds=0.15)
SOON = days_after(TODAY, 90)
SHIRTS = ("S", "M", "L", "XL", "XXL")
# An award that counts, and a current one that lasts until a day of the next three months.
COUNTS = "a.revoked_at IS NULL AND (a.issued_on IS NULL OR a.issued_on <= :today)"
LASTS_UNTIL = (
    f"{COUNTS} AND a.expires_on BETWEEN :today AND :soon AND NOT EXISTS (SELECT 1 FROM award b "  # noqa: S608
    "WHERE b.person_id = a.person_id AND b.certification_id = a.certification_id AND b.revoked_at IS NULL "
    "AND (b.issued_on IS NULL OR b.issued_on <= :today) AND (b.expires_on IS NULL OR b.expires_on > :soon))"
)


@dataclass(frozen=True)
class Search:
    """A filter, and the same as a condition that anybody would write by hand."""

    name: str
    wanted: PeopleFilter
    where: str
    values: dict[str, Any]
    bar: Bar = BAR


def works(ground: Ground) -> list[Work]:
    """Count and first page of some filters, and "Assign Users Below" with the first of them."""
    searches = [*_searches(ground), *_of_facts()]
    found = [work for search in searches for work in (_count(search), _page(search))]
    return [*found, _everybody(searches[0])]


def _searches(ground: Ground) -> list[Search]:
    expiry = PeopleFilter(criteria=(("licence_expires", f"{TODAY}..{SOON}"),))
    return [
        Search(
            "level and branch",
            PeopleFilter(criteria=(("level", "ALS"), ("branch", str(ground.branch_id)))),
            # The least: whoever writes this knows the stations of the battalion; we look them up.
            f"p.level = 'ALS' AND p.branch_id IN ({', '.join(map(str, ground.below))})",
            {},
        ),
        Search(
            "licence expires within 90 days",
            expiry,
            # The least: one range of the index on expiry, and of those found whether a later one is there.
            "p.id IN (SELECT a.person_id FROM award a WHERE a.certification_id IN "  # noqa: S608
            f"(SELECT id FROM certification WHERE is_licence) AND {LASTS_UNTIL})",
            {"today": TODAY, "soon": SOON},
        ),
        # The least: a part of a name can stand anywhere, so every name is looked at.
        Search("part of a name", PeopleFilter(q="marberg"), "p.search LIKE :part", {"part": "%marberg%"}),
    ]


def _of_facts() -> list[Search]:
    """By what is known of people beyond the columns of most lists; a further attribute is made for it."""
    with db.write() as session:
        cpr = sql.number(session, "SELECT id FROM certification WHERE NOT is_licence ORDER BY id")
        captain = sql.number(session, "SELECT manager_id FROM person WHERE manager_id IS NOT NULL ORDER BY id LIMIT 1")
        size = _shirts(session)
    hired = days_after(TODAY, -3_650)
    held = f"SELECT a.person_id FROM award a WHERE a.certification_id = {cpr} AND "  # noqa: S608
    return [
        _search("certification valid", f"certification={cpr}:valid",
                f"p.id IN ({held} {COUNTS} AND (a.expires_on IS NULL OR a.expires_on >= :today))", today=TODAY),
        _search("certification expires within 90 days", f"certification={cpr}:expiring:90",
                f"p.id IN ({held} {LASTS_UNTIL})", today=TODAY, soon=SOON),
        _search("certification missing", f"certification={cpr}:missing",
                f"NOT EXISTS ({held} {COUNTS} AND a.person_id = p.id)", today=TODAY),
        _search("further attribute", f"attribute.{size}=XL",
                "p.id IN (SELECT s.person_id FROM person_attribute s WHERE s.attribute_id = :size AND s.value = 'XL')",
                size=size),
        _search("hired within 10 years", f"hired={hired}..{TODAY}", "p.hired_on BETWEEN :hired AND :today",
                hired=hired, today=TODAY),
        _search("reports to one manager", f"manager={captain}", "p.manager_id = :captain", SMALL, captain=captain),
    ]  # fmt: skip


def _search(name: str, query: str, where: str, bar: Bar = BAR, **values: Any) -> Search:
    return Search(name, PeopleFilter.from_query(query), where, values, bar)


def _shirts(session: Session) -> int:
    """A further attribute of everybody, with five values."""
    made = Attribute(name="Shirt size")
    session.add(made)
    session.flush()
    sizes = sa.case(*((sql.lot(Person.id, 4, 5) == place, size) for place, size in enumerate(SHIRTS)))
    said = sa.select(sa.literal(made.id), col(Person.id), sizes)
    sql.do(session, sa.insert(PersonAttribute).from_select(["attribute_id", "person_id", "value"], said))
    if not db.is_sqlite():
        sql.do(session, "ANALYZE person_attribute")
    return known(made.id)


def _count(search: Search) -> Work:
    def ours(_run: int) -> int:
        with db.read() as session:
            return queries.count(session, SYSTEM, wanted=search.wanted, today=TODAY)

    def bare(_run: int) -> int:
        with db.read() as session:
            return sql.number(session, f"SELECT count(*) FROM person p WHERE {search.where}", **search.values)  # noqa: S608

    return Work(f"filter, count: {search.name}", search.bar, ours, bare)


def _page(search: Search) -> Work:
    def ours(_run: int) -> Any:
        with db.read() as session:
            return queries.find(session, SYSTEM, wanted=search.wanted, today=TODAY)

    # The least: how many there are, the columns that the page shows in its order, and the licences of those on it.
    counted = f"SELECT count(*) FROM person p WHERE {search.where}"  # noqa: S608
    listed = (
        "SELECT p.id, p.first_name, p.last_name, p.email, p.title, p.level, p.shift, p.deactivated_at, b.name "  # noqa: S608
        f"FROM person p JOIN branch b ON b.id = p.branch_id WHERE {search.where} "
        f"ORDER BY p.last_name, p.first_name, p.id LIMIT {SIZE}"
    )

    def bare(_run: int) -> Any:
        with db.read() as session:
            total = sql.number(session, counted, **search.values)
            rows = sql.rows(session, listed, **search.values)
            ids = ", ".join(str(row.id) for row in rows) or "0"
            sql.rows(
                session,
                "SELECT a.person_id, c.name, a.expires_on FROM award a JOIN certification c "  # noqa: S608
                f"ON c.id = a.certification_id WHERE a.person_id IN ({ids}) AND c.is_licence "
                "AND a.revoked_at IS NULL ORDER BY a.always_valid, a.expires_on",
            )
            return total, rows

    return Work(f"filter, first page: {search.name}", search.bar, ours, bare, outcome=_ids)


def _ids(answer: Any) -> Any:
    total, rows = answer if isinstance(answer, tuple) else (answer.total, answer.rows)
    return total, [row.id for row in rows]


def _everybody(search: Search) -> Work:
    def ours(run: int) -> int:
        with db.write() as session:
            return actions.choose(session, SYSTEM, form_key=f"ours{run}", whom=search.wanted, today=TODAY)

    # The least: the rows are written, and their number is said.
    insert = (
        "INSERT INTO chosen (form_key, person_id) SELECT :form, p.id FROM person p "  # noqa: S608
        f"WHERE {search.where} AND p.deactivated_at IS NULL"
    )

    def bare(run: int) -> int:
        with db.write() as session:
            return session.connection().execute(sql.said(insert, form=f"bare{run}", **search.values)).rowcount

    return Work("filter, choose everybody found", Bar(times=2), ours, bare, writes=("chosen",))
