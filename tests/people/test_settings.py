"""The organization changes its settings: who may, what is refused, what is written down (P-10, A-11, N-10, X-06)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.core import organization, zones
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed
from training_app.core.organization import OrganizationRow
from training_app.people import settings
from training_app.people.settings import ChangedMeanwhile, NewSettings, problems_of, typed

FORM = {"name": " County EMS ", "zone": "new york", "reminder_hour": "7", "sender": "ems@county.test ",
        "licensing_months": "36", "copy_managers_after": "14", "certification_tracking": "",
        "members_may_submit": "on"}  # fmt: skip
TYPED = NewSettings("County EMS", "America/New_York", 7, "ems@county.test", 36, 14, certification_tracking=False,
                    members_may_submit=True)  # fmt: skip


def change(cast: Cast, actor: Actor, base: NewSettings, **said) -> NewSettings:
    told = {"base": base, "new": replace(base, **said), "now": cast.build.now}
    return settings.change(cast.build.session, actor, **told)


def entries(session: Session) -> list[AuditEntry]:
    session.flush()
    about = select(AuditEntry).where(AuditEntry.act == "settings changed").order_by(col(AuditEntry.id))
    return list(session.exec(about))


@pytest.mark.rule(
    "P-10", "a change of the settings is written down with what differs, before and after; none for nothing"
)
def test_an_admin_changes_the_settings(cast: Cast, session: Session):
    ada = cast.actor(cast.ada)
    base = settings.entered(session, ada)
    settings.change(session, ada, base=base, new=TYPED, now=cast.build.now)
    change(cast, ada, TYPED)
    of = organization.of(session)
    assert (of.name, of.zone, of.reminder_hour, of.copy_managers_after) == ("County EMS", "America/New_York", 7, 14)
    [entry] = entries(session)
    assert (entry.actor_id, entry.at, entry.subject) == (cast.ada.id, cast.build.now, "organization")
    assert entry.before == {name: getattr(base, name) for name in settings.LABELS}
    assert entry.after == {name: getattr(TYPED, name) for name in settings.LABELS}
    # ── and of one field that one
    change(cast, ada, TYPED, copy_managers_after=None)
    assert (entries(session)[1].before, entries(session)[1].after) == (
        {"copy_managers_after": 14},
        {"copy_managers_after": None},
    )


@pytest.mark.rule("P-06", "who may not manage the settings neither reads nor changes them")
def test_others_are_refused(cast: Cast, session: Session):
    base = settings.entered(session, SYSTEM)
    for person in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            settings.entered(session, cast.actor(person))
        with pytest.raises(NotAllowed):
            change(cast, cast.actor(person), base, name="Mine")
    assert entries(session) == []
    assert organization.of(session).name == base.name


@pytest.mark.rule(
    "A-24", "of two admins at the settings, fields of one and of the other both stand; the same is refused"
)
def test_two_admins_at_a_time_do_not_overwrite_each_other(cast: Cast, session: Session):
    ada, sam = cast.actor(cast.ada), cast.actor(cast.sam)
    base = settings.entered(session, ada)
    change(cast, sam, base, name="Hers", reminder_hour=6)
    session.flush()
    with pytest.raises(ChangedMeanwhile) as refused:
        change(cast, ada, base, name="Mine", reminder_hour=9, licensing_months=12)
    assert [(one.field, one.text) for one in refused.value.problems] == [
        ("name", "Sam Super changed “Organization name” meanwhile. It is now: “Hers”."),
        ("reminder_hour", "Sam Super changed “Reminders go out at” meanwhile. It is now: 06:00."),
    ]
    assert change(cast, ada, base, reminder_hour=6, licensing_months=12) == replace(
        base, name="Hers", reminder_hour=6, licensing_months=12
    )


def test_nothing_is_saved_where_something_is_refused(cast: Cast, session: Session):
    base = settings.entered(session, SYSTEM)
    with pytest.raises(Invalid):
        change(cast, SYSTEM, base, name="New", sender="nobody")
    assert settings.entered(session, SYSTEM) == base


@pytest.mark.rule(
    "X-06", "where the reminder hour of a day has come is kept when the clocks are moved, of nothing else"
)
def test_only_the_zone_and_the_hour_move_moments(cast: Cast, session: Session):
    base = settings.entered(session, SYSTEM)
    change(cast, SYSTEM, base, name="New", licensing_months=12)
    assert organization.of(session).moments_moved_at is None
    change(cast, SYSTEM, base, zone="Europe/Berlin")
    of = organization.of(session)
    assert (of.moments_moved_at, of.moments_moved_from) == (cast.build.now, date(2027, 3, 2))


def test_what_is_typed_is_read_whatever_its_spaces_and_spelling():
    assert typed(FORM) == TYPED
    assert problems_of(TYPED) == []
    assert typed(FORM | {"copy_managers_after": " "}).copy_managers_after is None


@pytest.mark.rule("A-16", "the reminder hour is a setting: a full hour of the day")
@pytest.mark.rule("A-11", "the default length of the licensing period is a setting, in months")
@pytest.mark.rule("N-10", "copying managers is a setting: off, or from 1 to 365 days")
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", "  "),
        ("name", "x" * 101),
        ("zone", ""),
        ("zone", "Europe/Atlantis"),
        ("zone", "../etc/passwd"),
        ("reminder_hour", "24"),
        ("reminder_hour", ""),
        ("sender", "ems"),
        ("sender", "ems@county.test, x@y.test"),
        ("licensing_months", "0"),
        ("licensing_months", "241"),
        ("licensing_months", "two"),
        ("copy_managers_after", "0"),
        ("copy_managers_after", "366"),
        ("copy_managers_after", "-1"),
        ("copy_managers_after", "²"),
    ],
)
def test_what_makes_no_sense_is_named_at_its_field(field: str, said: str):
    wrong = problems_of(typed(FORM | {field: said}))
    assert [one.field for one in wrong] == [field]


def test_every_fault_is_named_at_once():
    empty = dict.fromkeys(FORM, "")
    assert [one.field for one in problems_of(typed(empty))] == [
        "name",
        "zone",
        "reminder_hour",
        "sender",
        "licensing_months",
    ]


@pytest.mark.parametrize(
    ("said", "first"),
    [("berl", "Europe/Berlin"), ("new y", "America/New_York"), ("APIA", "Pacific/Apia"), ("chi", "America/Chicago")],
)
def test_a_zone_is_found_by_its_city(said: str, first: str):
    assert zones.found(said, 8)[0] == first


@pytest.mark.rule("X-06", "a day's reminders came by the old clocks, or with the change, or come by the new ones")
def test_when_the_reminders_of_a_day_come():
    """On 4 May at 20:00 New York becomes Apia, where the 5th has been for 13 hours."""
    moved_at = datetime(2027, 5, 5, 0, 0, tzinfo=UTC)
    row = OrganizationRow(zone="Pacific/Apia", moments_moved_at=moved_at, moments_moved_from=date(2027, 5, 5))
    of = organization.settings_in(row)
    assert of.reminded_at(date(2027, 5, 4)) == datetime(2027, 5, 3, 19, tzinfo=UTC)
    assert of.reminded_at(date(2027, 5, 5)) == moved_at
    assert of.reminded_at(date(2027, 5, 6)) == datetime(2027, 5, 5, 19, tzinfo=UTC)
    assert of.last_reminded(moved_at) == date(2027, 5, 5)
    assert of.last_reminded(datetime(2027, 5, 5, 19, tzinfo=UTC) - timedelta(seconds=1)) == date(2027, 5, 5)
