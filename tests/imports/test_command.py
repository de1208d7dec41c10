"""`muster import people`, as it is typed."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select
from support.cards import cards, kinds
from support.database import Database
from support.imports import roster

from training_app.accounts.model import SignIn
from training_app.certifications.model import Award
from training_app.cli.main import main
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person

pytestmark = pytest.mark.usefixtures("database")
ANN = "Ann,Lee,ann@x.test,North"


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "roster.csv"
        path.write_text(text)
        return str(path)

    return write


def headcount() -> int:
    with db.read() as session:
        return session.exec(select(func.count(col(Person.id)))).one()


@pytest.mark.rule("P-08", "the command line shows the plan, imports, and says what became of it")
def test_a_roster_is_imported_and_every_refusal_named(write, capsys, tmp_path):
    out = tmp_path / "refused.csv"
    assert main(["import", "people", write(roster(ANN, "Bob,,bob,South")), "--yes", "--refused", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Row 3: Email “bob” is not an email address." in said
    assert "Row 3: Last Name is missing." in said
    assert "Done: 1 created, 0 changed, 0 left alone, 1 refused" in said
    assert headcount() == 1
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:5] == ["Bob", "", "bob", "South", "3"]


@pytest.mark.rule("P-08", "a preview writes nothing")
def test_a_preview_writes_nothing(write, capsys):
    assert main(["import", "people", write(roster(ANN)), "--preview"]) == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert headcount() == 0


def test_without_somebody_to_ask_nothing_is_written(write, capsys):
    assert main(["import", "people", write(roster(ANN))]) == 1
    assert "--yes" in capsys.readouterr().err
    assert headcount() == 0


def test_a_second_time_there_is_nothing_to_import(write, capsys):
    path = write(roster(ANN))
    assert main(["import", "people", path, "--yes"]) == 0
    assert main(["import", "people", path, "--yes"]) == 0
    assert "There is nothing to import." in capsys.readouterr().out


@pytest.mark.rule("P-08", "on the command line the order of dates is an option")
def test_the_order_of_dates_is_an_option(write, capsys):
    path = write(roster(f"{ANN},03/04/2026", more=",Hired"))
    assert main(["import", "people", path, "--yes"]) == 1
    assert "Say --dates dmy or --dates mdy." in capsys.readouterr().err
    assert main(["import", "people", path, "--yes", "--dates", "dmy"]) == 0
    with db.read() as session:
        assert str(session.exec(select(Person.hired_on)).one()) == "2026-04-03"


def test_columns_are_matched_by_hand_and_kept_as_attributes(write, capsys):
    text = "First Name,Last Name,Email,Post,Radio\nAnn,Lee,ann@x.test,North,7\n"
    path = write(text)
    assert main(["import", "people", path, "--yes"]) == 1
    assert "No column was recognized as “Branch”" in capsys.readouterr().err
    assert main(["import", "people", path, "--yes", "--match", "Post=branch", "--attributes"]) == 0
    assert "Radio → further attribute “Radio”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "empty"), ("a,b\n", "no row"), ("a,A\n1,2\n", "both called"), (roster('Ann,"Lee,x,y'), "quotation mark")],
)
@pytest.mark.rule("P-08", "a file that cannot be read ends the command with 1 and says why")
def test_a_file_that_cannot_be_read_is_said_in_a_line(write, capsys, text, said):
    assert main(["import", "people", write(text), "--yes"]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--match", "Station"], ["--match", "Nowhere=Email"], ["--match", "Station=Shoes"]])
def test_a_match_that_makes_no_sense_is_said_in_a_line(write, capsys, more):
    assert main(["import", "people", write(roster(ANN)), "--yes", *more]) == 1
    assert "cannot be imported" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_in_a_line(database: Database, capsys, tmp_path):
    assert main(["import", "people", str(tmp_path / "no.csv"), "--yes"]) == 1
    assert "no.csv was not imported" in capsys.readouterr().err


@pytest.mark.rule("P-09", "an import that deactivates somebody signs them out")
def test_whoever_an_import_deactivates_is_signed_out(write, now):
    main(["import", "people", write(roster(ANN)), "--yes"])
    with db.write() as session:
        person = known(session.exec(select(Person.id)).one())
        session.add(SignIn(key_hash="k", person_id=person, began_at=now, expires_at=now + timedelta(days=9999)))
    main(["import", "people", write(roster(f"{ANN},Inactive", more=",Status")), "--yes"])
    with db.read() as session:
        assert session.get_one(SignIn, "k").ended_at is not None


def test_changes_are_shown_from_what_to_what(write, capsys):
    main(["import", "people", write(roster(ANN)), "--yes"])
    main(["import", "people", write(roster("Ann,Leigh,ann@x.test,North")), "--preview", "--changes"])
    assert "Last name: Lee → Leigh" in capsys.readouterr().out


@pytest.mark.rule("C-17", "the command line shows what a file of awards would do, awards, and names what was refused")
def test_a_file_of_awards_is_previewed_and_awarded(write, capsys, tmp_path, now):
    main(["import", "people", write(roster(ANN)), "--yes"])
    with db.write() as session:
        kinds(session, now, "CPR")
    lines = cards("ann@x.test,CPR,01/02/2026,03/04/2028,", "bob@x.test,CPR,01/02/2026,03/04/2028,")
    path, out = write(lines), tmp_path / "refused.csv"
    assert main(["import", "awards", path, "--preview"]) == 1
    assert "Say --dates dmy or --dates mdy." in capsys.readouterr().err
    assert main(["import", "awards", path, "--preview", "--dates", "mdy"]) == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert main(["import", "awards", path, "--yes", "--dates", "mdy", "--refused", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Row 3: User “bob@x.test” is nobody whom you see in the roster." in said
    assert "Done: 1 awarded, 0 left alone, 1 refused." in said
    assert "bob@x.test" in out.read_text(encoding="utf-8-sig")
    with db.read() as session:
        assert str(session.exec(select(Award.expires_on)).one()) == "2028-03-04"
