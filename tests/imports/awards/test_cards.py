"""The awards of an organization as they really arrive, and what is known to be in them."""

import csv
import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from support.build import Builder
from support.cards import CODES, Cards, cards, kinds
from support.imports import Desk, reasons

from training_app.imports.drafts import Verdict
from training_app.imports.planned import refusals_csv

DATA = Path(__file__).parents[2] / "data"
EXPECTED = json.loads((DATA / "expected.json").read_text())
CARDS = (DATA / "awards.tsv").read_bytes()
WHY = {
    "certification unknown": "“NO-SUCH” is no certification's code or name",
    "expiry missing": "Expires is missing",
    "person unknown": "“ghost@riverside-ems.example” is nobody whom you see in the roster",
    "expiry is no day": "“13/45/2027” is no day that exists",
}


@pytest.fixture
def desk(session: Session, now) -> Cards:
    """The five certifications of the file."""
    kinds(session, now, *CODES)
    return Cards(session, now)


@pytest.mark.rule("C-17", "a file of 600 awards refuses its faulty rows and those of people who are unknown, no other")
@pytest.mark.rule("C-17", "the same file a second time awards nothing")
@pytest.mark.rule("C-17", "refused rows can be downloaded with the reason beside each")
def test_the_awards_of_the_roster(desk: Cards, session: Session, now):
    people = Desk(session, now)
    people.bring((DATA / "roster.csv").read_bytes())
    expected = EXPECTED["awards.tsv"]
    plan = desk.plan(CARDS)
    assert (len(plan.rows), plan.columns.header[1], plan.asks) == (expected["rows"], "Certification Code", "")
    found = reasons(plan)
    for row in expected["refused_at_least"]:
        (why,) = found.pop(row["row"])
        assert WHY[row["why"]] in why

    # ── whoever the roster refuses is unknown here too
    lines = list(csv.DictReader(io.StringIO(CARDS.decode()), delimiter="\t"))
    roster = list(csv.DictReader(io.StringIO((DATA / "roster.csv").read_text("utf-8-sig"), newline="")))
    refused = {row["row"] for row in EXPECTED["roster.csv"]["refused"]}
    known = {row["E-mail Address"] for number, row in enumerate(roster, 2) if number not in refused}
    unknown = {number for number, line in enumerate(lines, 2) if line["User"] not in known}
    assert found.keys() == unknown - {14}
    assert all("is nobody whom you see in the roster" in why for (why,) in found.values())
    assert (plan.count(Verdict.CREATE), plan.count(Verdict.ALONE), plan.count(Verdict.REFUSE)) == (590, 0, 10)

    done = desk.apply(plan)
    assert len(done.ids) == 590
    line = next(line for line in lines if line["Issued"] == "01/31/2026")
    said = (line["Certification Code"], "2026-01-31", "2028-01-28", line["Certification Num"])
    assert said in desk.held(people.person(line["User"]))
    again = desk.plan(CARDS)
    assert (again.count(Verdict.CREATE), again.count(Verdict.ALONE)) == (0, 590)
    refusals = list(csv.DictReader(io.StringIO(refusals_csv(again), newline="")))
    assert [int(row["Row in the file"]) for row in refusals] == sorted(reasons(again))
    assert refusals[1]["Why it was refused"] == "Expires is missing."


def test_a_small_file_reads_nobody_else_of_a_large_organization(desk: Cards, build: Builder):
    build.people(300)
    statements: list[str] = []
    engine = desk.session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    desk.apply(desk.plan(cards(*(f"nobody{number},CPR,,2028-03-01," for number in range(1_200)))))
    assert len(statements) < 20
    assert all("WHERE" in one for one in statements if "FROM person" in one or "FROM award" in one)
