"""Editing an award on "Awarded Users", by one admin or by two at once (C-13, A-24)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, func, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.assignments.model import Enrollment
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.certifications.awarding import changing, revoking
from training_app.certifications.awarding.changing import AwardEdit, ChangedMeanwhile
from training_app.certifications.awarding.reach import Unassigned
from training_app.certifications.model import Award
from training_app.certifications.rules import Association
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known

BASE = AwardEdit(date(2026, 4, 1), date(2028, 3, 31))


@pytest.fixture
def award_id(cast: Cast, give) -> int:
    """Lea's, as `BASE` has it."""
    return give(cast.lea, "2028-03-31", "2026-04-01")


def change(build: Builder, award_id: int, new: AwardEdit, *, base: AwardEdit = BASE, by: Actor = SYSTEM) -> AwardEdit:
    return changing.change(build.session, by, award_id=award_id, base=base, new=new, now=build.now)


def refused(build: Builder, award_id: int, new: AwardEdit, **said) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        change(build, award_id, new, **said)
    return {one.field: one.text for one in wrong.value.problems}


@pytest.mark.rule("C-13", "edit: issue date, expiry date, “Always Valid” and association type")
@pytest.mark.rule("P-10", "an edited award is an entry that says what changed, before and after")
def test_days_always_valid_and_association_are_changed(build: Builder, cast: Cast, award_id: int):
    new = AwardEdit(date(2026, 5, 1), date(2028, 4, 30), association=Association.TRAINING)
    assert change(build, award_id, new, by=cast.actor(cast.sam)) == new
    row = build.session.get_one(Award, award_id)
    assert (row.issued_on, row.expires_on, row.always_valid) == (date(2026, 5, 1), date(2028, 4, 30), False)
    assert (row.association, row.version) == ("Course / learning plan completion", 2)
    for_ever = change(build, award_id, replace(new, always_valid=True), base=new)
    assert (for_ever.expires_on, row.expires_on, row.always_valid) == (None, None, True)
    entry = build.session.exec(
        select(AuditEntry).where(AuditEntry.act == "award changed").order_by(col(AuditEntry.id))
    ).first()
    assert entry is not None
    assert (entry.actor_id, entry.subject_id) == (cast.sam.id, award_id)
    assert entry.before == {"issued_on": "2026-04-01", "expires_on": "2028-03-31", "association": "Manually awarded"}
    assert entry.after["expires_on"] == "2028-04-30"


@pytest.mark.rule("C-13", "“Always Valid” only where the certification allows it")
def test_what_cannot_be_always_valid_is_refused(build: Builder, cast: Cast, give):
    strict = actions.add_certification(build.session, SYSTEM, new=NewCertification("EMT", "EMT"), now=build.now)
    award_id = give(cast.lea, "2028-03-31", "2026-04-01", of=known(strict.id))
    assert not changing.detail(build.session, SYSTEM, award_id=award_id).always_valid_allowed
    assert refused(build, award_id, replace(BASE, always_valid=True)) == {"expires_on": "“EMT” cannot be always valid."}


@pytest.mark.rule("C-13", "the external type asks which activity, required")
def test_the_external_type_needs_an_external_activity(build: Builder, award_id: int):
    outside, other = build.course("Ropes day", course_kind=CourseKind.EXTERNAL), build.course("Lifting")
    external = replace(BASE, association=Association.EXTERNAL)
    assert "external activity" in refused(build, award_id, external)["activity_id"]
    assert list(refused(build, award_id, replace(external, activity_id=other.id))) == ["activity_id"]
    assert list(refused(build, award_id, replace(external, activity_id=999_999))) == ["activity_id"]
    offered = changing.detail(build.session, SYSTEM, award_id=award_id).activities
    assert [(one.id, one.title) for one in offered] == [(outside.id, "Ropes day")]
    made = change(build, award_id, replace(external, activity_id=outside.id))
    back = change(build, award_id, replace(made, association=Association.MANUAL), base=made)
    assert (made.activity_id, back.activity_id) == (outside.id, None)


