"""Excused gets no message; an excuse until a day is over with that day (A-26)."""

import pytest
from support.story import Story

STARTED, IN_7, TODAY = "assignment started", "due in 7 days", "due today"


def days(story: Story, *numbers: int) -> None:
    """The reminder hour of each of these days of March."""
    for number in numbers:
        story.at(f"2027-03-{number:02} 00:00")
        story.loop()
        story.at(f"2027-03-{number:02} 08:00")
        story.loop()


@pytest.mark.rule("A-16", "not once closed: who is excused for good gets no reminder")
@pytest.mark.rule("A-26", "excused until a day before the reminder: reminded; until a later one: not, nor made up for")
def test_an_excuse_holds_through_its_last_day_and_no_longer(story: Story):
    early, late, ever = story.person("Early"), story.person("Late"), story.person("Ever")
    made = story.assign(early, late, ever, due="2027-03-20")
    story.loop()
    story.excuse(made, early, until="2027-03-12")
    story.excuse(made, late, until="2027-03-13")
    story.excuse(made, ever)
    days(story, 12, 13, 14, 20)
    assert story.told(early) == [STARTED, IN_7, TODAY]
    assert story.told(late) == [STARTED, TODAY]
    assert story.told(ever) == story.told(ever, "dashboard") == [STARTED]


@pytest.mark.rule("A-26", "whoever was excused when it started is told of it once the excuse is over")
def test_whoever_was_excused_over_the_start_is_told_the_day_after(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, start="2027-03-05", due="2027-03-20")
    story.loop()
    story.excuse(made, lea, until="2027-03-08")
    days(story, 5, 8)
    assert story.messages(lea) == []
    days(story, 9, 10)
    assert story.told(lea) == story.told(lea, "dashboard") == [STARTED]
    assert story.told(noa) == [STARTED]


@pytest.mark.rule("A-26", "what waited when somebody was excused is sent once the excuse is over")
def test_a_start_notice_that_the_excuse_held_back_is_sent_when_it_is_over(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    story.excuse(made, lea, until="2027-03-02")
    story.loop()
    assert story.email(lea).why == "The person was excused."
    days(story, 2, 3, 4)
    assert story.told(lea) == story.told(lea, "dashboard") == [STARTED]
