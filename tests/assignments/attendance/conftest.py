"""A course of an instructor, and the coordinator who records its sessions."""

import pytest
from support import attendance
from support.attendance import Classroom
from support.build import Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope


@pytest.fixture
def room(session, build: Builder, cast: Cast) -> Classroom:
    return attendance.classroom(session, build, cast.actor(cast.tess))


@pytest.fixture
def own(cast: Cast) -> Actor:
    """A coordinator for the people of Max alone."""
    return attendance.only(cast.actor(cast.tess), Scope(manager_id=cast.max.id))
