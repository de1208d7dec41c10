"""The catalogue as a list: tabs, search, filters, sort, pages, and who sees it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.catalog import actions, listing
from training_app.catalog.filters import CatalogFilter, CatalogTab
from training_app.catalog.model import TrainingVersion
from training_app.catalog.rules import CourseKind
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def catalog(session: Session, build: Builder, now):
    """Five courses, one of them archived, and two paths."""
    radio = build.course("Radio", code="R-9", level="BLS", hours=1, library="Clinical refresher", category="Talking")
    airway = build.course("Airway", code="A-1", level="ALS", hours=4, accredited_through=TODAY - timedelta(days=1))
    driving = build.course("Driving", code="D-5", hours=2, accredited_through=TODAY + timedelta(days=9))
    build.course("Drill", code="X-7", hours=3, course_kind=CourseKind.INSTRUCTOR_LED)
    gone = build.course("Paper charting", code="P-0")
    build.path("New hire", radio, driving, level="BLS", code="N-1")
    build.path("Over", airway, code="O-1")
    actions.archive(session, SYSTEM, training_id=known(gone.id), now=now)
    session.flush()


def rows(session: Session, query: str = "", actor=SYSTEM):
    return listing.trainings(session, actor, wanted=CatalogFilter.from_query(query), today=TODAY).rows


def titles(session: Session, query: str = "") -> list[str]:
    return [row.training.title for row in rows(session, query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Airway", "Drill", "Driving", "Radio"]),
        ("tab=paths", ["New hire", "Over"]),
        ("tab=archived", ["Paper charting"]),
        ("q=radio", ["Radio"]),
        ("q=refresher+bls", ["Radio"]),
        ("q=d-5", ["Driving"]),
        ("q=%25", []),
        ("library=Clinical+refresher", ["Radio"]),
        ("level=ALS", ["Airway"]),
        ("level=none", ["Drill", "Driving"]),
        ("level=none&q=driv", ["Driving"]),
        ("tab=paths&level=BLS", ["New hire"]),
        ("kind=instructor-led", ["Drill"]),
        ("kind=online&category=Talking", ["Radio"]),
        ("kind=external", []),
        ("sort=-title", ["Radio", "Driving", "Drill", "Airway"]),
        ("sort=code", ["Airway", "Driving", "Radio", "Drill"]),
        ("sort=-hours", ["Airway", "Drill", "Driving", "Radio"]),
        ("sort=accredited", ["Airway", "Driving", "Drill", "Radio"]),
        ("sort=-accredited", ["Driving", "Airway", "Drill", "Radio"]),
        ("sort=level", ["Airway", "Radio", "Drill", "Driving"]),
    ],
)
@pytest.mark.rule("M-04", "the catalogue is narrowed and sorted by the database, as its address says")
def test_the_catalogue_shows_what_its_address_says(session: Session, catalog, query, found):
    assert titles(session, query) == found


@pytest.mark.rule("M-04", "the tabs count with the same search and filters as the list, in one query")
@pytest.mark.parametrize(("query", "numbers"), [("", [4, 2, 1]), ("q=dri", [2, 0, 0]), ("level=BLS", [1, 1, 0])])
def test_the_tabs_count_with_the_same_search(session: Session, catalog, query, numbers):
    wanted = CatalogFilter.from_query(query)
    assert list(listing.tabs(session, SYSTEM, wanted=wanted).values()) == numbers
    assert [len(rows(session, wanted.of(tab).query())) for tab in CatalogTab] == numbers


def test_a_row_says_what_it_is_and_whether_it_can_be_assigned(session: Session, catalog):
    said = {
        row.training.title: row for row in [*rows(session), *rows(session, "tab=paths"), *rows(session, "tab=archived")]
    }
    assert {title for title, row in said.items() if row.can_be_assigned} == {"Drill", "Driving", "Radio", "New hire"}
    assert {title: row.courses for title, row in said.items() if row.is_path} == {"New hire": 2, "Over": 1}
    assert [title for title, row in said.items() if row.is_instructor_led] == ["Drill"]
    assert [title for title, row in said.items() if row.is_archived] == ["Paper charting"]


@pytest.mark.rule("T-01", "the catalogue says of which course no version is published, and which one is being changed")
def test_a_row_says_what_of_it_is_not_published(session: Session, build: Builder, now):
    new, changed, _ = build.course("New"), build.course("Changed"), build.course("Finished")
    session.add(TrainingVersion(training_id=known(changed.id), number=2))
    new.published_at = None
    session.exec(sa.update(TrainingVersion).where(col(TrainingVersion.training_id) == new.id).values(published_at=None))
    session.flush()
    said = {row.training.title: (row.is_published, row.has_draft) for row in rows(session)}
    assert said == {"New": (False, False), "Changed": (True, True), "Finished": (True, False)}


def test_libraries_and_categories_are_offered_once_each(session: Session, build: Builder, catalog):
    build.course("Radio again", category="Talking")
    assert listing.libraries(session, SYSTEM) == ["Clinical refresher", "in-house"]
    assert listing.categories(session, SYSTEM) == ["Talking"]


@pytest.mark.parametrize(
    "query", ["tab=nothing&sort=-nothing&level=MD&kind=odd&page=x", "page=-1", "page=0", "sort=", "q=\x00"]
)
def test_an_address_that_makes_no_sense_shows_the_usual(query):
    assert CatalogFilter.from_query(query) == CatalogFilter()


@pytest.mark.parametrize(
    "query", ["tab=paths&q=%C3%A9&library=A+%26+B&level=none&kind=external&category=Air+%26+way&sort=-hours&page=3", ""]
)
def test_a_filter_is_read_back_from_its_query(query):
    wanted = CatalogFilter.from_query(query)
    assert CatalogFilter.from_query(wanted.query()) == wanted
    assert wanted.query() == query


@pytest.mark.rule("M-04", "the catalogue is cut into pages by the database")
def test_the_catalogue_comes_in_pages(session: Session, build: Builder):
    for number in range(51):
        build.course(f"Drill {number:02}")
    second = listing.trainings(session, SYSTEM, wanted=replace(CatalogFilter(), page=2), today=TODAY)
    assert [row.training.title for row in second.rows] == ["Drill 50"]
    assert (second.total, second.pages()) == (51, 2)


@pytest.mark.rule("M-04", "a page of the catalogue costs the same number of queries however many paths it shows")
@pytest.mark.parametrize("number", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_paths(session: Session, build: Builder, number):
    parts = [build.course(), build.course()]
    for _ in range(number):
        build.path("New hire", *parts)
    heard: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *said: heard.append(said[2]))
    found = listing.trainings(session, SYSTEM, wanted=CatalogFilter(tab=CatalogTab.PATHS), today=TODAY)
    assert len(found.rows) == number
    assert len([one for one in heard if one.startswith("SELECT")]) == 3


@pytest.mark.rule("P-03", "the catalogue is seen by who manages it and who records attendance, and by nobody else")
@pytest.mark.parametrize(
    ("who", "sees"), [("sam", True), ("ada", True), ("tess", True), ("max", False), ("lea", False)]
)
def test_who_sees_the_catalogue(session: Session, cast: Cast, catalog, who, sees):
    actor = cast.actor(getattr(cast, who))
    if sees:
        assert len(rows(session, actor=actor)) == 4
        return
    for read in (listing.tabs, listing.trainings):
        named = {"today": TODAY} if read is listing.trainings else {}
        with pytest.raises(NotAllowed):
            read(session, actor, wanted=CatalogFilter(), **named)
    for read in (listing.libraries, listing.categories):
        with pytest.raises(NotAllowed):
            read(session, actor)


# ── one path


def test_a_path_is_read_for_its_editor(session: Session, build: Builder):
    over = build.course("Over", accredited_through=TODAY - timedelta(days=1))
    drill = build.course("Drill", course_kind=CourseKind.INSTRUCTOR_LED)
    path = build.path("New hire", build.course("Radio"), over, requires_id=drill.id, description="Begin here.")
    read = listing.path(session, SYSTEM, training_id=known(path.id), today=TODAY)
    assert [(one.training.title, bool(one.why)) for one in read.courses] == [("Radio", False), ("Over", True)]
    assert (read.required and read.required.title, read.entered.description) == ("Drill", "Begin here.")
    assert read.why == "its course “Over” expired, its accreditation ended 28 Feb 2027"


def test_what_is_no_path_is_not_read_as_one(session: Session, build: Builder):
    for training_id in (known(build.course().id), 0):
        with pytest.raises(NotFound):
            listing.path(session, SYSTEM, training_id=training_id, today=TODAY)


@pytest.mark.rule("P-03", "a path is opened in its editor with the right “Manage catalog” alone")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_who_opens_the_editor(session: Session, build: Builder, cast: Cast, who):
    path = build.path()
    with pytest.raises(NotAllowed):
        listing.path(session, cast.actor(getattr(cast, who)), training_id=known(path.id), today=TODAY)
    with pytest.raises(NotAllowed):
        listing.courses(session, cast.actor(getattr(cast, who)), course_ids=(1,), today=TODAY)
