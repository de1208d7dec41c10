from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Scope
from training_app.certifications import actions, queries
from training_app.certifications.actions import AwardChange, NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people.model import Person

EMT = NewCertification(name="EMT", code="EMT", is_licence=True)
TODAY = date(2027, 3, 1)


@pytest.fixture
def kind(build: Builder) -> int:
    return known(actions.add_certification(build.session, SYSTEM, new=EMT, now=build.now).id)


def entered(person: Person, kind: int, expires: date = date(2028, 1, 31), **said) -> NewAward:
    return NewAward(known(person.id), kind, expires_on=expires, **said)


@pytest.mark.rule("C-04", "any number per person, also of the same kind; the longest valid is the current one")
def test_the_longest_valid_award_is_the_current_one(build: Builder, kind: int):
    ann = build.person("Ann")
    days = [date(2027, 12, 31), date(2029, 12, 31), date(2026, 12, 31)]
    actions.award_many(build.session, SYSTEM, awards=[entered(ann, kind, day) for day in days], now=build.now)
    current = queries.current_award(build.session, SYSTEM, person_id=known(ann.id), certification_id=kind, today=TODAY)
    assert current is not None
    assert current.expires_on == date(2029, 12, 31)


def test_a_faulty_award_is_named_and_none_is_made(build: Builder, kind: int):
    ann = build.person("Ann")
    awards = [
        entered(ann, kind),
        NewAward(known(ann.id), kind),
        entered(ann, kind, issued_on=date(2029, 1, 1)),
        NewAward(known(ann.id), kind, always_valid=True),
        entered(ann, kind, always_valid=True),
    ]
    with pytest.raises(Invalid) as refused:
        actions.award_many(build.session, SYSTEM, awards=awards, now=build.now)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["1.expires_on", "2.expires_on", "3.always_valid", "4.expires_on"]
    assert build.session.exec(select(Award)).all() == []


@pytest.mark.rule("C-04", "only administrators and training coordinators enter awards")
def test_coordinators_award_and_learners_and_managers_do_not(build: Builder, cast: Cast, kind: int):
    new = entered(cast.lea, kind)
    for person in (cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            actions.award(build.session, cast.actor(person), new=new, now=build.now)
        with pytest.raises(NotAllowed):
            actions.add_certification(build.session, cast.actor(person), new=EMT, now=build.now)
    assert actions.award(build.session, cast.actor(cast.tess), new=new, now=build.now)


def test_a_stranger_is_not_found(build: Builder, cast: Cast, kind: int):
    near = replace(cast.actor(cast.tess), scope=Scope(branch_ids=frozenset({build.branch("Station 2")})))
    assert actions.award(build.session, near, new=entered(cast.noa, kind), now=build.now)
    with pytest.raises(NotFound):
        actions.award(build.session, near, new=entered(cast.lea, kind), now=build.now)
    with pytest.raises(NotFound):
        actions.award(build.session, SYSTEM, new=entered(cast.lea, 999_999), now=build.now)


@pytest.mark.rule("P-05", "a learner sees their own awards and nobody else's")
def test_a_learner_sees_their_own_awards_only(build: Builder, cast: Cast, kind: int):
    awards = [entered(cast.lea, kind), entered(cast.noa, kind)]
    actions.award_many(build.session, SYSTEM, awards=awards, now=build.now)
    seen = queries.awards_of(build.session, cast.actor(cast.lea), certification_ids=[kind])
    assert [award.person_id for award in seen] == [cast.lea.id]


@pytest.mark.rule("P-10", "awarding many is one entry that names the awards; a correction says before and after")
def test_awarding_and_correcting_are_audited(build: Builder, kind: int):
    people = build.people(3)
    ids = actions.award_many(build.session, SYSTEM, awards=[entered(one, kind) for one in people], now=build.now)
    change = AwardChange(ids[0], date(2026, 1, 1), date(2028, 1, 31), "E7")
    actions.change_awards(build.session, SYSTEM, changes=[change], now=build.now)
    entries = select(AuditEntry).where(AuditEntry.subject == "award").order_by(col(AuditEntry.id))
    awarded, corrected = build.session.exec(entries)
    assert awarded.rows == [[min(ids), max(ids)]]
    assert corrected.before == {"issued_on": None, "number": ""}
    assert corrected.after == {"issued_on": "2026-01-01", "number": "E7"}


def test_a_correction_keeps_days_in_order(build: Builder, kind: int):
    number = actions.award(build.session, SYSTEM, new=entered(build.person("Ann"), kind), now=build.now)
    wrong = AwardChange(number, date(2029, 1, 1), date(2028, 1, 31), "")
    with pytest.raises(Invalid):
        actions.change_awards(build.session, SYSTEM, changes=[wrong], now=build.now)
    with pytest.raises(NotFound):
        actions.change_awards(
            build.session, SYSTEM, changes=[AwardChange(999_999, None, date(2028, 1, 31), "")], now=build.now
        )
