"""Whoever failed is not reminded of what they failed (A-16)."""

import pytest
from support.failing import fail
from support.story import Story


@pytest.mark.rule("A-16", "not once failed")
def test_whoever_failed_gets_no_reminder(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, due="2027-03-20")
    story.loop()
    story.at("2027-03-12 15:00")
    fail(story, lea)
    for local in ("2027-03-13 08:00", "2027-03-20 08:00"):
        story.at(local)
        story.loop()
    assert story.told(lea) == ["assignment started"]
    assert story.told(noa) == ["assignment started", "due in 7 days", "due today"]
