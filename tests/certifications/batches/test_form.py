"""The form of "Award Users": what is entered is kept, proposed, refused and previewed (C-15, P-02)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from certifications.batches.conftest import Hold, choose
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.catalog.rules import CourseKind
from training_app.certifications.awarding import batches, preview, targets
from training_app.certifications.awarding.batches import ConfirmedAlready, IsArchived
from training_app.certifications.awarding.preview import Preview
from training_app.certifications.model import Certification
from training_app.certifications.module import TrackingOff
from training_app.certifications.rules import Association, Validity
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people import memberships
from training_app.people.model import Group

TODAY = date(2027, 3, 1)
PROPOSED = date(2029, 3, 31)


def fields(build: Builder, actor: Actor, batch: int) -> set[str]:
    return {problem.field for problem in batches.detail(build.session, actor, batch_id=batch).problems}


@pytest.mark.rule("C-15", "an expiry date is proposed from the validity, and follows the issue date until it is typed")
def test_the_proposed_expiry_follows_the_issue_date_until_one_is_typed(build: Builder, sam: Actor, batch: int):
    said = {"batch_id": batch, "now": build.now}
    first = batches.detail(build.session, sam, batch_id=batch)
    assert (first.issued_on, first.expires_on, first.is_proposed) == (TODAY, PROPOSED, True)
    batches.issue_on(build.session, sam, day=date(2027, 1, 15), **said)
    assert batches.detail(build.session, sam, batch_id=batch).expires_on == date(2029, 1, 31)
    batches.expire_on(build.session, sam, day=date(2028, 6, 30), **said)
    batches.issue_on(build.session, sam, day=TODAY, **said)
    typed = batches.detail(build.session, sam, batch_id=batch)
    assert (typed.expires_on, typed.is_proposed) == (date(2028, 6, 30), False)
    batches.expire_on(build.session, sam, day=None, **said)
    assert batches.detail(build.session, sam, batch_id=batch).expires_on == PROPOSED


@pytest.mark.rule("C-15", "a kind without validity proposes “Always Valid” where that is allowed")
def test_without_validity_it_is_proposed_to_be_always_valid(build: Builder, sam: Actor, kind: int, batch: int):
    build.session.get_one(Certification, kind).validity = Validity.NONE
    assert batches.begin(build.session, sam, certification_id=kind, now=build.now) == batch
    found = batches.detail(build.session, sam, batch_id=batch)
    assert (found.always_valid, found.expires_on, found.problems) == (True, None, ())
    build.session.get_one(Certification, kind).always_valid_allowed = False
    assert fields(build, sam, batch) == {"always_valid"}


@pytest.mark.rule("C-15", "a missing day, an expiry before the issue and an external type without activity are named")
def test_each_faulty_field_is_named(build: Builder, sam: Actor, batch: int):
    said = {"batch_id": batch, "now": build.now}
    batches.associate(build.session, sam, association=Association.EXTERNAL, **said)
    batches.expire_on(build.session, sam, day=TODAY - timedelta(days=1), **said)
    assert fields(build, sam, batch) == {"activity", "expires_on"}
    external = build.course("CPR at the fair", course_kind=CourseKind.EXTERNAL)
    batches.choose_activity(build.session, sam, activity_id=external.id, **said)
    batches.issue_on(build.session, sam, day=None, **said)
    batches.expire_on(build.session, sam, day=None, **said)
    assert fields(build, sam, batch) == {"issued_on", "expires_on"}
    batches.issue_on(build.session, sam, day=date.max, **said)
    assert fields(build, sam, batch) == {"expires_on"}, "a proposal beyond the calendar is none"


@pytest.mark.rule("C-15", "the external type takes external activities that are offered, and nothing else")
def test_only_an_external_activity_can_be_chosen(build: Builder, sam: Actor, batch: int):
    build.course("CPR at the desk")
    gone, fair = (build.course(title, course_kind=CourseKind.EXTERNAL) for title in ("CPR long ago", "CPR at the fair"))
    gone.archived_at = build.now
    assert [one.title for one in batches.activities(build.session, sam, q="cpr")] == ["CPR at the fair"]
    batches.choose_activity(build.session, sam, batch_id=batch, activity_id=fair.id, now=build.now)
    for refused in (gone.id, build.course("Lifting").id, 9999):
        with pytest.raises(NotFound):
            batches.choose_activity(build.session, sam, batch_id=batch, activity_id=refused, now=build.now)
    assert batches.detail(build.session, sam, batch_id=batch).activity.title == "CPR at the fair"


@pytest.mark.rule(
    "C-15", "a form on which nothing was entered is taken up again; one with entries is kept beside a new"
)
def test_an_untouched_form_is_taken_up_again(build: Builder, sam: Actor, cast: Cast, kind: int, batch: int):
    later = build.now + timedelta(days=1)
    assert batches.begin(build.session, sam, certification_id=kind, now=later) == batch
    assert batches.detail(build.session, sam, batch_id=batch).issued_on == TODAY + timedelta(days=1)
    targets.add_person(build.session, sam, batch_id=batch, person_id=known(cast.lea.id), now=later + timedelta(hours=1))
    assert batches.begin(build.session, sam, certification_id=kind, now=later) != batch
    assert [one.name for one in targets.chosen(build.session, sam, batch_id=batch).rows] == ["Lea Learner"]


@pytest.mark.rule("P-02", "awarding by a branch includes the branches below it")
@pytest.mark.rule("C-15", "people, groups and branches together: whoever is meant twice counts once; deactivated never")
def test_the_preview_counts_distinct_active_people(build: Builder, sam: Actor, cast: Cast, batch: int):
    east = build.branch("East")
    build.branch("Station 9", below=east)
    below = build.person("Bea", branch="Station 9")
    for person in (below, cast.noa):
        memberships.join_group(build.session, SYSTEM, person_id=known(person.id), group="Divers", now=build.now)
    gone = build.person("Gus", branch="East")
    build.deactivate(gone)
    group = build.session.exec(select(Group).where(Group.name == "Divers")).one()
    said = {"batch_id": batch, "now": build.now}
    choose(build, sam, batch, cast.noa, cast.lea, gone)
    targets.choose_group(build.session, sam, group_id=known(group.id), on=True, **said)
    targets.choose_branch(build.session, sam, branch_id=east, on=True, **said)
    told = preview.preview(build.session, sam, batch_id=batch, today=TODAY)
    assert (told.people, told.deactivated) == (3, 1), "Bea, Lea, Noa; and Gus"

    tree = {one.name: one for one in targets.branches(build.session, sam, batch_id=batch)}
    assert (tree["East"].is_chosen, tree["East"].has_below, tree["East"].people) == (True, True, 1)
    assert (tree["Station 9"].is_included, tree["Station 9"].depth, tree["Station 9"].parent_id) == (True, 1, east)
    [divers] = targets.groups(build.session, sam, batch_id=batch, q="dive").rows
    assert (divers.people, divers.is_chosen) == (2, True)
    targets.choose_branch(build.session, sam, branch_id=east, on=False, **said)
    targets.choose_group(build.session, sam, group_id=known(group.id), on=False, **said)
    targets.remove_person(build.session, sam, person_id=known(cast.noa.id), **said)
    assert preview.preview(build.session, sam, batch_id=batch, today=TODAY).people == 1


@pytest.mark.rule(
    "C-15", "the preview names those who already hold it and until when, and who of them would be skipped"
)
def test_holders_are_named_with_the_day(build: Builder, sam: Actor, cast: Cast, batch: int, hold: Hold):
    choose(build, sam, batch, cast.lea, cast.noa, cast.max, cast.ada, cast.tess)
    hold(cast.lea, PROPOSED)  # as long
    hold(cast.noa, date(2028, 1, 1))  # shorter
    hold(cast.noa, date(2027, 6, 1))
    hold(cast.max, None)
    hold(cast.ada, TODAY - timedelta(days=1))  # expired
    told = preview.preview(build.session, sam, batch_id=batch, today=TODAY)
    assert told == Preview(5, 0, 3, 1, date(2028, 1, 1), PROPOSED, 2)
    named = preview.holders(build.session, sam, batch_id=batch, today=TODAY).rows
    assert [(one.name, one.until, one.is_skipped) for one in named] == [
        ("Lea Learner", PROPOSED, True), ("Max Manager", None, True), ("Noa Nearby", date(2028, 1, 1), False),
    ]  # fmt: skip
    batches.be_always_valid(build.session, sam, batch_id=batch, on=True, now=build.now)
    assert preview.preview(build.session, sam, batch_id=batch, today=TODAY).skipped == 1, "Max alone"
    batches.skip_held(build.session, sam, batch_id=batch, on=False, now=build.now)
    assert preview.preview(build.session, sam, batch_id=batch, today=TODAY).skipped == 0


@pytest.mark.rule("P-06", "whoever lacks the right to award begins no form, and nobody opens that of somebody else")
def test_a_form_is_its_makers_own(build: Builder, cast: Cast, sam: Actor, kind: int, batch: int):
    with pytest.raises(NotAllowed):
        batches.begin(build.session, cast.actor(cast.ada), certification_id=kind, now=build.now)
    tess = replace(cast.actor(cast.tess), permissions=frozenset({Permission.AWARD_CERTIFICATIONS}))
    with pytest.raises(NotFound):
        batches.detail(build.session, tess, batch_id=batch)
    with pytest.raises(NotFound):
        targets.add_person(build.session, tess, batch_id=batch, person_id=known(cast.lea.id), now=build.now)
    with pytest.raises(NotFound):
        batches.begin(build.session, sam, certification_id=9999, now=build.now)


@pytest.mark.rule("P-04", "somebody who sees a part of the organization chooses, finds and counts that part alone")
def test_only_who_is_seen_can_be_chosen(build: Builder, cast: Cast, sam: Actor, kind: int):
    station = build.branch("Station 1")
    few = replace(sam, scope=Scope(branch_ids=frozenset({station})))
    own = batches.begin(build.session, few, certification_id=kind, now=build.now)
    said = {"batch_id": own, "now": build.now}
    with pytest.raises(NotFound):
        targets.add_person(build.session, few, person_id=known(cast.noa.id), **said)
    with pytest.raises(NotFound):
        targets.choose_branch(build.session, few, branch_id=build.branch("Station 2"), on=True, **said)
    targets.choose_branch(build.session, few, branch_id=station, on=True, **said)
    assert [one.name for one in targets.branches(build.session, few, batch_id=own)] == ["Station 1"]
    assert preview.preview(build.session, few, batch_id=own, today=TODAY).people == 2
    assert targets.find(build.session, few, batch_id=own, q="nearby") == []
    assert [one.name for one in targets.find(build.session, few, batch_id=own, q="lea")] == ["Lea Learner"]


@pytest.mark.rule("C-02", "module off: no form is begun, read or changed")
def test_module_off_the_form_is_refused(build: Builder, sam: Actor, kind: int, batch: int):
    build.session.add(OrganizationRow(certification_tracking=False))
    build.session.flush()
    for refused in (
        lambda: batches.begin(build.session, sam, certification_id=kind, now=build.now),
        lambda: targets.chosen(build.session, sam, batch_id=batch),
        lambda: batches.skip_held(build.session, sam, batch_id=batch, on=False, now=build.now),
    ):
        with pytest.raises(TrackingOff):
            refused()


@pytest.mark.rule("C-15", "an archived certification is begun for nobody; a confirmed form takes nothing more")
def test_an_archived_kind_begins_no_form(build: Builder, sam: Actor, kind: int, batch: int, cast: Cast):
    build.session.get_one(Certification, kind).archived_at = build.now
    with pytest.raises(IsArchived):
        batches.begin(build.session, sam, certification_id=kind, now=build.now)
    batches.row_of(build.session, sam, batch_id=batch).confirmed_at = build.now
    with pytest.raises(ConfirmedAlready):
        choose(build, sam, batch, cast.lea)
