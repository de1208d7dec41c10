"""Certificates come with completions, so the listeners are bound."""

import pytest

from training_app import wiring


@pytest.fixture(autouse=True)
def bound() -> None:
    wiring.bind()
