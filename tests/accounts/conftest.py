"""Fixtures of accounts."""

import pytest
from support.cast import Cast
from support.signing_in import PASSWORD, admit

from training_app.accounts import passwords
from training_app.people.model import Person


@pytest.fixture(scope="module")
def hashed() -> passwords.Hashed:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def lea(cast: Cast, hashed: passwords.Hashed) -> Person:
    """Lea, who has accepted her invitation."""
    admit(cast, cast.lea, hashed)
    return cast.lea
