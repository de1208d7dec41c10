"""Confirming a form of "Award Users": the snapshot, at once up to 100, portions beyond that (C-15, C-16)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from certifications.batches.conftest import Hold, awards, choose
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.catalog.rules import CourseKind
from training_app.certifications.awarding import batches, confirming, preview, targets
from training_app.certifications.awarding.batches import IsArchived
from training_app.certifications.awarding.confirming import Confirmed
from training_app.certifications.model import Certification
from training_app.certifications.module import TrackingOff
from training_app.certifications.rules import Association
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.jobs import Job, JobLine
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people import memberships
from training_app.people.model import Group, Person

TODAY = date(2027, 3, 1)
PROPOSED = date(2029, 3, 31)


def confirm(build: Builder, actor: Actor, batch: int) -> Confirmed:
    return confirming.confirm(build.session, actor, batch_id=batch, now=build.now)


def lines(build: Builder) -> dict[int, str]:
    return {line.subject_id: line.why for line in build.session.exec(select(JobLine))}


@pytest.mark.rule("C-15", "confirmed, each is awarded with the days, the association type and the activity of the form")
@pytest.mark.rule("C-16", "up to 100 people: at once")
@pytest.mark.rule("P-10", "awarding many is one audit entry that names the awards")
def test_up_to_a_hundred_are_awarded_at_once(build: Builder, cast: Cast, sam: Actor, kind: int, batch: int):
    fair = build.course("CPR at the fair", course_kind=CourseKind.EXTERNAL)
    choose(build, sam, batch, cast.lea, cast.noa, *build.people(98))
    batches.choose_activity(build.session, sam, batch_id=batch, activity_id=fair.id, now=build.now)
    batches.associate(build.session, sam, batch_id=batch, association=Association.EXTERNAL, now=build.now)
    assert confirm(build, sam, batch) == Confirmed(kind, 100, 0, 100, 0)
    made = awards(build, batch)
    one = made[known(cast.lea.id)]
    assert (one.issued_on, one.expires_on, one.always_valid) == (TODAY, PROPOSED, False)
    assert (one.association, one.activity_id, one.by_id) == (Association.EXTERNAL, fair.id, cast.sam.id)
    assert build.session.exec(select(Job)).all() == []
    [entry] = [one for one in build.session.exec(select(AuditEntry)) if one.act == "certifications awarded"]
    assert (entry.actor_id, entry.subject_id, entry.after["awarded"]) == (cast.sam.id, kind, 100)
    assert sum(last - first + 1 for first, last in entry.rows) == 100
    assert {number for first, last in entry.rows for number in range(first, last + 1)} == {
        award.id for award in made.values()
    }


@pytest.mark.rule("C-15", "“Skip those who hold one at least as long” is on; off, they are awarded too")
def test_who_holds_one_as_long_is_skipped(build: Builder, cast: Cast, sam: Actor, kind: int, batch: int, hold: Hold):
    hold(cast.lea, PROPOSED)
    hold(cast.noa, PROPOSED - timedelta(days=1))
    choose(build, sam, batch, cast.lea, cast.noa)
    assert confirm(build, sam, batch) == Confirmed(kind, 2, 0, 1, 1)
    assert set(awards(build, batch)) == {cast.noa.id}
    # ── another form: now both hold one as long
    other = batches.begin(build.session, sam, certification_id=kind, now=build.now)
    choose(build, sam, other, cast.lea, cast.noa)
    with pytest.raises(Invalid, match="Nobody would be awarded: all 2 hold one at least as long"):
        confirm(build, sam, other)
    batches.skip_held(build.session, sam, batch_id=other, on=False, now=build.now)
    assert confirm(build, sam, other).awarded == 2


@pytest.mark.rule("C-15", "“Always Valid” instead of a day; who holds it for good is skipped")
def test_it_can_be_awarded_for_good(build: Builder, cast: Cast, sam: Actor, batch: int, hold: Hold):
    hold(cast.lea, date(2090, 1, 1))
    hold(cast.noa, None)
    choose(build, sam, batch, cast.lea, cast.noa)
    batches.be_always_valid(build.session, sam, batch_id=batch, on=True, now=build.now)
    assert confirm(build, sam, batch).skipped == 1
    [(person_id, award)] = awards(build, batch).items()
    assert (person_id, award.always_valid, award.expires_on) == (cast.lea.id, True, None)


@pytest.mark.rule(
    "C-15", "a snapshot: later joiners of the groups and branches are not in; deactivated ones are left out"
)
@pytest.mark.rule("C-16", "the same form confirmed again awards nobody again")
def test_later_joiners_are_not_in(build: Builder, cast: Cast, sam: Actor, kind: int, batch: int):
    memberships.join_group(build.session, SYSTEM, person_id=known(cast.noa.id), group="Divers", now=build.now)
    divers = known(build.session.exec(select(Group.id)).one())
    said = {"batch_id": batch, "now": build.now}
    targets.choose_group(build.session, sam, group_id=divers, on=True, **said)
    targets.choose_branch(build.session, sam, branch_id=build.branch("Station 1"), on=True, **said)
    gone = build.person("Gus", branch="Station 1")
    build.deactivate(gone)
    assert confirm(build, sam, batch) == Confirmed(kind, 3, 1, 3, 0)
    late = build.person("Late", branch="Station 1")
    memberships.join_group(build.session, SYSTEM, person_id=known(late.id), group="Divers", now=build.now)
    assert confirm(build, sam, batch) == Confirmed(kind, 3, 0, 3, 0, again=True)
    assert preview.preview(build.session, sam, batch_id=batch, today=build.now.date()).people == 3
    assert set(awards(build, batch)) == {cast.max.id, cast.lea.id, cast.noa.id}


@pytest.mark.rule("C-16", "more than 100 people after skipping: a background job; whoever it skips is named with why")
@pytest.mark.rule(
    "J-01", "awarding: who was deactivated between the confirmation and their turn is skipped, named with why"
)
def test_more_than_a_hundred_become_a_job(build: Builder, cast: Cast, sam: Actor, kind: int, batch: int, hold: Hold):
    crew = build.people(101)
    hold(cast.lea, None)
    hold(cast.noa, date(2029, 12, 31))
    choose(build, sam, batch, cast.lea, cast.noa, *crew)
    told = confirm(build, sam, batch)
    assert (told.people, told.awarded, told.job_key != "") == (103, 0, True)
    job = build.session.exec(select(Job)).one()
    assert (job.kind, job.title, job.total, awards(build, batch)) == ("award", "CPR", 103, {})
    assert confirm(build, sam, batch).job_key == told.job_key
    # ── as the job does it, in portions
    build.deactivate(crew[100])
    build.session.get_one(Person, crew[99].id).branch_id = build.branch("Far away")
    seen = [build.branch("Station 1"), build.branch("Station 2")]
    mine = replace(sam, scope=Scope(branch_ids=frozenset(seen)))
    after: int | None = 0
    while after is not None:
        after = confirming.award(build.session, mine, batch_id=batch, after=after, size=40, now=build.now).last
    numbers = confirming.finish(build.session, batch_id=batch, now=build.now)
    assert numbers == {"certification_id": kind, "awarded": 99, "skipped": 4}
    assert len(awards(build, batch)) == 99
    assert lines(build) == {
        cast.lea.id: "Holds one that is always valid",
        cast.noa.id: "Holds one until 31 Dec 2029",
        crew[100].id: "Deactivated",
        crew[99].id: "No longer among the people of whoever awarded it",
    }


@pytest.mark.rule("C-15", "nobody chosen is named, and nothing is written; what was entered stays")
def test_a_faulty_form_awards_nobody(build: Builder, sam: Actor, batch: int):
    batches.issue_on(build.session, sam, batch_id=batch, day=None, now=build.now)
    with pytest.raises(Invalid) as refused:
        confirm(build, sam, batch)
    assert [problem.field for problem in refused.value.problems] == ["issued_on", "expires_on", "people"]
    assert awards(build, batch) == {}
    assert not batches.detail(build.session, sam, batch_id=batch).is_confirmed


@pytest.mark.rule("P-06", "without the right to award, nobody confirms a form or goes on with the job of one")
def test_confirming_needs_the_right(build: Builder, cast: Cast, sam: Actor, batch: int):
    choose(build, sam, batch, cast.lea)
    other = replace(cast.actor(cast.tess), permissions=frozenset({Permission.AWARD_CERTIFICATIONS}))
    with pytest.raises(NotFound):
        confirm(build, other, batch)
    with pytest.raises(NotAllowed):
        confirm(build, cast.actor(cast.ada), batch)
    with pytest.raises(NotAllowed):
        confirming.award(build.session, cast.actor(cast.ada), batch_id=batch, after=0, size=10, now=build.now)
    assert awards(build, batch) == {}


@pytest.mark.rule("C-15", "a certification archived while its form was filled in is not awarded")
@pytest.mark.rule("C-02", "module off: nothing is confirmed")
def test_what_changed_while_the_form_was_filled_in_refuses_it(
    build: Builder, cast: Cast, sam: Actor, kind: int, batch: int
):
    choose(build, sam, batch, cast.lea)
    build.session.get_one(Certification, kind).archived_at = build.now
    with pytest.raises(IsArchived):
        confirm(build, sam, batch)
    build.session.add(OrganizationRow(certification_tracking=False))
    build.session.flush()
    with pytest.raises(TrackingOff):
        confirm(build, sam, batch)
    assert awards(build, batch) == {}
