"""A file that was brought: kept, matched, asked about, planned, read page by page (P-08)."""

from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import func, select
from support.build import Builder
from support.cast import Cast
from support.cast import make as make_cast
from support.database import Database
from support.importing import Office, numbered
from support.imports import roster

from training_app.access.rules import Permission
from training_app.core import db
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.imports import matching, planning, previews
from training_app.imports.filters import Part, RowFilter
from training_app.imports.matching import AlreadyStarted
from training_app.imports.model import Import, ImportFile, ImportRow
from training_app.people.model import Person

ANN = "Ann,Lee,ann@x.test,North"
BOB = "Bob,Ray,bob@x.test,North"


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    """The cast, committed."""
    with db.write() as session:
        return make_cast(Builder(session, now))


@pytest.fixture
def office(cast: Cast, now: datetime) -> Office:
    """Ada's."""
    return Office(actor_of(cast, cast.ada), now)


def actor_of(cast: Cast, person: Person):
    with db.read() as session:
        return Builder(session, cast.build.now).actor(person)


def kept() -> list[int]:
    with db.read() as session:
        return [
            session.exec(select(func.count()).select_from(table)).one() for table in (Import, ImportFile, ImportRow)
        ]


@pytest.mark.rule("P-08", "each column is shown with some of its values and what it was recognized as")
def test_columns_are_shown_with_examples_and_what_they_are(office: Office):
    made = office.bring(
        "Surname,First,Mail,Station,Shoe size\nLee,Ann,ann@x.test,North,39\nRay,Bob,bob@x.test,North,44\n"
    )
    assert [(one.name, one.examples, one.said) for one in office.detail(made).columns] == [
        ("Surname", "Lee · Ray", "Last name"),
        ("First", "Ann · Bob", "First name"),
        ("Mail", "ann@x.test · bob@x.test", "Email"),
        ("Station", "North", "Branch"),
        ("Shoe size", "39 · 44", ""),
    ]


@pytest.mark.rule("P-08", "a required column that is missing is named, and nothing is planned before it is matched")
def test_a_missing_column_is_named_and_matched_by_hand(office: Office):
    made = office.bring("First Name,Last Name,Contact,Station\nAnn,Lee,ann@x.test,North\n")
    assert [problem.field for problem in office.detail(made).problems] == ["Email"]
    assert not office.detail(made).is_planned
    office.match(made, "Contact", "Email")
    assert office.detail(made).problems == ()
    assert office.counts(made).create == 1


@pytest.mark.rule("P-08", "two columns that say the same are named, whether by their names or by hand")
def test_two_columns_on_one_field_are_named(office: Office):
    made = office.bring("First Name,Last Name,Email,Mail address,Station\nAnn,Lee,ann@x.test,lee@x.test,North\n")
    detail = office.detail(made)
    assert "“Email” and “Mail address” could each be “Email”" in detail.problems[0].text
    assert [one.said for one in detail.columns].count("Email") == 2
    office.match(made, "Mail address", "")
    assert [row.email for row in office.rows(made, Part.CREATE)] == ["ann@x.test"]
    for column in ("Email", "Mail address"):
        office.match(made, column, "Email")
    detail = office.detail(made)
    assert detail.problems[0].text == "“Email” is matched to two columns."
    assert [one.said for one in detail.columns].count("Email") == 2
    office.match(made, "Email", "Further attribute")
    assert [row.email for row in office.rows(made, Part.CREATE)] == ["lee@x.test"]
    assert dict(office.detail(made).made)["attributes"] == ("Email",)


@pytest.mark.parametrize(("place", "said"), [(-1, "Email"), (4, "Email"), (0, "Password"), (0, "nonsense")])
def test_a_column_that_is_none_cannot_be_matched(office: Office, place, said):
    made = office.bring(roster(ANN))
    with pytest.raises(Invalid), db.write() as session:
        matching.match_column(session, office.actor, import_id=made, place=place, said=said)
    assert office.counts(made).create == 1


