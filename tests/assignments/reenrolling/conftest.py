"""An assignment in which some have failed."""

import pytest
from support.failing import fail
from support.story import Story


@pytest.fixture
def story(database) -> Story:
    return Story()


@pytest.fixture
def failed(story: Story):
    """Lea and Noa failed, Kit is enrolled; all are due on 20 March. It is 5 March."""
    people = {name: story.person(name) for name in ("Lea", "Noa", "Kit")}
    made = story.assign(*people.values(), due="2027-03-20")
    story.loop()
    story.at("2027-03-05 10:00")
    fail(story, people["Lea"], people["Noa"])
    return made, people
