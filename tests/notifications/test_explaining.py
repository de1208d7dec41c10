"""What the page of somebody's messages says agrees with what the loop sends: past, future, and what was not sent."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from support.build import SYSTEM
from support.database import Database, Maker, pointed_to
from support.story import Story

from training_app.access.actor import Actor, Scope
from training_app.catalog.model import Training
from training_app.core import db
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.notifications import preferences
from training_app.notifications.explaining import queries as explaining
from training_app.notifications.explaining.queries import Explained
from training_app.notifications.naming import occasion_said
from training_app.notifications.rules import Occasion, ReminderMails
from training_app.people.model import Person

ALL = Page(1, 500)
SEEDS = range(60) if os.environ.get("MUSTER_PROVE") else (1,)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia")
STARTED, IN_7, TODAY = "Training assigned", "Due in 7 days", "Due today"


@pytest.fixture
def database(request: pytest.FixtureRequest, sqlite_copies: Maker, tmp_path: Path) -> Iterator[Database]:
    """On SQLite, but for the story that asks for both: the others prove rules, and no statement of their own."""
    copies = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_copies")
    with copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


on_both = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


def explain(story: Story, person: Person, actor: Actor = SYSTEM, **asked) -> Explained:
    with db.read() as session:
        return explaining.person(session, actor, person_id=known(person.id), now=story.now, **{"page": ALL} | asked)


def promised(story: Story, person: Person) -> Counter[tuple[datetime, str, str]]:
    """Each message that the person is to get: when, what, and by which channel."""
    rows = [row for row in explain(story, person).coming.rows if not row.is_held]
    return Counter(
        (datetime.fromisoformat(row.at), row.what, way) for row in rows for way in row.channels.split(" and ")
    )


def came(story: Story, person: Person, since: datetime) -> Counter[tuple[datetime, str, str]]:
    """Each message that went to the person after an instant; the mail of a day is said by what it says."""
    ways = {"dashboard": "bell", "email": "e-mail"}
    return Counter(
        (row.sent_at, occasion_said(row.occasion), ways[row.channel])
        for row in story.messages(person, status="sent")
        if row.sent_at and row.sent_at > since and row.occasion != Occasion.DIGEST
    )


def held(story: Story, person: Person) -> dict[str, str]:
    return {row.what: row.note for row in explain(story, person).coming.rows if row.is_held}


def missed(story: Story, person: Person) -> dict[tuple[str, str], str]:
    """Why the person did not get what, by which channels."""
    return {(row.what, row.channels): row.why for row in explain(story, person).not_got.rows}


def choose(story: Story, person: Person, reminders: ReminderMails) -> None:
    """The person chooses how their reminders come by e-mail."""
    with db.write() as session:
        actor = Actor(known(person.id), person.name(), frozenset(), Scope())
        preferences.choose(session, actor, reminders=reminders, now=story.now)


def run(story: Story, until: str) -> None:
    """Let the loop go round at each midnight and each reminder hour to this day."""
    last = date.fromisoformat(until)
    day = story.today
    while day <= last:
        for hour in ("00:00", "08:00"):
            moment = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=story.now.tzinfo)
            if moment > story.now:
                story.now = moment
                story.loop()
        day += timedelta(days=1)


@on_both
@pytest.mark.rule("N-07", "for a person: what they will get and when comes at that instant, and nothing else does")
def test_what_was_said_to_come_comes_at_exactly_that_instant_and_nothing_else(story: Story):
    names = ("Kim", "Lea", "Noa", "Ivo", "Max", "Ada")
    kim, lea, noa, ivo, boss, ada = everybody = [story.person(one) for one in names]
    other, later = story.course("Hazard communication"), story.course("Bloodborne pathogens")
    # ── 1 March: assigned; one course twice, one from the night of the change to summer time on
    made = story.assign(kim, lea, noa, ivo, due="2027-03-20")
    story.assign(kim, lea, due="2027-03-27", training=other, emails=False)
    story.assign(kim, ivo, due="2027-03-20")
    story.assign(kim, boss, start="2027-03-28", due="2027-04-04", training=later)
    story.assign(ada, due="2027-03-13", dashboard_notifications=False, emails=False)
    story.loop()
    # ── until 14 March: reminded, moved, excused, complete, deactivated
    run(story, "2027-03-14")
    story.extend(made, lea, due="2027-03-26")
    story.excuse(made, noa, until="2027-03-25")
    story.deactivate(ivo)
    choose(story, boss, ReminderMails.NONE)
    choose(story, lea, ReminderMails.DIGEST)
    story.loop()
    before, told = story.now, {one.first_name: promised(story, one) for one in everybody}
    assert {name: len(some) for name, some in told.items()} == {
        "Kim": 10, "Lea": 6, "Noa": 0, "Ivo": 0, "Max": 4, "Ada": 0
    }  # fmt: skip
    # ── to the end
    run(story, "2027-04-06")
    assert {one.first_name: came(story, one, before) for one in everybody} == told
    assert [row for one in everybody for row in explain(story, one).coming.rows if not row.is_held] == []


@pytest.mark.rule("N-07", "for a person: what they did not get and why, over a calendar")
def test_what_did_not_come_says_why(story: Story):
    kim, lea, noa, ivo = (story.person(one) for one in ("Kim", "Lea", "Noa", "Ivo"))
    story.loop()
    first = story.assign(kim, lea, noa, ivo, due="2027-03-20")
    story.assign(kim, due="2027-03-20")
    quiet = story.course("Hazard communication")
    story.assign(lea, due="2027-03-20", training=quiet, emails=False)
    run(story, "2027-03-10")
    # ── 10 March: one completes, one is excused, one leaves
    story.complete(lea)
    story.excuse(first, noa, until="2027-03-14")
    story.deactivate(ivo)
    run(story, "2027-03-13")
    story.at("2027-03-13 12:00")
    story.reactivate(ivo)
    story.assign(ivo, due="2027-03-18", training=quiet)
    # ── nothing runs from 13 to 22 March
    story.at("2027-03-22 10:00")
    story.loop()
    spoken = "One reminder a day for a training: that of the assignment due Saturday, 20 March 2027 speaks for it."
    assert missed(story, kim) == {(IN_7, "bell and e-mail"): spoken, (TODAY, "bell and e-mail"): spoken}
    done = "It was completed on Wednesday, 10 March 2027."
    off = "Switched off in the assignment: E-mails."
    assert missed(story, lea) == {
        (STARTED, "e-mail"): off, (IN_7, "e-mail"): off, (TODAY, "e-mail"): off,
        (IN_7, "bell and e-mail"): done, (TODAY, "bell and e-mail"): done,
    }  # fmt: skip
    assert missed(story, noa) == {(IN_7, "bell and e-mail"): "The person was excused."}
    assert explain(story, ivo, q="lifting").not_got.rows[0].why == "The person was deactivated."
    too_late = "The assignment was made after this moment: Saturday, 13 March 2027, 12:00 (Europe/Berlin)."
    assert [row.why for row in explain(story, ivo, q="hazard").not_got.rows] == [too_late]


@pytest.mark.rule("N-07", "after a standstill: the earlier reminder says that the later one took its place")
def test_after_a_standstill_the_earlier_reminder_says_so(story: Story):
    kim = story.person()
    made = story.assign(kim, due="2027-03-12")
    story.loop()
    story.at("2027-03-14 10:00")
    assert explain(story, kim).coming.rows[-1].note == "As soon as the background loop goes round."
    story.loop()
    assert missed(story, kim) == {
        (IN_7, "bell and e-mail"): "Messages stood still until Sunday, 14 March 2027; the reminder of the due day "
        "took its place."
    }
    # ── made before anything was decided, and cancelled
    story.cancel(made)
    assert explain(story, kim).coming.rows == []


@pytest.mark.rule("N-07", "for a person: what will be held back says why, also for whoever was deactivated")
def test_what_will_be_held_back_says_why(story: Story):
    kim, lea = story.person("Kim"), story.person("Lea")
    made = story.assign(kim, lea, due="2027-03-20", emails=False)
    story.assign(kim, start="2027-03-16", due="2027-03-20", training=story.course("Hazard communication"))
    story.loop()
    note = "No e-mail: Switched off in the assignment: E-mails."
    assert {row.note for row in explain(story, kim, q="lifting").coming.rows} == {note}
    assert held(story, kim) == {IN_7: "The assignment starts on Tuesday, 16 March 2027."}
    story.excuse(made, kim)
    assert {row.note for row in explain(story, kim, assignment_id=made).coming.rows} == {
        "The person was excused. Switched off in the assignment: E-mails."
    }
    story.deactivate(lea)
    assert explain(story, lea).head.deactivated_at != ""
    assert set(held(story, lea)) == {IN_7, TODAY}
    assert promised(story, lea) == Counter()


@pytest.mark.rule("N-07", "for a person: what they will get is what comes, whatever was asked of them and changed")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("database")
def test_whatever_was_asked_and_changed_what_was_said_to_come_is_what_comes(seed: int):
    random = Random(seed)  # noqa: S311 - the same calendar for the same seed
    story = Story(random.choice(ZONES))
    people, courses = [story.person() for _ in range(4)], [story.training, story.course("Hazard communication")]
    for number in range(6):
        change(story, random, people, courses)
        run(story, (story.today + timedelta(days=number % 3)).isoformat())
    before, told = story.now, [promised(story, one) for one in people]
    run(story, (story.today + timedelta(days=16)).isoformat())
    due = [Counter({one: number for one, number in some.items() if one[0] <= story.now}) for some in told]
    assert [came(story, one, before) for one in people] == due
    assert sum(len(one) for one in told) > 0


def change(story: Story, random: Random, people: list[Person], courses: list[Training]) -> None:
    """Something is assigned to some people, and something else changes for one of them."""
    starts = story.today + timedelta(days=random.choice((0, 0, 1, 5)))
    due = starts + timedelta(days=random.choice((0, 3, 7, 8)))
    made = story.assign(*random.sample(people, 3), start=starts.isoformat(), due=due.isoformat(),
                        training=random.choice(courses), dashboard_notifications=random.random() < 0.8,
                        emails=random.random() < 0.8)  # fmt: skip
    story.loop()
    one, later = random.choice(people), (due + timedelta(days=random.choice((1, 7)))).isoformat()
    acts = (
        lambda: story.extend(made, *people, due=later),
        lambda: story.excuse(made, one, until=random.choice((later, None))),
        lambda: story.withdraw(made, one),
        lambda: story.cancel(made),
        lambda: story.deactivate(one),
        lambda: story.reactivate(one),
        lambda: choose(story, one, random.choice(list(ReminderMails))),
    )
    random.choice(acts)()
    story.loop()