@pytest.mark.rule("P-08", "an ambiguous date is asked about with both readings, and planned only when answered")
def test_an_ambiguous_date_is_asked_about(office: Office):
    made = office.bring(roster(f"{ANN},03/04/2026", f"{BOB},05/06/2026", more=",Hire date"))
    detail = office.detail(made)
    assert detail.question == "Is “03/04/2026” in row 2 (Hire date) written day first or month first?"
    assert [(one.order, one.text) for one in detail.answers] == [
        ("dmy", "Day first: 03/04/2026 is 3 Apr 2026"),
        ("mdy", "Month first: 03/04/2026 is 4 Mar 2026"),
    ]
    assert not detail.is_planned
    office.answer(made, "mdy")
    assert (office.detail(made).question, office.counts(made).create) == ("", 2)
    office.run(made)
    with db.read() as session:
        hired = session.exec(select(Person.hired_on).where(Person.email == "ann@x.test")).one()
    assert str(hired) == "2026-03-04"


def test_dates_that_contradict_each_other_are_asked_about_and_say_what_is_refused(office: Office):
    made = office.bring(roster(f"{ANN},13/04/2026", f"{BOB},04/14/2026", more=",Hire date"))
    assert [one.text for one in office.detail(made).answers] == [
        "Day first: 13/04/2026 is 13 Apr 2026; row 3 with 04/14/2026 is refused",
        "Month first: row 2 with 13/04/2026 is refused; 04/14/2026 is 14 Apr 2026",
    ]
    office.answer(made, "dmy")
    assert list(office.refused(made)) == [3]


def test_other_columns_of_dates_are_another_question(office: Office):
    made = office.bring(roster(f"{ANN},03/04/2026,2026-01-01", more=",Hire date,Joined the union"))
    office.answer(made, "dmy")
    office.match(made, "Hire date", "")
    assert (office.detail(made).date_order, office.detail(made).question) == ("", "")
    office.match(made, "Hire date", "Hire date")
    assert office.detail(made).question


@pytest.mark.rule("P-08", "what is planned before is thrown away when a column is matched anew")
def test_matched_anew_it_is_planned_anew(office: Office):
    made = office.bring(roster(f"{ANN},Chief", more=",Job"))
    assert office.rows(made, Part.CREATE)[0].lines == ["North, Chief"]
    office.match(made, "Job", "Shift")
    assert office.rows(made, Part.CREATE)[0].lines == ["North, shift Chief"]
    assert kept() == [1, 1, 1]


def test_a_plan_of_an_older_matching_is_not_kept(office: Office, now: datetime):
    made = office.bring(roster(f"{ANN},Chief", more=",Job"))
    with db.read() as session:
        older = planning.prepare(session, office.actor, import_id=made, now=now)
    office.match(made, "Job", "Shift")
    with db.write() as session:
        planning.keep(session, office.actor, import_id=made, prepared=older, now=now)
    assert office.rows(made, Part.CREATE)[0].lines == ["North, shift Chief"]


@pytest.mark.rule("P-08", "changes are shown old and new, licences and days as one reads them")
def test_changes_are_shown_old_and_new(office: Office, cast: Cast):
    header = ",Title,Hire date,License Type,License Expires"
    office.run(office.bring(roster(f"{ANN},Medic,2020-01-31,EMT,2027-03-31", more=header)))
    made = office.bring(roster(f"{ANN},Chief,2020-02-01,EMT,2029-03-31", more=header))
    (row,) = office.rows(made, Part.CHANGE)
    assert (row.number, row.name, row.email) == (2, "Ann Lee", "ann@x.test")
    assert row.lines == [
        "Title: Medic → Chief",
        "Hire date: 31 Jan 2020 → 1 Feb 2020",
        "Licence EMT: nothing → expires 31 Mar 2029",
    ]


@pytest.mark.rule("P-08", "new names that an import makes are shown before it makes them")
def test_new_names_are_shown(office: Office):
    made = office.bring(roster(f"{ANN},Engine;Ladder", more=",Team"))
    assert office.detail(made).made == (("branches", ("North",)), ("teams", ("Engine", "Ladder")))


