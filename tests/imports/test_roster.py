"""The two rosters as they really arrive, and what is known to be in them."""

import csv
import io
import json
from pathlib import Path
from time import perf_counter

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from support.build import SYSTEM
from support.imports import Desk, reasons

from training_app.certifications import queries as certifications
from training_app.certifications.model import Award, Certification
from training_app.imports.drafts import Verdict
from training_app.imports.parsing import parse
from training_app.imports.planned import refusals_csv
from training_app.people import queries as people
from training_app.people.model import Branch, Person, PersonTag, Tag, Team, TeamMember

DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "expected.json").read_text())
ROSTER = (DATA / "roster.csv").read_bytes()
EXCEL = (DATA / "roster-excel.csv").read_bytes()
WHY = {
    "supervisor is the person": "nobody reports to themselves",
    "status unknown": "“Maybe” is no status",
    "same user name as row 6": "is the username of row 6 already",
    "email missing": "E-mail Address is missing",
    "licence expires before it was issued": "“2025-06-01” lies before the day of issue, 2026-06-01",
    "hire date is no date": "Date of Hire “soon” is not a date",
    "last name missing": "Last Name is missing",
    "supervisor unknown": "is nobody in the file or in the roster",
    "level unknown": "“XLS” is no level",
    "licence expiry is no day": "“2026-02-30” is no day that exists",
    "same email as row 5, in capitals": "is the email of row 5 already",
    "email not an address": "“not-an-address” is not an email address",
}


def written(content: bytes, encoding: str, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter))


@pytest.mark.rule("P-08", "refused rows are exactly the faulty ones, each with its reason")
def test_the_roster_refuses_its_twelve_faulty_rows_and_no_other(desk: Desk):
    expected = EXPECTED["roster.csv"]
    plan = desk.plan(ROSTER)
    found = reasons(plan)
    assert sorted(found) == [row["row"] for row in expected["refused"]]
    for row in expected["refused"]:
        assert len(found[row["row"]]) == 1
        assert WHY[row["why"]] in found[row["row"]][0]
    assert plan.count(Verdict.CREATE) == expected["created"]


@pytest.mark.rule("P-08", "everything that is not refused is created as it was written")
def test_the_roster_becomes_people(desk: Desk):
    done = desk.bring(ROSTER)
    refused = {row["row"] for row in EXPECTED["roster.csv"]["refused"]}
    assert done.created == EXPECTED["roster.csv"]["created"] == desk.headcount()
    assert done.refused == len(refused)

    boss = sa.orm.aliased(Person)
    rows = desk.session.connection().execute(
        sa.select(Person.email, Person.first_name, Person.last_name, Person.username, Person.title, Person.level,
                  Person.shift, Person.hired_on, Branch.name, boss.email, Person.deactivated_at)
        .join(Branch, col(Branch.id) == col(Person.branch_id))
        .outerjoin(boss, col(boss.id) == col(Person.manager_id))
    )  # fmt: skip
    found = {row[0]: tuple(row[1:]) for row in rows}
    lines = [row for number, row in enumerate(written(ROSTER, "utf-8-sig", ","), 2) if number not in refused]
    for line in lines:
        first, last, username, title, level, shift, hired, branch, manager, left = found[line["E-mail Address"]]
        assert [first, last, username, title, level or ""] == [
            line[name] for name in ("First Name", "Last Name", "User Name", "Job Title", "Provider Level")
        ]
        assert [shift, hired.isoformat(), branch] == [line["Shift"], line["Date of Hire"], line["Station"]]
        assert (manager or "") == line["Supervisor E-mail"]
        assert (left is None) == (line["Status"] == "Active")


@pytest.mark.rule("P-08", "licence columns become awards")
def test_the_licences_of_the_roster_become_awards(desk: Desk):
    desk.bring(ROSTER)
    rows = desk.session.connection().execute(
        sa.select(Person.email, Certification.name, Award.number, Award.issued_on, Award.expires_on)
        .join(Award, col(Award.person_id) == col(Person.id))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(col(Certification.is_licence))
    )
    found = {email: (kind, number, str(issued), str(expires)) for email, kind, number, issued, expires in rows}
    columns = ("License Type", "License #", "License Issued", "License Expires")
    assert len(found) > 1000
    for line in written(ROSTER, "utf-8-sig", ","):
        if line["E-mail Address"] in found:
            assert found[line["E-mail Address"]] == tuple(line[name] for name in columns)
    assert {kind.name for kind in certifications.kinds(desk.session, SYSTEM)} == {"EMT", "AEMT", "Paramedic", "RN"}


