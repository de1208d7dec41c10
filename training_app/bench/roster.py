"""The people of a measured organization: branches, managers, levels, shifts, tags, and the licences they hold."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.bench import sql
from training_app.bench.sizes import Size
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Association, Validity
from training_app.core import db
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person, PersonTag, Tag, Team, TeamMember
from training_app.people.rules import key_of, searchable

SYSTEM = Actor.system()
STATIONS_EACH = 8
AT_A_TIME = 5_000
FIRST = "Ada Amir Ann Ben Bao Carla Chloe Dan Dia Emil Eva Finn Gia Hana Ivo Jan Kim Lea Luis Mara Max Mia Noa Omar "
FIRST += "Pia Ravi Rosa Sam Tess Uma Vera Wes Yara Zoe Karl Lena Tom Ida Joel Nina"
LAST_BEGINS = "Al An Bar Ber Car Cas Dal Dor El Fal Fer Gar Gor Hal Har Ing Jan Kal Kor Lam Lor Mar Mel Nor Or Pal"
LAST_ENDS = "ba berg by cher da den don ell ero es ford gard ham holm ia ini ka land ley man mont ner o rey s sen son "
LAST_ENDS += "stein ter to ton vin well wood"
SHIFTS = ("A", "B", "C", "Day")
TITLES = {"ALS": "Paramedic", "BLS": "EMT", None: "Dispatcher"}
TAGS = ("field training officer", "hazmat", "part-time", "bilingual")
LICENCES = {"BLS": "EMT licence", "ALS": "Paramedic licence"}
CPR = "CPR"
PERIOD_DAYS = 730


def add(size: Size, chance: Random, *, today: date, now: datetime) -> None:
    """Write everybody, in transactions of their own."""
    with db.write() as session:
        stations = _stations(session, size, now)
        chances = _members(size, chance, today=today, now=now)
        _insert(
            session, Person, (row | {"branch_id": station} for station, row in zip(stations, chances, strict=False))
        )
        captains = dict(session.connection().execute(sa.select(col(Person.branch_id), col(Person.id))).all())
    with db.write() as session:
        crews = (
            row
            | {"branch_id": stations[number % len(stations)], "manager_id": captains[stations[number % len(stations)]]}
            for number, row in enumerate(chances)
        )
        _insert(session, Person, crews)
    with db.write() as session:
        _join(session)
        _award(session, today=today, now=now)


def _stations(session: Session, size: Size, now: datetime) -> list[int]:
    top = known(people.add_branch(session, SYSTEM, name="County", now=now).id)
    stations: list[int] = []
    for number in range(size.stations):
        if number % STATIONS_EACH == 0:
            name = f"Battalion {number // STATIONS_EACH + 1}"
            battalion = known(people.add_branch(session, SYSTEM, name=name, parent_id=top, now=now).id)
        station = people.add_branch(session, SYSTEM, name=f"Station {number + 1}", parent_id=battalion, now=now)
        stations.append(known(station.id))
    return stations


def _members(size: Size, chance: Random, *, today: date, now: datetime) -> Iterator[dict[str, Any]]:
    first_names, begins, ends = FIRST.split(), LAST_BEGINS.split(), LAST_ENDS.split()
    for number in range(size.people):
        first, last = chance.choice(first_names), chance.choice(begins) + chance.choice(ends)
        level = chance.choices(("ALS", "BLS", None), (40, 45, 15))[0]
        name = f"{first}.{last}{number}"
        email, employee_number = f"{name}@bench.test", f"B{number}"
        yield {
            "first_name": first, "last_name": last, "email": email, "email_key": key_of(email), "username": name,
            "username_key": key_of(name), "employee_number": employee_number, "title": TITLES[level], "level": level,
            "shift": chance.choice(SHIFTS), "hired_on": today - timedelta(days=int(chance.random() ** 1.5 * 9_000)),
            "deactivated_at": now if chance.random() < 0.04 else None, "created_at": now, "version": 1,  # noqa: PLR2004
            "search": searchable(first, last, email, name, employee_number), "manager_id": None,
        }  # fmt: skip


def _insert(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, AT_A_TIME)):
        session.connection().execute(sa.insert(table.__table__), batch)


def _join(session: Session) -> None:
    for number, word in zip(count(), TAGS, strict=False):
        tag, team = Tag(name=word), Team(name=f"Team {number + 1}")
        session.add_all([tag, team])
        session.flush()
        marked = sa.select(sa.literal(tag.id), col(Person.id)).where(sql.lot(Person.id, number, 100) < 10)  # noqa: PLR2004
        inside = sa.select(sa.literal(team.id), col(Person.id), sa.false()).where(
            sql.lot(Person.id, 3, len(TAGS) * 2) == number
        )
        sql.do(session, sa.insert(PersonTag).from_select(["tag_id", "person_id"], marked))
        sql.do(session, sa.insert(TeamMember).from_select(["team_id", "person_id", "leads"], inside))


def _award(session: Session, *, today: date, now: datetime) -> None:
    """A licence for each provider, valid or lately expired; for most the one before it too; CPR for two of three."""
    begun = sql.lot(Person.id, 1, PERIOD_DAYS + 60)
    for level, name in LICENCES.items():
        kind = _kind(session, name, now, is_licence=True)
        mine = (col(Person.level) == level,)
        _issue(session, kind, mine, begun, today=today, now=now)
        _issue(session, kind, (*mine, sql.lot(Person.id, 2, 100) < 60), begun + PERIOD_DAYS, today=today, now=now)  # noqa: PLR2004
    kind = _kind(session, CPR, now, is_licence=False)
    most = (sql.lot(Person.id, 4, 100) < 64,)  # noqa: PLR2004
    _issue(session, kind, most, sql.lot(Person.id, 5, PERIOD_DAYS + 60), today=today, now=now)


def _kind(session: Session, name: str, now: datetime, *, is_licence: bool) -> int:
    row = Certification(name=name, code=name, code_key=key_of(name), is_licence=is_licence, validity=Validity.DAYS,
                        validity_number=PERIOD_DAYS, created_at=now)  # fmt: skip
    session.add(row)
    session.flush()
    return known(row.id)


def _issue(session: Session, kind: int, whom: tuple[Any, ...], days_ago: Any, *, today: date, now: datetime) -> None:
    columns = {
        "person_id": col(Person.id), "certification_id": sa.literal(kind), "issued_on": sql.later(today, -days_ago),
        "expires_on": sql.later(today, PERIOD_DAYS - days_ago), "always_valid": sa.false(), "number": sa.literal("N"),
        "association": sa.literal(Association.MANUAL.value), "created_at": sql.instant(now), "version": sa.literal(1),
    }  # fmt: skip
    sql.do(session, sa.insert(Award).from_select(list(columns), sa.select(*columns.values()).where(*whom)))
