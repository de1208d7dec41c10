"""Making, changing, archiving and restoring kinds of certifications (C-01, C-02, A-24)."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.catalog.rules import CourseKind
from training_app.certifications.kinds import listing, making, reading
from training_app.certifications.kinds.entry import NewCertification
from training_app.certifications.kinds.filters import KindFilter
from training_app.certifications.kinds.making import ChangedMeanwhile
from training_app.certifications.kinds.reading import KindChoice
from training_app.certifications.module import TrackingOff
from training_app.certifications.rules import AwardWhen, Prerequisite, Validity
from training_app.certifications.terms import Terms
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known

EMT = NewCertification(name="EMT", code="EMT")
TWO_YEARS = NewCertification(name="ACLS", code="ACLS", validity=Validity.YEARS, validity_number=2, to_month_end=True)


@pytest.fixture
def tess(cast: Cast) -> Actor:
    return cast.actor(cast.tess)


def entries(session: Session, act: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.act == act).order_by(col(AuditEntry.id))))


@pytest.mark.rule(
    "C-01", "it has a name, code, description, hours of a licence, validity, window, “Always Valid” and a series"
)
@pytest.mark.rule("C-01", "courses, learning plans and external activities award it, any of them or all of them")
@pytest.mark.rule("C-01", "its prerequisites: enrolled in a training, or attended an instructor-led course")
@pytest.mark.rule("P-10", "making and changing a certification is audited, with what it was before and after")
def test_all_that_is_entered_is_there_again(session, cast, tess, now):
    build = cast.build
    course, path = build.course("Airway"), build.path("Academy")
    ride = build.course("Ride-along", course_kind=CourseKind.EXTERNAL, materials=0)
    drill = build.course("Drill day", course_kind=CourseKind.INSTRUCTOR_LED)
    numbers = {one.title: known(one.id) for one in (course, path, ride, drill)}
    new = replace(
        TWO_YEARS, description="Advanced life support", is_licence=True, required_hours=(("Airway", "7.5"),),
        renewal_days=60, always_valid_allowed=True, series="Command Series", award_when=AwardWhen.ALL,
        remind_days=(30, 0), trainings=tuple(sorted(numbers[one] for one in ("Airway", "Academy", "Ride-along"))),
        prerequisites=tuple(sorted([(numbers["Academy"], Prerequisite.ENROLLED),
                                    (numbers["Drill day"], Prerequisite.ATTENDED)])),
    )  # fmt: skip
    number = making.make(session, tess, new=new, now=now)
    assert making.to_edit(session, tess, certification_id=number) == new
    found = reading.kind(session, tess, certification_id=number)
    assert found.terms == Terms(Validity.YEARS, 2, to_month_end=True, renewal_days=60)
    assert [(one.title, one.is_path, one.is_external) for one in found.trainings] == [
        ("Academy", True, False), ("Airway", False, False), ("Ride-along", False, True)
    ]  # fmt: skip
    assert [(one.title, one.what) for one in found.prerequisites] == [
        ("Academy", "enrolled"),
        ("Drill day", "attended"),
    ]
    # ── and changed
    changed = replace(new, trainings=(numbers["Airway"],), series="", validity_number=3)
    making.change(session, tess, certification_id=number, base=new, new=changed, now=now)
    assert making.to_edit(session, tess, certification_id=number) == changed
    (made,), (entry,) = entries(session, "certification added"), entries(session, "certification changed")
    assert (made.actor_id, made.subject_id, made.after["trainings"]) == (
        cast.tess.id, number, ["Airway", "Academy", "Ride-along"]
    )  # fmt: skip
    assert entry.before == {"series": "Command Series", "validity_number": 2, "trainings": made.after["trainings"]}
    assert entry.after == {"series": "", "validity_number": 3, "trainings": ["Airway"]}


@pytest.mark.rule("C-01", "a certification has a name and code of its own, however they are written")
def test_a_name_and_a_code_are_of_one_certification_alone(session, build, now):
    making.make(session, SYSTEM, new=EMT, now=now)
    with pytest.raises(Invalid) as refused:
        making.make(session, SYSTEM, new=NewCertification(name=" emt", code="Emt "), now=now)
    assert [one.field for one in refused.value.problems] == ["name", "code"]
    assert refused.value.problems[0].text == "This is the name of “EMT” (EMT). Choose another."


def test_trainings_are_in_the_catalog_and_only_an_instructor_led_course_is_attended(session, cast, tess, now):
    online, gone = cast.build.course("Online"), cast.build.course("Gone")
    gone.archived_at = now
    wanted = replace(
        TWO_YEARS, trainings=(known(gone.id), 999_999), prerequisites=((known(online.id), Prerequisite.ATTENDED),)
    )
    with pytest.raises(Invalid) as refused:
        making.make(session, tess, new=wanted, now=now)
    assert [(one.field, one.text) for one in refused.value.problems] == [
        ("trainings", "“Gone” is archived. Take it out."),
        ("trainings", "One of the trainings is no longer in the catalog."),
        ("prerequisites", "“Online” is not instructor-led: nobody attends it."),
    ]
    # ── what was there before it was archived may stay
    base = replace(TWO_YEARS, trainings=(known(online.id),))
    number = making.make(session, tess, new=base, now=now)
    online.archived_at = now
    making.change(session, tess, certification_id=number, base=base, new=replace(base, name="Other"), now=now)
    assert making.to_edit(session, tess, certification_id=number).name == "Other"


@pytest.mark.rule(
    "A-24", "of two who change a certification both changes stay; a field of both is refused with what the other did"
)
def test_two_editors_do_not_overwrite_each_other(session, cast, tess, now):
    base = replace(TWO_YEARS, series="A")
    number = making.make(session, SYSTEM, new=base, now=now)

    def change(actor: Actor, **said) -> None:
        making.change(session, actor, certification_id=number, base=base, new=replace(base, **said), now=now)

    change(cast.actor(cast.ada), series="B", validity_number=3)
    change(tess, description="Advanced")
    # ── how long it is valid is one thing: not three months of somebody's years
    with pytest.raises(ChangedMeanwhile) as refused:
        change(tess, series="C", validity=Validity.MONTHS)
    assert [one.text for one in refused.value.problems] == [
        "Ada Admin changed “Series” meanwhile. It is now: “B”.",
        "Ada Admin changed “Validity” meanwhile. It is now: “3 years, to the end of the month”.",
    ]
    expected = replace(base, series="B", validity_number=3, description="Advanced")
    assert making.to_edit(session, tess, certification_id=number) == expected
    change(tess, series="B")  # the same as the other's is no quarrel
    assert len(entries(session, "certification changed")) == 2


@pytest.mark.rule("C-01", "an archived certification is offered nowhere; it can be restored")
def test_an_archived_kind_is_not_offered_until_it_is_restored(session, tess, now):
    number = making.make(session, tess, new=replace(EMT, always_valid_allowed=True), now=now)
    there = [KindChoice(number, "EMT", "EMT", always_valid_allowed=True, is_archived=False)]
    assert reading.choices(session, tess) == there
    for _twice in range(2):
        making.archive(session, tess, certification_id=number, now=now)
    assert reading.choices(session, tess) == []
    assert reading.kind(session, tess, certification_id=number).is_archived
    making.restore(session, tess, certification_id=number, now=now)
    assert reading.choices(session, tess) == there
    assert len(entries(session, "certification archived")) == len(entries(session, "certification restored")) == 1


@pytest.mark.rule("P-04", "who tracks some people's certifications decides of no kind; who tracks nobody's sees none")
def test_only_who_tracks_everybody_decides_which_kinds_there_are(session, cast, tess, now):
    number = making.make(session, tess, new=EMT, now=now)
    here = {"certification_id": number}
    changed = {**here, "base": EMT, "new": replace(EMT, name="Other"), "now": now}
    near = replace(tess, scope=Scope(branch_ids=frozenset({cast.build.branch("Station 2")})))
    for actor in (near, cast.actor(cast.max), cast.actor(cast.lea)):
        with pytest.raises(NotAllowed):
            making.make(session, actor, new=TWO_YEARS, now=now)
        with pytest.raises(NotAllowed):
            making.change(session, actor, **changed)
        for act in (making.archive, making.restore):
            with pytest.raises(NotAllowed):
                act(session, actor, **here, now=now)
    assert reading.kind(session, near, **here).name == "EMT"
    for read in (making.to_edit, reading.kind):
        with pytest.raises(NotAllowed):
            read(session, cast.actor(cast.max), **here)
        with pytest.raises(NotFound):
            read(session, tess, certification_id=number + 1)
    with pytest.raises(NotFound):
        making.change(session, tess, **(changed | {"certification_id": number + 1}))


@pytest.mark.rule("C-02", "off, kinds are neither shown nor offered nor changed; what was entered stays")
def test_switched_off_nothing_of_kinds_is_answered(session, build, now):
    number = making.make(session, SYSTEM, new=EMT, now=now)
    row = session.get(OrganizationRow, 1) or OrganizationRow()
    session.add(row)
    row.certification_tracking = False
    session.flush()
    here, wanted = {"certification_id": number}, {"wanted": KindFilter()}
    calls = [
        (reading.choices, {}), (reading.kind, here), (making.to_edit, here), (listing.kinds, wanted),
        (listing.tabs, wanted), (listing.series, {}), (making.make, {"new": TWO_YEARS, "now": now}),
        (making.change, {**here, "base": EMT, "new": TWO_YEARS, "now": now}), (making.archive, {**here, "now": now}),
        (making.restore, {**here, "now": now}),
    ]  # fmt: skip
    for call, said in calls:
        with pytest.raises(TrackingOff):
            call(session, SYSTEM, **said)
    row.certification_tracking = True
    assert [one.name for one in reading.choices(session, SYSTEM)] == ["EMT"]


@pytest.mark.rule("C-09", "the days before an expiry are a setting per certification")
def test_the_days_of_reminders_are_kept_per_certification(session, cast, tess, now):
    number = making.make(session, tess, new=EMT, now=now)
    other = making.make(session, tess, new=TWO_YEARS, now=now)
    changed = replace(EMT, remind_days=(0, 45, 45, 120))
    making.change(session, tess, certification_id=number, base=EMT, new=changed, now=now)
    assert reading.kind(session, tess, certification_id=number).remind_days == (120, 45, 0)
    assert reading.kind(session, tess, certification_id=other).remind_days == (90, 60, 30, 7, 0)
    (entry,) = entries(session, "certification changed")
    assert (entry.before, entry.after) == ({"remind_days": [90, 60, 30, 7, 0]}, {"remind_days": [120, 45, 0]})
