"""An assignment that is edited, and by whom."""

from datetime import date, timedelta

import pytest
from support.build import SYSTEM
from support.editing.steps import Edits

from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.core.tables import known


@pytest.fixture
def ada(cast):
    return cast.actor(cast.ada)


@pytest.fixture
def people(build):
    """Ann, Bob, Cid and Dee, who are in the assignment."""
    return [build.person(name, "Assigned") for name in ("Ann", "Bob", "Cid", "Dee")]


@pytest.fixture
def course(build):
    return build.course("Lifting safely")


@pytest.fixture
def edits(build, ada, people, course, cast) -> Edits:
    """Ada's edits. It started today, 1 March, and is due on the 31st."""
    return Edits(build, build.assign(course, "q=assigned", due=date(2027, 3, 31)).assignment_id, ada)


@pytest.fixture
def other(build, cast, edits) -> Edits:
    """Those of another admin."""
    return Edits(build, edits.assignment_id, cast.actor(cast.sam))


@pytest.fixture
def late(now):
    """The third day before it is due: it is locked."""
    return now + timedelta(days=27)


@pytest.fixture
def may_override(session, cast, now):
    accounts.set_permission(session, SYSTEM, person_id=known(cast.ada.id), permission=Permission.OVERRIDE_LOCK,
                            given=True, now=now)  # fmt: skip
    return cast.actor(cast.ada)