@pytest.mark.rule("M-04", "the preview is searched and cut by the database; the address carries tab, search and page")
def test_a_preview_is_searched_and_cut_by_the_database(office: Office):
    made = office.bring(numbered(130) + "\nEve,,eve@x.test,North,,")
    assert [row.number for row in office.rows(made, Part.CREATE, page=3)] == list(range(102, 132))
    assert [row.email for row in office.rows(made, Part.CREATE, q="number77")] == ["p77@x.test"]
    counts = office.counts(made, q="eve")
    assert (counts.create, counts.refuse) == (0, 1)
    wanted = RowFilter(Part.REFUSE, "Müller & Söhne", 7)
    assert RowFilter.from_query(wanted.query()) == wanted
    for nonsense in ("tab=all", "page=-1", "page=x", "page=99999999999", "q="):
        assert RowFilter.from_query(nonsense) == RowFilter()


def test_a_page_of_a_preview_takes_the_same_statements_however_many_rows(office: Office):
    few, many = office.bring(numbered(60)), office.bring(numbered(600))
    asked: list[int] = []
    for made in (few, many):
        heard: list[str] = []

        def hear(_connection, _cursor, statement, *_rest: object, heard: list[str] = heard) -> None:
            heard.append(statement)

        sa.event.listen(db.read_engine(), "before_cursor_execute", hear)
        office.rows(made, Part.CREATE)
        sa.event.remove(db.read_engine(), "before_cursor_execute", hear)
        asked.append(len(heard))
    assert asked[0] == asked[1] <= 4


@pytest.mark.rule("P-08", "an import that is not finished is listed and can be discarded; nothing of it is left")
def test_an_unfinished_import_is_listed_and_discarded(office: Office):
    made = office.bring(roster(ANN), name="today.csv")
    with db.read() as session:
        (listed,) = previews.unfinished(session, office.actor)
    assert (listed.id, listed.file_name, listed.rows_said, listed.state) == (made, "today.csv", "1 row", "ready")
    with db.write() as session:
        matching.discard(session, office.actor, import_id=made)
    assert kept() == [0, 0, 0]


def test_a_started_import_is_neither_matched_nor_discarded(office: Office):
    made = office.bring(roster(ANN))
    office.start(made)
    with pytest.raises(AlreadyStarted):
        office.match(made, "Email", "")
    with pytest.raises(AlreadyStarted), db.write() as session:
        matching.discard(session, office.actor, import_id=made)
    with db.read() as session:
        assert previews.unfinished(session, office.actor) == []
        assert [one.state for one in previews.latest(session, office.actor)] == ["running"]


@pytest.mark.rule("P-04", "somebody else's import is not found, and without the right nothing is shown")
@pytest.mark.parametrize(("who", "refused"), [("sam", NotFound), ("tess", NotAllowed), ("lea", NotAllowed)])
def test_an_import_is_its_maker_s_own(office: Office, cast: Cast, now: datetime, who, refused):
    made = office.bring(roster(ANN))
    other = Office(actor_of(cast, getattr(cast, who)), now)
    for ask in (other.detail, other.counts, other.plan, other.start):
        with pytest.raises(refused):
            ask(made)
    with pytest.raises(refused):
        other.rows(made, Part.CREATE)
    with pytest.raises(refused):
        other.answer(made, "dmy")
    with pytest.raises(refused), db.write() as session:
        matching.discard(session, other.actor, import_id=made)
    with pytest.raises(refused), db.read() as session:
        previews.refused_csv(session, other.actor, import_id=made)
    assert kept() == [1, 1, 1]


@pytest.mark.rule("P-08", "columns of licences need the right to track certifications, or are left out")
def test_licences_need_their_right(office: Office):
    less = replace(office.actor, permissions=office.actor.permissions - {Permission.TRACK_CERTIFICATIONS})
    limited = Office(less, office.now)
    made = limited.bring(roster(f"{ANN},EMT,2028-01-01", more=",License Type,License Expires"))
    assert "“License Type”, “License Expires”" in limited.detail(made).problems[0].text
    assert "Track certifications" in limited.detail(made).problems[0].text
    for column in ("License Type", "License Expires"):
        limited.match(made, column, "")
    assert limited.counts(made).create == 1
