"""A draft of an assignment, for the tests that put one together."""

import pytest
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.assignments.making import drafting


@pytest.fixture
def ada(cast: Cast) -> Actor:
    return cast.actor(cast.ada)


@pytest.fixture
def draft_id(session, ada, now) -> int:
    return drafting.begin(session, ada, now=now)
