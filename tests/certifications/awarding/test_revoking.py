"""Unassigning on "Awarded Users": what goes, what stays, and who may (C-14, V-01)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.certifications.awarding import awarded, revoking
from training_app.certifications.awarding.filters import AwardedFilter
from training_app.certifications.model import Award, Revocation
from training_app.certifications.records import AwardCompletion
from training_app.certifications.rules import Held
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


def revoke(build: Builder, *award_ids: int, why: str = "Card was forged", by: Actor = SYSTEM) -> list[int]:
    return revoking.revoke_many(build.session, by, award_ids=award_ids, why=why, now=build.now).award_ids


def rows(build: Builder, kind: int) -> list[int]:
    wanted = AwardedFilter()
    found = awarded.awarded(build.session, SYSTEM, certification_id=kind, wanted=wanted, today=TODAY)
    return [row.id for row in found.found.rows]


@pytest.mark.rule("C-14", "unassign revokes: a reason is asked, the record stays as revoked, by whom and why")
@pytest.mark.rule("C-14", "what was unassigned leaves “Awarded Users”")
@pytest.mark.rule("P-10", "unassigning is an entry that names the awards and the reason")
def test_an_unassigned_award_stays_as_a_record_and_leaves_the_list(build: Builder, cast: Cast, kind: int, give):
    gone, other = give(cast.lea, "2028-03-31"), give(cast.noa, "2028-03-31")
    with pytest.raises(Invalid, match="Reason is missing"):
        revoke(build, gone, why="  ")
    assert revoke(build, gone, by=cast.actor(cast.sam)) == [gone]
    assert rows(build, kind) == [other]
    assert build.session.get_one(Award, gone).revoked_at == build.now
    record = build.session.get_one(Revocation, gone)
    assert (record.by_id, record.at, record.why) == (cast.sam.id, build.now, "Card was forged")
    entry = build.session.exec(select(AuditEntry).where(AuditEntry.act == "awards revoked")).one()
    assert (entry.actor_id, entry.rows, entry.after) == (cast.sam.id, [[gone, gone]], {"why": "Card was forged"})


@pytest.mark.rule("C-14", "whoever holds another one of the kind stays in the list with that, and it is said before")
def test_the_next_longest_takes_its_place(build: Builder, cast: Cast, kind: int, give):
    shorter, longer, lapsed = (give(cast.lea, day) for day in ("2027-12-31", "2028-03-31", "2026-01-01"))
    told = revoking.account(build.session, SYSTEM, award_id=longer, today=TODAY)
    assert (told.person, told.certification) == ("Lea Learner", "CPR")
    assert (told.held, told.other) == (Held(None, date(2028, 3, 31)), Held(None, date(2027, 12, 31)))
    revoke(build, longer)
    assert rows(build, kind) == [shorter]
    revoke(build, shorter)
    assert rows(build, kind) == [lapsed]
    assert revoking.account(build.session, SYSTEM, award_id=lapsed, today=TODAY).other is None


@pytest.mark.rule("C-14", "unassigning twice is once: the first reason stays")
def test_a_second_time_changes_nothing(build: Builder, cast: Cast, kind: int, give):
    first, second = give(cast.lea, "2028-03-31"), give(cast.noa, "2028-03-31")
    assert revoke(build, first) == [first]
    assert revoke(build, first, second, why="Once more") == [second]
    assert revoke(build, first, why="Once more") == []
    assert build.session.get_one(Revocation, first).why == "Card was forged"
    assert build.session.get_one(Award, first).version == 2
    assert len(build.session.exec(select(AuditEntry).where(AuditEntry.act == "awards revoked")).all()) == 2


@pytest.mark.rule("C-14", "a completion stays used by what it awarded, so that it never awards it again")
def test_the_completion_stays_used(build: Builder, cast: Cast, kind: int, give):
    course = build.course()
    build.assign(course, "q=lea")
    build.complete(cast.lea, course)
    enrollment_id, award_id = known(build.attempt(cast.lea, course).id), give(cast.lea, "2028-03-31")
    build.session.add(AwardCompletion(certification_id=kind, enrollment_id=enrollment_id, award_id=award_id))
    build.session.flush()
    revoke(build, award_id)
    build.session.expire_all()
    assert build.session.get_one(AwardCompletion, (kind, enrollment_id)).award_id == award_id
    assert build.attempt(cast.lea, course).closed_as is None


@pytest.mark.rule("C-14", "who may award unassigns, within their scope; all of several or none")
def test_who_may_award_unassigns_within_their_scope(build: Builder, cast: Cast, kind: int, give):
    leas, noas = give(cast.lea, "2028-03-31"), give(cast.noa, "2028-03-31")
    may = frozenset({Permission.AWARD_CERTIFICATIONS})
    for person in (cast.ada, cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            revoke(build, leas, by=cast.actor(person))
    limited = replace(
        cast.actor(cast.tess), permissions=may, scope=Scope(branch_ids=frozenset({build.branch("Station 2")}))
    )
    for some in ([leas], [noas, leas], [999_999]):
        with pytest.raises(NotFound):
            revoke(build, *some, by=limited)
    assert build.session.exec(select(Revocation)).all() == []
    assert revoke(build, leas, by=replace(cast.actor(cast.max), permissions=may)) == [leas]
    assert revoke(build, noas, by=limited) == [noas]