def test_a_title_with_comma_quotes_and_a_line_break_stays_as_it_is(desk: Desk):
    desk.bring(ROSTER)
    assert desk.person("anna.jensen20@riverside-ems.example").title == 'Captain, "Acting"\nEngine 4'


@pytest.mark.rule("P-08", "a cell that looks like a formula stays text")
def test_a_tag_that_looks_like_a_formula_stays_text(desk: Desk):
    desk.bring(ROSTER)
    person = desk.person("shari.torres21@riverside-ems.example")
    tags = (
        select(Tag.name).join(PersonTag, col(PersonTag.tag_id) == col(Tag.id)).where(PersonTag.person_id == person.id)
    )
    assert desk.session.exec(tags).all() == ['=HYPERLINK("http://example.test")']


def test_teams_and_tags_of_the_roster_are_made_and_joined(desk: Desk):
    done = desk.bring(ROSTER)
    assert set(done.made.teams) == {"Engine", "Ladder", "Medic", "Training"}
    assert len(done.made.branches) == 12
    teams = select(Team.name).join(TeamMember).join(Person).where(Person.username == "sthompson1")
    tags = select(Tag.name).join(PersonTag).join(Person).where(Person.username == "sthompson1")
    assert desk.session.exec(teams).all() == ["Engine"]
    assert set(desk.session.exec(tags)) == {"field training officer", "part-time"}


@pytest.mark.rule("P-08", "semicolons, Windows-1252 and day.month.year are read correctly")
def test_the_roster_saved_by_excel_comes_in_whole(desk: Desk):
    plan = desk.plan(EXCEL)
    assert parse(EXCEL).encoding == "cp1252"
    assert reasons(plan) == {}
    assert desk.apply(plan).created == EXPECTED["roster-excel.csv"]["created"]
    brian, maria = desk.person("brian.leach0@lakeside-ems.example"), desk.person("maria.reyna4@lakeside-ems.example")
    assert brian.hired_on is not None
    assert brian.hired_on.isoformat() == "2013-05-11"
    assert maria.first_name == "María"


@pytest.mark.rule("P-08", "the same file a second time changes nothing and says so")
@pytest.mark.parametrize("content", [ROSTER, EXCEL], ids=["roster", "excel"])
def test_the_same_file_a_second_time_changes_nothing(desk: Desk, content):
    first = desk.bring(content)
    plan = desk.plan(content)
    assert plan.count(Verdict.ALONE) == first.created
    second = desk.apply(plan)
    assert (second.created, second.changed, second.awards) == (0, 0, 0)
    assert second.alone == first.created


@pytest.mark.rule("P-08", "refused rows can be downloaded with the reason beside each, and brought back corrected")
def test_refused_rows_come_back_corrected(desk: Desk):
    done = desk.bring(ROSTER)
    text = refusals_csv(done.plan)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [int(row["Row in the file"]) for row in rows] == sorted(reasons(done.plan))
    assert rows[5]["Why it was refused"] == "Date of Hire “soon” is not a date."
    corrected = text.replace(",soon,", ",2024-02-29,").replace(",Maybe,", ",Active,")
    assert desk.bring(corrected).created == 2
    assert str(desk.person("florence.holt527@riverside-ems.example").hired_on) == "2024-02-29"


@pytest.mark.rule("P-08", "1,200 rows are planned and applied in less than 5 seconds")
def test_the_roster_is_planned_and_applied_in_less_than_five_seconds(desk: Desk):
    began = perf_counter()
    desk.bring(ROSTER)
    assert perf_counter() - began < 5


def test_the_number_of_statements_does_not_grow_with_the_rows(desk: Desk):
    statements: list[str] = []
    engine = desk.session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    desk.bring(ROSTER)
    assert len(statements) < 70


def test_imported_people_are_found_by_their_supervisor(desk: Desk):
    desk.bring(ROSTER)
    below = people.find(desk.session, SYSTEM, q="duong").rows
    assert [row.name for row in below if row.email.startswith("jane.duong11")] == ["Jane Dương"]
