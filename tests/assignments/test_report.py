"""The "Report of User(s) Assigned": the same people as the page, and everything that is said of them (A-23)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import places, report
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import StatusTab
from training_app.core.errors import NotAllowed

TODAY = date(2027, 3, 1)


@pytest.fixture
def page(cast: Cast, build: Builder):
    """Six people in one assignment that is due in ten days; Lea is complete and Noa failed."""
    course = build.course()
    made = build.assign(course, due=TODAY + timedelta(days=10))
    build.complete(cast.lea, course)
    attempt = build.session.exec(select(Enrollment.id).where(Enrollment.person_id == cast.noa.id)).one()
    said = {"result": Result.FAILED, "score": Decimal("55.5"), "now": build.now}
    results.record(build.session, SYSTEM, enrollment_ids=[attempt], **said)
    return made.assignment_id


@pytest.mark.rule("A-23", "name, email, Course Title, Start Date, Due Date, Status, attempts, score, completed on")
def test_a_line_of_the_report_says_everything(cast: Cast, session, page):
    wanted = PlaceFilter(q="noa")
    asked = {"assignment_id": page, "wanted": wanted, "today": TODAY}
    (row,) = report.report(session, cast.actor(cast.ada), **asked).rows
    assert (row.name, row.email, row.title) == ("Noa Nearby", "noa@muster.test", "Lifting safely")
    assert (row.starts_on, row.due_on, row.status) == ("2027-03-01", "2027-03-11", "failed")
    assert (row.attempts, row.score, row.completed_on) == (1, "55.5", "")


@pytest.mark.rule("A-23", "filter by the tabs of A-17, search by name, sort: the same people as the page, in its order")
@pytest.mark.parametrize("sort", ["name", "-name", "-due", "status", "attempts", "-score", "completed"])
def test_the_report_has_the_people_of_the_page_in_its_order(cast: Cast, session, page, sort):
    ada = cast.actor(cast.ada)
    for tab, q in product(StatusTab, ("", "le")):
        asked = {"assignment_id": page, "wanted": PlaceFilter(tab=tab, q=q, sort=sort), "today": TODAY}
        listed = places.places(session, ada, **asked)
        assert [row.id for row in report.report(session, ada, **asked).rows] == [row.id for row in listed.rows]
        assert [cells[1] for cells in report.cells(session, ada, **asked)] == [row.email for row in listed.rows]
        assert report.report(session, ada, **asked).total == listed.total


def test_the_file_says_past_due_as_the_page_does(cast: Cast, session, page):
    late = {"assignment_id": page, "wanted": PlaceFilter(), "today": TODAY + timedelta(days=11)}
    words = {cells[5] for cells in report.cells(session, cast.actor(cast.ada), **late)}
    assert words == {"Evaluated", "Failed", "Past due"}


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_only_who_manages_assignments_reads_the_report(cast: Cast, session, page, who):
    asked = {"assignment_id": page, "wanted": PlaceFilter(), "today": TODAY}
    with pytest.raises(NotAllowed):
        report.report(session, cast.actor(getattr(cast, who)), **asked)
    with pytest.raises(NotAllowed):
        list(report.cells(session, cast.actor(getattr(cast, who)), **asked))
    with pytest.raises(NotAllowed):
        places.progress(session, cast.actor(getattr(cast, who)), assignment_id=page, today=TODAY)


def test_a_filter_says_itself_in_words():
    assert PlaceFilter().said() == "All, by name"
    assert (
        PlaceFilter(StatusTab.PAST_DUE, "lea", "-due").said() == "Past Due, with “lea” in the name, by due date, turned"
    )
