"""The page "Certifications": every kind, and to how many it is awarded (C-11)."""

from dataclasses import replace
from datetime import date

import pytest
from support.build import SYSTEM

from training_app.access.actor import Scope
from training_app.access.rules import Permission
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.kinds import listing, making
from training_app.certifications.kinds.filters import KindFilter, KindTab
from training_app.certifications.model import Award
from training_app.certifications.records import Submission
from training_app.certifications.rules import Validity
from training_app.core.errors import NotAllowed
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person


def add(session, now, name: str, **said) -> int:
    return making.make(session, SYSTEM, new=NewCertification(name=name, code=name.upper(), **said), now=now)


def award(session, now, kind: int, *people: Person, expires: int = 2028) -> list[int]:
    new = [NewAward(known(one.id), kind, expires_on=date(expires, 1, 31)) for one in people]
    return actions.award_many(session, SYSTEM, awards=new, now=now)


@pytest.mark.rule("C-11", "every kind with “Awarded To”: how many people, expired ones too, revoked ones not")
@pytest.mark.rule("P-04", "“Awarded To” counts those whom one sees")
def test_awarded_to_counts_people_once_and_only_those_one_sees(session, cast, now):
    emt, cpr = add(session, now, "Emt"), add(session, now, "Cpr")
    award(session, now, emt, cast.lea, cast.noa)
    award(session, now, emt, cast.lea, cast.ivo, expires=2020)
    (revoked,) = award(session, now, emt, cast.max)
    session.get_one(Award, revoked).revoked_at = now
    session.flush()

    def awarded(actor) -> dict[str, int]:
        found = listing.kinds(session, actor, wanted=KindFilter())
        return {row.name: row.awarded for row in found.rows}

    assert awarded(cast.actor(cast.tess)) == {"Cpr": 0, "Emt": 3}
    near = Scope(branch_ids=frozenset({cast.build.branch("Station 1")}))
    assert awarded(replace(cast.actor(cast.tess), scope=near)) == {"Cpr": 0, "Emt": 1}
    with pytest.raises(NotAllowed):
        awarded(cast.actor(cast.max))
    only_awards = replace(cast.actor(cast.max), permissions=frozenset({Permission.AWARD_CERTIFICATIONS}))
    assert awarded(only_awards) == {"Cpr": 0, "Emt": 1}
    assert cpr


def test_the_list_is_searched_sorted_and_cut_by_the_database(session, cast, now):
    lasting = {"validity": Validity.YEARS, "validity_number": 1}
    add(session, now, "Éclair", series="Command Series", **lasting)
    award(session, now, add(session, now, "Bravo", is_licence=True), cast.lea)
    add(session, now, "Alpha", validity=Validity.MONTHS, validity_number=13)
    making.archive(session, SYSTEM, certification_id=add(session, now, "Old 100%"), now=now)

    def names(**said) -> list[str]:
        return [row.name for row in listing.kinds(session, SYSTEM, wanted=KindFilter(**said)).rows]

    assert names() == ["Alpha", "Bravo", "Éclair"]
    assert names(sort="-awarded") == ["Bravo", "Alpha", "Éclair"]
    assert names(sort="validity") == ["Éclair", "Alpha", "Bravo"]
    assert names(sort="-validity") == ["Alpha", "Éclair", "Bravo"]
    assert names(sort="-licence") == ["Bravo", "Alpha", "Éclair"]
    assert names(sort="series") == ["Éclair", "Alpha", "Bravo"]
    assert names(q="command SERIES") == ["Éclair"]
    assert names(q="Écl") == ["Éclair"]
    assert names(q="%") == []
    assert names(q="100%", tab=KindTab.ARCHIVED) == ["Old 100%"]
    assert names(page=2) == []
    numbers = listing.tabs(session, SYSTEM, wanted=KindFilter(q="a"))
    assert numbers == {KindTab.CURRENT: 3, KindTab.ARCHIVED: 0}
    assert listing.series(session, SYSTEM) == ["Command Series"]


@pytest.mark.rule("C-25", "where members may submit, whoever tracks them is told how many cards wait")
def test_cards_that_wait_are_counted_for_whom_one_tracks(session, cast, now):
    emt = add(session, now, "Emt")
    for place, (person, decided) in enumerate([(cast.lea, None), (cast.noa, None), (cast.lea, True)]):
        session.add(Submission(person_id=known(person.id), certification_id=emt, submitted_at=now, key=f"form-{place}",
                               is_approved=decided))  # fmt: skip
    tess = cast.actor(cast.tess)
    assert listing.waiting(session, tess) is None
    row = session.get(OrganizationRow, 1) or OrganizationRow()
    session.add(row)
    row.members_may_submit = True
    session.flush()
    assert listing.waiting(session, tess) == 2
    near = Scope(branch_ids=frozenset({cast.build.branch("Station 1")}))
    assert listing.waiting(session, replace(tess, scope=near)) == 1
    assert listing.waiting(session, cast.actor(cast.max)) is None


def test_an_address_says_the_filter_and_nonsense_says_nothing():
    wanted = KindFilter(KindTab.ARCHIVED, "a b", "-awarded", 3)
    assert KindFilter.from_query(wanted.query()) == wanted
    assert KindFilter().query() == ""
    assert KindFilter.from_query("tab=x&sort=password&page=-1&q=%00") == KindFilter()
    assert KindFilter.from_query("page=99999999999999999999") == KindFilter()
