"""An admin in a town, with drafts to review, at a desk and on a phone."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from support.browser import Visits
from support.build import SYSTEM
from support.review import Desk, Review
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.model import Training
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

Open = Callable[[int], Review]
LEVELS = ("ALS", "BLS", None)


@dataclass(frozen=True)
class Crew:
    """A course for ALS: Lea is new to it, Noa has it open, Max has done it, Ivo has left; Bo is BLS, Nell nothing."""

    course: Training
    lea: Person
    noa: Person
    max: Person
    ivo: Person
    bo: Person
    nell: Person

    def everybody(self) -> tuple[Person, ...]:
        return self.lea, self.noa, self.max, self.bo, self.nell


@pytest.fixture(scope="module")
def desk_of(town: Town) -> Desk:
    """Ada's desk, in a town where 60 others work at Station 9."""
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        for number in range(60):
            build.person("Kim", branch="Station 9", level=LEVELS[number % 3])
    return Desk(town, ada)


@pytest.fixture(scope="module")
def crew(desk_of: Desk, town: Town) -> Crew:
    with town.building() as build:
        course = build.course("Pediatric airway", level="ALS", code="PAM-204", hours=2, library="Riverside library")
        names = {"Lea": "ALS", "Noa": "ALS", "Max": "ALS", "Ivo": "ALS", "Bo": "BLS", "Nell": None}
        lea, noa, boss, ivo, bo, nell = [
            build.person(name, "Learner", branch="Station 4", level=level) for name, level in names.items()
        ]
        for person in (noa, boss):
            build.assign(course, f"q={person.username}")
        build.complete(boss, course)
    town.mail_to(noa)
    return Crew(course, lea, noa, boss, ivo, bo, nell)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture
def desk_review(town: Town, desk_of: Desk, visits: Visits) -> Open:
    """Opens the review of a draft at a desk."""
    return lambda draft: _opened(town, desk_of, visits.desk(), draft)


@pytest.fixture(params=["desk", "phone"])
def review(request: pytest.FixtureRequest, town: Town, desk_of: Desk, visits: Visits) -> Open:
    """Opens the review of a draft at 1280 and again at 360 pixels."""
    return lambda draft: _opened(town, desk_of, getattr(visits, request.param)(), draft)


@pytest.fixture
def whole(desk_of: Desk, crew: Crew, town: Town) -> int:
    """A draft with somebody of every kind on it, due in a month, of which one has left since."""
    with town.building() as build:
        people.reactivate(build.session, SYSTEM, person_id=known(crew.ivo.id), now=build.now)
    draft = desk_of.draft(crew.course, *crew.everybody(), crew.ivo, starts=2, due=32)
    with town.building() as build:
        people.deactivate(build.session, SYSTEM, person_id=known(crew.ivo.id), now=build.now)
    return draft


def _opened(town: Town, desk: Desk, page, draft: int) -> Review:
    town.come(page, desk.ada, f"/assignments/new/{draft}/review")
    return Review(page, draft, town.today()).ready()
