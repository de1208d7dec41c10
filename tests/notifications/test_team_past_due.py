"""Copies to managers of who is past due: off unless set, one list a day, read again when it goes (N-10)."""

import pytest
from support.build import SYSTEM
from support.smtp import Sink
from support.story import Story

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.core import db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

COPY = "people past due"


def copies_after(days: int | None) -> None:
    with db.write() as session:
        session.get_one(OrganizationRow, 1).copy_managers_after = days


def manager(story: Story, first: str, **said) -> Person:
    made = story.person(first, **said)
    with db.write() as session:
        accounts.give_role(session, SYSTEM, person_id=known(made.id), role=Role.MANAGER, now=story.now)
    return made


def listed(sink: Sink, person: Person) -> list[str]:
    return [line.removeprefix("- ") for line in sink.to(person.email)[-1].text.splitlines() if line.startswith("- ")]


@pytest.mark.rule("N-10", "a manager is copied, in one list, when somebody of theirs is past due for so many days")
def test_the_manager_is_told_once_after_so_many_days(story: Story, sink: Sink):
    copies_after(3)
    top = manager(story, "Top")
    boss = manager(story, "Max", manager_id=top.id)
    lea, noa = (story.person(first, last=last, manager_id=boss.id) for first, last in (("Lea", "One"), ("Noa", "Two")))
    other = story.course("Driving")
    story.assign(lea, noa, due="2027-03-05")
    story.assign(lea, due="2027-03-05", training=other)
    # ── another assignment asks for the same: it is listed once
    story.assign(lea, due="2027-03-05")
    story.at("2027-03-05 12:00")
    story.loop()
    story.at("2027-03-06 12:00")
    story.complete(noa)
    story.at("2027-03-08 07:59")
    story.loop()
    assert story.messages(boss) == []
    for _again in range(2):
        story.at("2027-03-08 08:00")
        story.loop()
    assert story.told(boss) == story.told(boss, "dashboard") == [COPY]
    day = "was due on Friday, 5 March 2027"
    assert listed(sink, boss) == [f"Lea One: “Driving” {day}", f"Lea One: “Lifting safely” {day}"]
    bell = story.messages(boss, channel="dashboard")[0]
    assert (bell.text, bell.link) == ("1 person is past due with a training.", "/people")
    # ── neither who is above the manager, nor again
    story.at("2027-03-09 08:00")
    story.loop()
    assert story.messages(top) == []
    assert len(story.messages(boss)) == 2


@pytest.mark.rule("N-10", "copying managers is off unless it is set")
def test_without_the_setting_no_manager_is_told(story: Story):
    boss = manager(story, "Max")
    story.assign(story.person("Lea", manager_id=boss.id), due="2027-03-02")
    for day in ("02", "03", "04", "05"):
        story.at(f"2027-03-{day} 08:00")
        story.loop()
    assert story.messages(boss) == []


@pytest.mark.rule("P-04", "of a deactivated manager's people the manager above is told; who sees nobody is not")
def test_copies_go_to_the_nearest_active_manager_who_may_know(story: Story, sink: Sink):
    copies_after(1)
    top = manager(story, "Top")
    left = manager(story, "Mid", manager_id=top.id)
    gone = manager(story, "Low", manager_id=left.id)
    plain = story.person("Paul")
    lea, noa = story.person("Lea", last="One", manager_id=gone.id), story.person("Noa", manager_id=plain.id)
    story.assign(lea, noa, due="2027-03-02")
    story.deactivate(left)
    story.deactivate(gone)
    story.loop()
    story.at("2027-03-03 08:00")
    story.loop()
    assert listed(sink, top) == ["Lea One: “Lifting safely” was due on Tuesday, 2 March 2027"]
    assert [story.messages(one) for one in (left, gone, plain)] == [[], [], []]


@pytest.mark.rule("N-04", "a manager's list is read again at sending: without what is done since, and not empty")
def test_the_copy_is_as_it_is_when_it_goes(story: Story, sink: Sink):
    copies_after(1)
    people = {name: manager(story, name) for name in ("Stays", "Empty", "Lost", "Off")}
    mine = {name: story.person("Kim", last=name, manager_id=boss.id) for name, boss in people.items()}
    two = story.person("Lea", last="Done", manager_id=people["Stays"].id)
    story.assign(*mine.values(), two, due="2027-03-02")
    story.loop()
    story.at("2027-03-03 08:00")
    story.decide()
    assert story.messages(people["Stays"], channel="dashboard")[0].text == "2 people are past due with a training."
    story.complete(two)
    story.complete(mine["Empty"])
    with db.write() as session:
        accounts.take_role(session, SYSTEM, person_id=known(people["Lost"].id), role=Role.MANAGER, now=story.now)
    story.deactivate(people["Off"])
    story.loop()
    assert listed(sink, people["Stays"]) == ["Kim Stays: “Lifting safely” was due on Tuesday, 2 March 2027"]
    assert [story.email(people[name]).why for name in ("Empty", "Lost", "Off")] == [
        "It would list nobody any more.",
        "The person may not see their people's trainings any more.",
        "The person was deactivated.",
    ]
    # ── and what was decided before it is switched off
    story.at("2027-03-04 09:00")
    story.assign(mine["Stays"], due="2027-03-05", training=story.course("Driving"))
    story.loop()
    story.at("2027-03-06 08:00")
    story.decide()
    copies_after(None)
    story.loop()
    assert story.email(people["Stays"]).why == "Managers get no copies any more."


@pytest.mark.rule("N-05", "after a standstill a manager gets one copy for all the days that were missed")
def test_missed_days_make_one_copy(story: Story, sink: Sink):
    copies_after(2)
    boss = manager(story, "Max")
    lea, noa = (story.person(first, last="Late", manager_id=boss.id) for first in ("Lea", "Noa"))
    for person, day in ((lea, "2027-03-02"), (noa, "2027-03-04")):
        story.assign(person, due=day)
    story.loop()
    story.at("2027-03-10 09:00")
    story.loop()
    assert story.told(boss) == [COPY]
    assert len(listed(sink, boss)) == 2
