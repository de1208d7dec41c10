"""A coordinator in a town, and a member who holds a certification."""

from datetime import timedelta

import pytest
from support import scans
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.certifications.model import Award
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture(scope="module")
def tess(town: Town) -> Person:
    return town.person("Tess", Role.COORDINATOR, branch="Headquarters")


@pytest.fixture(scope="module")
def lea(town: Town) -> Person:
    """She holds an EMT-Basic for a month yet, and no ACLS."""
    lea, today = town.person("Lea", last="Learner"), town.today()
    with town.building() as build:
        kind, _ = (scans.kind(build.session, name, now=build.now) for name in ("EMT-Basic", "ACLS"))
        said = {"issued_on": today - timedelta(days=700), "expires_on": today + timedelta(days=30), "number": "A-1177"}
        build.session.add(
            Award(person_id=known(lea.id), certification_id=kind, created_at=build.now, **said),
        )
    return lea


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
