"""Importing a roster of 1,200 rows: read, planned row by row, applied (P-08)."""

import csv
import io
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.bench.ground import NOW, SEED, TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.bench.roster import FIRST, LAST_BEGINS, LAST_ENDS, LICENCES, SHIFTS, TAGS, TITLES
from training_app.bench.sizes import RUNS
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Association
from training_app.core import db
from training_app.imports import actions, parsing, plan
from training_app.imports.columns import match
from training_app.people.model import Branch, Person, PersonTag, Tag, Team, TeamMember
from training_app.people.rules import key_of, searchable

SYSTEM = Actor.system()
ROWS = 1_200
CAPTAINS = 40
COLUMNS = (
    "Last Name", "First Name", "E-mail Address", "User Name", "Job Title", "Provider Level", "License Type",
    "License #", "License Issued", "License Expires", "Shift", "Station", "Team", "Date of Hire", "Supervisor E-mail",
    "Tags", "Status",
)  # fmt: skip


def works(ground: Ground) -> list[Work]:
    """A roster of people who are all new, with licences, teams, tags and supervisors."""
    files = {f"{side}{run}": _file(side, run, ground.size.stations) for side in ("ours", "bare") for run in range(RUNS)}

    def ours(run: int) -> None:
        table = parsing.parse(files[f"ours{run}"])
        columns = match(table.header)
        with db.read() as session:
            planned = plan.plan_people(session, SYSTEM, table=table, columns=columns, now=NOW)
        with db.write() as session:
            actions.apply_people(session, SYSTEM, plan=planned, now=NOW)

    def bare(run: int) -> None:
        rows = list(csv.DictReader(io.StringIO(files[f"bare{run}"].decode("utf-8-sig"))))
        with db.write() as session:
            _insert(session, rows)

    tables = ("person", "award", "team_member", "person_tag")
    return [Work(f"import {ROWS:,} rows, planned and applied", Bar(seconds=5), ours, bare, writes=tables)]


def _file(side: str, run: int, stations: int) -> bytes:
    """A file as a scheduling system writes it, with a byte order mark; the first rows are the captains."""
    chance, name = Random(SEED + run), f"{side}{run}"  # noqa: S311 - nothing is kept secret by it
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number in range(ROWS):
        boss = f"{name}.{chance.randrange(CAPTAINS)}@roster.test" if number >= CAPTAINS else ""
        writer.writerow(_cells(chance, f"{name}.{number}", boss, chance.randrange(stations) + 1))
    return out.getvalue().encode("utf-8-sig")


def _cells(chance: Random, name: str, boss: str, station: int) -> tuple[str, ...]:
    level = chance.choices(("ALS", "BLS", None), (40, 45, 15))[0]
    issued = TODAY - timedelta(days=chance.randrange(700))
    licence: tuple[object, ...] = ("", "", "", "")
    if level:
        licence = (LICENCES[level], f"E{chance.randrange(10**7)}", issued, issued + timedelta(days=730))
    return tuple(
        str(cell)
        for cell in (
            chance.choice(LAST_BEGINS.split()) + chance.choice(LAST_ENDS.split()), chance.choice(FIRST.split()),
            f"{name}@roster.test", name, TITLES[level], level or "", *licence, chance.choice(SHIFTS),
            f"Station {station}", f"Team {chance.randrange(len(TAGS)) + 1}" if chance.random() < 0.5 else "",  # noqa: PLR2004
            TODAY - timedelta(days=chance.randrange(9_000)), boss, chance.choice(TAGS) if chance.random() < 0.2 else "",  # noqa: PLR2004
            "Active",
        )
    )  # fmt: skip


def _insert(session: Session, rows: list[dict[str, str]]) -> None:
    """The least: the file is read, and its rows inserted table by table. Nothing is checked, compared or shown."""
    branches, teams = _ids(session, Branch.name, Branch.id), _ids(session, Team.name, Team.id)
    tags, kinds = _ids(session, Tag.name, Tag.id), _ids(session, Certification.name, Certification.id)
    people: dict[str, int] = {}
    last = session.connection().execute(sa.select(sa.func.max(col(Person.id)))).scalar_one()
    for part in (rows[:CAPTAINS], rows[CAPTAINS:]):
        said = [_person(row, branches, people) for row in part]
        session.connection().execute(sa.insert(_table(Person)), said)
        people = _ids(session, Person.email_key, Person.id, col(Person.id) > last)
    who = [(row, people[row["E-mail Address"]]) for row in rows]
    awards = [_award(row, person, kinds) for row, person in who if row["License Type"]]
    members = [
        {"team_id": teams[row["Team"]], "person_id": person, "leads": False} for row, person in who if row["Team"]
    ]
    marks = [{"tag_id": tags[row["Tags"]], "person_id": person} for row, person in who if row["Tags"]]
    for table, made in ((Award, awards), (TeamMember, members), (PersonTag, marks)):
        session.connection().execute(sa.insert(_table(table)), made)


def _ids(session: Session, name: Any, number: Any, *where: Any) -> dict[str, int]:
    rows = session.connection().execute(sa.select(col(name), col(number)).where(*where))
    return {said: found for said, found in rows}  # noqa: C416 - a row is no pair to the type checker


def _table(of: Any) -> sa.Table:
    table: sa.Table = of.__table__
    return table


def _person(row: dict[str, str], branches: dict[str, int], people: dict[str, int]) -> dict[str, Any]:
    first, last, email, username = row["First Name"], row["Last Name"], row["E-mail Address"], row["User Name"]
    return {
        "first_name": first, "last_name": last, "email": email, "email_key": key_of(email), "username": username,
        "username_key": key_of(username), "title": row["Job Title"], "level": row["Provider Level"] or None,
        "shift": row["Shift"], "hired_on": date.fromisoformat(row["Date of Hire"]),
        "branch_id": branches[row["Station"]], "manager_id": people.get(row["Supervisor E-mail"]),
        "created_at": NOW, "version": 1, "search": searchable(first, last, email, username),
    }  # fmt: skip


def _award(row: dict[str, str], person: int, kinds: dict[str, int]) -> dict[str, Any]:
    return {
        "person_id": person, "certification_id": kinds[row["License Type"]], "number": row["License #"],
        "issued_on": date.fromisoformat(row["License Issued"]), "always_valid": False,
        "expires_on": date.fromisoformat(row["License Expires"]), "association": Association.MANUAL.value,
        "created_at": NOW, "version": 1,
    }  # fmt: skip
