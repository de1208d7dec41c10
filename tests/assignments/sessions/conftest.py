"""A course of an instructor, and the coordinator who makes its sessions."""

import pytest
from support import sessions
from support.build import Builder
from support.cast import Cast
from support.sessions import Room


@pytest.fixture
def room(session, build: Builder, cast: Cast) -> Room:
    return sessions.room(session, build, cast)