@pytest.mark.rule("C-13", "no expiry before the issue, none missing, and no other association type")
def test_a_faulty_edit_changes_nothing_and_names_the_field(build: Builder, award_id: int):
    assert list(refused(build, award_id, replace(BASE, expires_on=date(2026, 3, 31)))) == ["expires_on"]
    assert list(refused(build, award_id, replace(BASE, issued_on=date(2028, 4, 1)))) == ["issued_on"]
    assert list(refused(build, award_id, replace(BASE, expires_on=None))) == ["expires_on"]
    assert list(refused(build, award_id, replace(BASE, association="Found"))) == ["association"]
    assert build.session.get_one(Award, award_id).version == 1


@pytest.mark.rule("C-13", "a form's days are days, or it is said which one is none")
def test_a_form_is_read_as_an_edit():
    form = {"issued_on": "", "expires_on": " 2028-03-31 ", "always_valid": "", "association": "Manually awarded",
            "activity_id": "7"}  # fmt: skip
    assert changing.typed(form) == AwardEdit(None, date(2028, 3, 31))
    with pytest.raises(Invalid) as wrong:
        changing.typed(form | {"issued_on": "2026-02-30", "expires_on": "soon"})
    assert [one.field for one in wrong.value.problems] == ["issued_on", "expires_on"]


@pytest.mark.rule("C-13", "editing an award never touches enrollments")
def test_enrollments_stay_as_they_are(build: Builder, cast: Cast, award_id: int):
    course = build.course()
    build.assign(course, "q=lea")
    build.complete(cast.lea, course)
    before = build.attempt(cast.lea, course).model_dump()
    change(build, award_id, replace(BASE, association=Association.TRAINING, always_valid=True))
    build.session.expire_all()
    assert build.attempt(cast.lea, course).model_dump() == before
    assert build.session.exec(select(func.count(col(Enrollment.id)))).one() == 1


@pytest.mark.rule("A-24", "two who edit one award: different fields of both stand")
def test_different_fields_of_two_stand_side_by_side(build: Builder, cast: Cast, award_id: int):
    change(build, award_id, replace(BASE, issued_on=date(2026, 3, 1)), by=cast.actor(cast.sam))
    merged = change(build, award_id, replace(BASE, association=Association.TRAINING))
    assert merged == replace(BASE, issued_on=date(2026, 3, 1), association=Association.TRAINING)


@pytest.mark.rule("A-24", "a field of an award changed by both is refused with what the other one did")
def test_a_field_of_both_is_refused_with_what_the_other_did(build: Builder, cast: Cast, award_id: int):
    theirs = change(build, award_id, replace(BASE, expires_on=date(2029, 3, 31)), by=cast.actor(cast.sam))
    with pytest.raises(ChangedMeanwhile) as said:
        change(build, award_id, replace(BASE, always_valid=True))
    assert said.value.message == "Sam Super changed “Expires on” meanwhile. It is now: 31 Mar 2029."
    assert change(build, award_id, theirs) == theirs  # the same by both is in nobody's way
    assert change(build, award_id, replace(theirs, always_valid=True), base=theirs).always_valid


@pytest.mark.rule("A-24", "an award unassigned while somebody edits it is not changed; it says who did that and why")
def test_what_was_unassigned_meanwhile_is_not_changed(build: Builder, cast: Cast, award_id: int):
    revoking.revoke_many(build.session, cast.actor(cast.sam), award_ids=[award_id], why="Wrong person", now=build.now)
    with pytest.raises(Unassigned, match="Sam Super unassigned this award meanwhile: “Wrong person”"):
        change(build, award_id, replace(BASE, always_valid=True))


@pytest.mark.rule("C-13", "who may award edits, within their scope; who tracks alone does not")
def test_who_may_award_edits_within_their_scope(build: Builder, cast: Cast, award_id: int):
    new = replace(BASE, issued_on=date(2026, 3, 1))
    may = frozenset({Permission.AWARD_CERTIFICATIONS})
    for person in (cast.ada, cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            change(build, award_id, new, by=cast.actor(person))
    near = Scope(branch_ids=frozenset({build.branch("Station 2")}))
    with pytest.raises(NotFound):
        change(build, award_id, new, by=replace(cast.actor(cast.tess), permissions=may, scope=near))
    with pytest.raises(NotFound):
        change(build, 999_999, new)
    assert change(build, award_id, new, by=replace(cast.actor(cast.max), permissions=may)) == new
