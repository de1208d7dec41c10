"""Fixtures of the messages' tests: a story, and a mail server."""

from collections.abc import Iterator

import pytest
from support.database import Database
from support.smtp import Sink, connected
from support.story import Story


@pytest.fixture
def story(database: Database) -> Story:
    return Story()


@pytest.fixture
def sink(database: Database) -> Iterator[Sink]:
    with connected() as sink:
        yield sink


@pytest.fixture
def decided(story: Story):
    """Lea and Noa have been assigned something; the messages are made and wait."""
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-03-20")
    story.decide()
    return lea, noa, made
