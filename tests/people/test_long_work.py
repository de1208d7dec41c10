"""Long work as people see it: who sees which job and its lines, who cancels it, and who was told of its end."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select
from support.cast import Cast

from training_app.core import jobs
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotFound
from training_app.core.jobs import Job, JobLine, Outcome
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people import long_work
from training_app.people.model import Person

AFTER = timedelta(minutes=5)


def start(session: Session, person: Person, now: datetime, key: str = "import") -> str:
    return jobs.start(session, kind="number", key=key, title=f"Numbers of {key}", total=40,
                      started_by_id=person.id, now=now)  # fmt: skip


def end(session: Session, key: str, now: datetime, outcome: Outcome = Outcome.DONE) -> None:
    """The job comes to its end, as its last chunk writes it."""
    job = session.get_one(Job, key)
    job.ended_at, job.outcome = now, outcome
    session.add(job)
    session.flush()


def skip(session: Session, key: str, *people: Person) -> None:
    session.add_all(JobLine(job_key=key, subject="person", subject_id=known(one.id), why="Deactivated")
                    for one in people)  # fmt: skip
    session.flush()


@pytest.fixture
def key(cast: Cast, session: Session, now: datetime) -> str:
    """A job that Tess started and that skipped Lea, Noa and Ivo."""
    key = start(session, cast.tess, now)
    skip(session, key, cast.lea, cast.noa, cast.ivo)
    return key


@pytest.mark.rule("J-01", "a job is seen by who started it, and by who manages the settings")
@pytest.mark.parametrize("who", ["tess", "ada", "sam"])
def test_a_job_is_seen_by_its_starter_and_who_manages_the_settings(cast: Cast, session, key, who):
    actor = cast.actor(getattr(cast, who))

    assert long_work.job(session, actor, key=key).started_by == "Tess Trainer"
    assert [row.key for row in long_work.listed(session, actor, mine=False).rows] == [key]
    assert long_work.lines(session, actor, key=key).total == 3


@pytest.mark.rule("J-01", "to anybody else a job does not exist, nor do its people, nor can they cancel it")
@pytest.mark.parametrize("who", ["max", "lea", "noa"])
def test_to_anybody_else_it_does_not_exist(cast: Cast, session, key, now, who):
    actor = cast.actor(getattr(cast, who))

    assert long_work.listed(session, actor, mine=False).rows == []
    assert long_work.counts(session, actor).everybody == 0
    for refused in (
        lambda: long_work.job(session, actor, key=key),
        lambda: long_work.lines(session, actor, key=key),
        lambda: list(long_work.all_lines(session, actor, key=key)),
        lambda: long_work.cancel(session, actor, key=key, now=now),
    ):
        with pytest.raises(NotFound):
            refused()
    assert not session.get_one(Job, key).cancel_requested_at


def test_a_job_that_there_is_not_is_not_found(cast: Cast, session):
    with pytest.raises(NotFound):
        long_work.job(session, cast.actor(cast.sam), key="made up")


def test_one_s_own_jobs_and_everybody_s_are_counted_apart(cast: Cast, session, key, now):
    start(session, cast.ada, now, "of-ada")
    counts = long_work.counts(session, cast.actor(cast.ada))

    assert (counts.mine, counts.everybody) == (1, 2)
    assert [row.key for row in long_work.listed(session, cast.actor(cast.ada), mine=True).rows] == ["of-ada"]


def test_jobs_that_go_on_stand_before_those_that_ended_and_the_latest_first(cast: Cast, session, now):
    for number, name in enumerate(("first", "second", "third")):
        start(session, cast.tess, now + timedelta(minutes=number), name)
    end(session, "third", now + AFTER)
    tess = cast.actor(cast.tess)

    assert [row.key for row in long_work.listed(session, tess, mine=True).rows] == ["second", "first", "third"]
    second = long_work.listed(session, tess, mine=True, page=Page(2, 2))
    assert ([row.key for row in second.rows], second.total) == (["third"], 3)


@pytest.mark.rule("J-01", "those skipped are searched by name, page by page, with why")
def test_those_skipped_are_searched_and_paged(cast: Cast, session, key):
    tess = cast.actor(cast.tess)

    (found,) = long_work.lines(session, tess, key=key, q="noa").rows
    assert (found.name, found.email, found.branch, found.why) == (
        "Noa Nearby", "noa@muster.test", "Station 2", "Deactivated",
    )  # fmt: skip
    second = long_work.lines(session, tess, key=key, page=Page(2, 2))
    assert ([row.name for row in second.rows], second.total) == (["Noa Nearby"], 3)
    assert [row.name for row in long_work.all_lines(session, tess, key=key)] == [
        "Ivo Inactive", "Lea Learner", "Noa Nearby",
    ]  # fmt: skip


@pytest.mark.rule("J-01", "of those skipped one is named only whom one may see")
def test_of_those_skipped_only_whom_one_may_see_is_named(cast: Cast, session, now):
    key = start(session, cast.max, now)
    skip(session, key, cast.lea, cast.noa)

    assert [row.name for row in long_work.lines(session, cast.actor(cast.max), key=key).rows] == ["Lea Learner"]


@pytest.mark.rule("J-01", "cancelled by who started it or who manages the settings, once, with an audit entry")
@pytest.mark.parametrize("who", ["tess", "ada"])
def test_it_is_cancelled_once(cast: Cast, session, key, now, who):
    actor = cast.actor(getattr(cast, who))

    assert long_work.cancel(session, actor, key=key, now=now)
    assert not long_work.cancel(session, actor, key=key, now=now)

    assert long_work.job(session, actor, key=key).is_cancelling
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "job cancelled")).all()
    assert (entry.actor_id, entry.after["title"]) == (actor.person_id, "Numbers of import")


def test_what_has_ended_is_not_cancelled(cast: Cast, session, key, now):
    end(session, key, now)

    assert not long_work.cancel(session, cast.actor(cast.tess), key=key, now=now)


def news(cast: Cast, session: Session, now: datetime, *shown: str) -> tuple[list[str], list[str]]:
    found = long_work.news(session, cast.actor(cast.tess), shown=shown, now=now)
    return [job.key for job in found.running], [job.key for job in found.ended]


@pytest.mark.rule("J-02", "what goes on is shown to who started it, and to nobody else")
def test_what_goes_on_is_shown_to_who_started_it_alone(cast: Cast, session, key, now):
    start(session, cast.ada, now, "of-ada")

    assert news(cast, session, now) == ([key], [])


@pytest.mark.rule("J-02", "who started it is told of its end once")
def test_of_an_end_one_is_told_once(cast: Cast, session, key, now):
    end(session, key, now + AFTER)
    tess = cast.actor(cast.tess)
    assert news(cast, session, now + AFTER) == ([], [key])

    assert long_work.told(session, tess, keys=[key], now=now + AFTER) == {key}
    assert long_work.told(session, tess, keys=[key], now=now + AFTER) == set()

    assert news(cast, session, now + AFTER) == ([], [])
    assert news(cast, session, now + AFTER, key) == ([], [key])  # to a page that still shows it as going on


def test_nobody_else_says_that_one_was_told(cast: Cast, session, key, now):
    end(session, key, now + AFTER)

    assert long_work.told(session, cast.actor(cast.ada), keys=[key], now=now + AFTER) == set()
    assert news(cast, session, now + AFTER) == ([], [key])


def test_what_ended_long_ago_is_no_news(cast: Cast, session, key, now):
    end(session, key, now)

    assert news(cast, session, now + timedelta(days=8)) == ([], [])
