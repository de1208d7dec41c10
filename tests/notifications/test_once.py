"""Random calendars: whatever people do and whenever the loop runs or dies, each message arrives once or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select
from support.calendars import Calendar
from support.database import Maker, pointed_to
from support.promises import Promises
from support.smtp import Sink, connected
from support.story import Story

from training_app.core import db
from training_app.core.errors import MusterError
from training_app.core.events import Event
from training_app.notifications.rules import Channel

BOTH = frozenset(Channel)
PEOPLE, ASSIGNMENTS = 2, 3
# The weeks in which the clocks change, and weeks in which they do not.
BEGINNINGS = ("2027-03-01 09:00", "2027-03-09 07:00", "2027-03-23 12:00", "2027-10-26 20:00")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia")

which, who = st.integers(0, ASSIGNMENTS - 1), st.integers(0, PEOPLE - 1)
days = st.sampled_from((0, 1, 2, 6, 7, 8, 9))
channels = st.sampled_from((BOTH, BOTH, frozenset({Channel.EMAIL}), frozenset({Channel.DASHBOARD}), frozenset()))
acts = st.one_of(
    st.tuples(st.just("move"), which, days),
    st.tuples(st.just("extend"), which, who, days),
    st.tuples(st.just("switch"), which, channels),
    st.tuples(st.just("remove"), which, who),
    st.tuples(st.just("add"), which, who),
    st.tuples(st.just("complete"), which, who),
    st.tuples(st.just("excuse"), which, who, st.sampled_from((0, 1, 3, None))),
    st.tuples(st.just("end_excuse"), which, who),
    st.tuples(st.just("cancel"), which),
    st.tuples(st.just("turn"), who),
    st.tuples(st.just("assign"), st.sampled_from((0, 0, 1, 3)), days, channels),
)
runs = st.sampled_from(
    ("both", "both", "both", "decide", "send", "two at once", "killed deciding", "killed sending", "none")
)
rounds = st.lists(
    st.tuples(st.sampled_from((1, 5, 13, 24, 24, 50, 170)), st.lists(acts, max_size=3), runs, st.integers(1, 4)),
    min_size=6,
    max_size=12,
)
RUNS = {
    "both": lambda calendar, _: (calendar.decide(), calendar.send()),
    "decide": lambda calendar, _: calendar.decide(),
    "send": lambda calendar, _: calendar.send(),
    "two at once": lambda calendar, _: (calendar.decide(at_once=2), calendar.send()),
    "killed deciding": lambda calendar, commits: (calendar.killed(calendar.decide, commits), calendar.send()),
    "killed sending": lambda calendar, commits: (calendar.decide(), calendar.killed(calendar.send, commits)),
    "none": lambda _calendar, _: None,
}


@pytest.fixture(params=["sqlite", "postgres"])
def copies(request: pytest.FixtureRequest) -> Maker:
    return request.getfixturevalue(f"{request.param}_copies")


@pytest.fixture
def post() -> Iterator[Sink]:
    with connected() as sink:
        yield sink


@contextmanager
def organization(copies: Maker, post: Sink, zone: str, beginning: str) -> Iterator[Calendar]:
    """A new organization with two people, in which the loop runs already."""
    with TemporaryDirectory() as folder, copies(Path(folder)) as url, pointed_to(url, Path(folder) / "data"):
        post.mails.clear()
        story = Story(zone)
        story.at(beginning)
        calendar = Calendar(story, post, [story.person() for _ in range(PEOPLE)], [True] * PEOPLE)
        calendar.decide()
        yield calendar


def play(calendar: Calendar, played: list) -> None:
    calendar.assign(0, 9, BOTH)
    calendar.assign(2, 7, BOTH)
    for hours, acts, run, commits in played:
        calendar.wait(hours)
        for act in acts:
            do(calendar, *act)
        RUNS[run](calendar, commits)
    RUNS["both"](calendar, 0)


def do(calendar: Calendar, name: str, *said: object) -> None:
    """One act, unless it cannot be, or is refused."""
    of = said[0] if name not in {"assign", "turn"} else 0
    if (name == "assign" and len(calendar.made) == ASSIGNMENTS) or (of and of >= len(calendar.made)):
        return
    with suppress(MusterError):
        getattr(calendar, name)(*said)


@pytest.mark.rule("N-03", "whatever people do and whenever the loop runs, twice at a time or killed: each message once")
@pytest.mark.rule("N-04", "whatever people do meanwhile, nothing arrives whose reason does not hold when it is sent")
@given(zone=st.sampled_from(ZONES), beginning=st.sampled_from(BEGINNINGS), played=rounds)
@settings(
    max_examples=1_000 if os.environ.get("MUSTER_PROVE") else 6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_occasion_is_told_once_when_its_reason_holds_and_never_otherwise(
    copies: Maker, post: Sink, zone: str, beginning: str, played: list
):
    with organization(copies, post, zone, beginning) as calendar:
        play(calendar, played)
        assert waits_aside() == 0
    assert calendar.repeated <= calendar.cut_off
    for place, moments in calendar.history.items():
        for channel in Channel:
            of_place = Promises(moments, channel, zone)
            assert of_place.wrong() == [], f"{place} {channel}\n{of_place}"
            for promise in of_place.promised():
                assert of_place.times(promise) == promise.times, f"{place} {channel} {promise}\n{of_place}"


def waits_aside() -> int:
    """Facts that could not become messages."""
    with db.read() as session:
        return len(session.exec(select(Event.id).where(col(Event.processed_at).is_(None))).all())
