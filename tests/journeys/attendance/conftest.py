"""A town with a class: a coordinator, a course of an instructor, and people of whom some are enrolled in it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select
from support.browser import Visits
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.model import Enrollment
from training_app.catalog.rules import CourseKind
from training_app.core.tables import known
from training_app.people.model import Person

_classes = count(1)


@dataclass(frozen=True)
class Sitting:
    """The page of one session, as the coordinator sees it."""

    page: Page
    town: Town
    course_id: int

    def row(self, name: str) -> Locator:
        return self.page.locator("tbody tr").filter(has_text=name)

    def mark(self, name: str, result: str) -> Locator:
        return self.page.get_by_role("button", name=f"{result}: {name}", exact=True)

    def will(self, words: str) -> None:
        """What the bar says that recording would do."""
        expect(self.page.locator(".actbar [role=status]")).to_have_text(words)

    def record(self, number: int) -> None:
        """Press the button, and again in the dialog."""
        verb = f"Record {number} results" if number != 1 else "Record 1 result"
        self.page.get_by_role("button", name=verb).click()
        self.page.get_by_role("alertdialog").get_by_role("button", name=verb).click()

    def says(self, words: str) -> None:
        expect(self.page.locator("#notice")).to_contain_text(words)

    def statuses(self) -> dict[str, str]:
        """Where the last attempt of everybody stands who has one, by first name."""
        with self.town.building() as build:
            wanted = select(Person.first_name, Enrollment.status).join(Enrollment, Enrollment.person_id == Person.id)
            rows = build.session.exec(wanted.where(Enrollment.training_id == self.course_id).order_by(Enrollment.id))
            return dict(rows.all())


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def tess(town: Town) -> Person:
    return town.person("Tess", Role.COORDINATOR, branch="Headquarters")


@pytest.fixture(scope="module")
def crew(town: Town) -> dict[str, Person]:
    """Four people; the first three are enrolled in each course."""
    with town.building() as build:
        return {first: build.person(first, "Crew", email=f"{first.lower()}@crew.test", username=f"{first.lower()}.crew")
                for first in ("Ann", "Bob", "Cleo", "Dan")}  # fmt: skip


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, visits: Visits) -> Page:
    chosen: Page = getattr(visits, request.param)()
    return chosen


def open_class(town: Town, page: Page, tess: Person, crew: dict[str, Person]) -> Sitting:
    """A course of its own with the sheet of today in front of the coordinator."""
    assert crew
    with town.building() as build:
        course = build.course(f"Hands-on {next(_classes)}", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
        for first in ("ann", "bob", "cleo"):
            build.assign(course, f"q={first}.crew", due=build.now.date() + timedelta(days=20))
        course_id = known(course.id)
    town.come(page, tess, f"/courses/{course_id}/attendance")
    expect(page.locator("tbody tr")).to_have_count(3)
    return Sitting(page, town, course_id)


@pytest.fixture
def sitting(town: Town, page: Page, tess: Person, crew: dict[str, Person]) -> Sitting:
    return open_class(town, page, tess, crew)


@pytest.fixture
def desk_sitting(town: Town, visits: Visits, tess: Person, crew: dict[str, Person]) -> Sitting:
    return open_class(town, visits.desk(), tess, crew)
