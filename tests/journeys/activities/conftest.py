"""A coordinator, a medic who was elsewhere, and what that completes."""

from decimal import Decimal

import pytest
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.certifications.rules import Validity
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture(scope="module")
def tess(town: Town) -> Person:
    """A coordinator; and a certification that an external course awards."""
    with town.building() as build:
        course = build.course("Hands-on CPR", materials=0, course_kind=CourseKind.EXTERNAL, hours=Decimal(4))
        new = NewCertification("CPR", "CPR", validity=Validity.YEARS, validity_number=2, trainings=(known(course.id),))
        certifications.add_certification(build.session, SYSTEM, new=new, now=build.now)
    return town.person("Tess", Role.COORDINATOR, last="Trainer")


@pytest.fixture(scope="module")
def lea(town: Town) -> Person:
    return town.person("Lea", last="Learner")


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
