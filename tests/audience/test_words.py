"""The filter says itself: as the end of a sentence, and as chips."""

import re
from datetime import date

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.audience import queries
from training_app.audience.filters import PeopleFilter
from training_app.audience.words import words
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.core.tables import known
from training_app.people import memberships
from training_app.people.model import Attribute, Group, Tag, Team


@pytest.fixture
def ids(session: Session, build: Builder) -> dict[str, int]:
    """The id of everything that the sentences below speak of, by its name."""
    found = {name: build.branch(name) for name in ("Station 4", "Station 7", "Station 12", "Headquarters")}
    ann = build.person("Ann", "Archer", branch="Station 4", shift="A", title="Paramedic", hired_on=date(2020, 1, 1))
    bo = build.person("Bo", "Berg", branch="Station 7", shift="B", title="Captain")
    said = {"person_id": known(ann.id), "now": build.now}
    for name in ("Rescue", "Dive"):
        memberships.join_team(session, SYSTEM, team=name, leads=True, **said)
    memberships.join_group(session, SYSTEM, group="Instructors", **said)
    memberships.tag(session, SYSTEM, word="hazmat", **said)
    memberships.tag(session, SYSTEM, word="bilingual", **said)
    memberships.set_attribute(session, SYSTEM, name="Shirt size", value="L", **said)
    memberships.set_attribute(session, SYSTEM, name="Shirt size", value="XL", **said | {"person_id": known(bo.id)})
    for name in ("PALS", "ACLS", "CPR", "FTO card", "EMT licence"):
        new = NewCertification(name, name, is_licence=name.endswith("licence"))
        found[name] = known(certifications.add_certification(session, SYSTEM, new=new, now=build.now).id)
    for table in (Team, Group, Tag, Attribute):
        found |= {row.name: known(row.id) for row in session.exec(select(table))}
    return found | {"Ann": known(ann.id), "Bo": known(bo.id), "gone": 98765}


def filter_of(said: str, ids: dict[str, int]) -> PeopleFilter:
    """A filter in which names in braces stand for their ids."""
    pairs = (one.split("=", 1) for one in re.sub(r"\{(.+?)\}", lambda name: str(ids[name[1]]), said).split("&") if one)
    return PeopleFilter(criteria=tuple((field, value) for field, value in pairs if field != "q"),
                        q=said.partition("q=")[2])  # fmt: skip


@pytest.mark.rule("A-07", "the filter is said in words")
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", ""),
        ("level=ALS", "are ALS"),
        ("level=ALS&level=BLS", "are ALS or BLS"),
        ("level=none", "have no level"),
        ("level=ALS&level=none", "are ALS or have no level"),
        ("level=ALS&branch={Station 4}", "are ALS at Station 4"),
        ("level=none&branch={Station 4}", "have no level, at Station 4"),
        ("branch={Station 4}&branch={Station 7}", "are at Station 4 or 7"),
        ("branch={Station 4}&branch={Station 7}&branch={Station 12}", "are at Station 4, 7 or 12"),
        ("branch={Station 4}&branch={Headquarters}", "are at Station 4 or Headquarters"),
        ("branch={gone}", "are at a branch that no longer exists"),
        ("branch={Station 4}&branch={gone}", "are at Station 4 or a branch that no longer exists"),
        ("shift=A&shift=B", "are on shift A or B"),
        ("shift=Z", "are on a shift that no longer exists"),
        ("shift=A&level=ALS", "are ALS, on shift A"),
        ("title=Captain", "have the title Captain"),
        ("level=ALS&title=Captain&title=Paramedic", "are ALS, with the title Captain or Paramedic"),
        ("team={Rescue}", "are in the team Rescue"),
        ("team={gone}", "are in a team that no longer exists"),
        ("leads={Rescue}&leads={Dive}", "lead the team Rescue or Dive"),
        ("leads=any", "lead a team"),
        ("level=ALS&leads=any&leads={Dive}", "are ALS, who lead a team"),
        ("group={Instructors}", "are in the group Instructors"),
        ("tag={hazmat}&tag={bilingual}", "are tagged hazmat or bilingual"),
        ("level=ALS&tag={hazmat}", "are ALS, tagged hazmat"),
        ("manager={Ann}&manager={Bo}", "report to Ann Archer or Bo Berg"),
        ("level=ALS&manager={gone}", "are ALS, who report to somebody who no longer exists"),
        ("licence={EMT licence}", "have a valid EMT licence"),
        ("level=ALS&licence={gone}", "are ALS, with a licence that no longer exists"),
        ("licence_expires=2027-03-01..2027-06-30", "have a licence that expires from 1 Mar 2027 through 30 Jun 2027"),
        ("level=ALS&licence_expires=2027-03-01..", "are ALS, whose licence expires from 1 Mar 2027 on"),
        ("level=ALS&licence_expires=2027-03-01..2027-03-01", "are ALS, whose licence expires on 1 Mar 2027"),
        ("licence_expires=soon", "have a licence that expires on days that cannot be read"),
        ("hired=2020-01-01..2020-12-31", "were hired from 1 Jan 2020 through 31 Dec 2020"),
        ("shift=A&hired=..2020-12-31", "are on shift A, hired through 31 Dec 2020"),
        ("attribute.{Shirt size}=L&attribute.{Shirt size}=XL", "have L or XL as Shirt size"),
        ("level=ALS&attribute.{Shirt size}=L", "are ALS, whose Shirt size is L"),
        ("attribute.{gone}=L", "have a value that no longer exists as Attribute that no longer exists"),
        ("state=deactivated", "are deactivated"),
        ("level=ALS&state=deactivated", "are ALS, who are deactivated"),
        ("state=active&state=deactivated", "are active or deactivated"),
        ("q=ann", "match “ann”"),
        ("level=ALS&q=ann", "are ALS, matching “ann”"),
        ("certification={PALS}", "have a valid PALS"),
        ("certification={PALS}:valid&certification={CPR}:valid", "have a valid PALS or CPR"),
        ("certification={PALS}:expiring:60", "have a PALS that expires within 60 days"),
        ("level=ALS&certification={PALS}:expiring:1", "are ALS, with a PALS that expires within 1 day"),
        ("certification={ACLS}:expiring:0", "have an ACLS that expires today"),
        ("certification={FTO card}:expiring:1200", "have an FTO card that expires within 1,200 days"),
        ("certification={PALS}:expired", "have an expired PALS"),
        ("certification={ACLS}:missing", "have no ACLS"),
        ("level=ALS&certification={ACLS}:missing", "are ALS, without an ACLS"),
        ("certification={ACLS}:missing&certification={ACLS}:expired", "have no valid ACLS"),
        ("level=ALS&certification={ACLS}:expired&certification={ACLS}:missing", "are ALS, without a valid ACLS"),
        ("level=ALS&certification={PALS}&certification={CPR}:expired&certification={ACLS}:missing",
         "are ALS, with a valid PALS or an expired CPR or without an ACLS"),
        ("certification={gone}:missing", "have a certification that no longer exists"),
        ("certification={PALS}:bogus", "have a certification that no longer exists"),
        ("level=ALS&branch={Station 4}&branch={Station 7}&shift=A&shift=B&certification={PALS}:expiring:60",
         "are ALS at Station 4 or 7, on shift A or B, with a PALS that expires within 60 days"),
    ],
)  # fmt: skip
def test_the_filter_is_the_end_of_a_sentence(session, ids, said: str, sentence: str):
    assert words(session, SYSTEM, wanted=filter_of(said, ids)) == sentence


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("level=ALS&level=none", "is ALS or has no level"),
        ("level=ALS&manager={Ann}&leads=any&state=active",
         "is ALS, who leads a team, who reports to Ann Archer, who is active"),
        ("hired=2020-01-01..", "was hired from 1 Jan 2020 on"),
        ("certification={PALS}", "has a valid PALS"),
        ("attribute.{Shirt size}=L", "has L as Shirt size"),
        ("q=ann", "matches “ann”"),
    ],
)  # fmt: skip
def test_of_one_person_the_verb_fits(session, ids, said: str, sentence: str):
    assert words(session, SYSTEM, wanted=filter_of(said, ids), people=1) == sentence


def test_of_many_values_the_first_six_are_named(session, build: Builder):
    stations = [build.branch(f"Station {number}") for number in range(1, 10)]
    wanted = PeopleFilter(criteria=tuple(("branch", str(one)) for one in stations))
    assert words(session, SYSTEM, wanted=wanted) == "are at Station 1, 2, 3, 4, 5, 6 or one of 3 others"


@pytest.mark.rule("A-07", "a criterion whose value no longer exists says so, finds nobody and breaks nothing")
@pytest.mark.parametrize(
    ("said", "label", "text"),
    [
        ("level=none", "Level", "none"),
        ("level=DLS", "Level", "DLS (no longer exists)"),
        ("branch={Station 4}", "Branch", "Station 4"),
        ("branch={gone}", "Branch", "no longer exists"),
        ("branch=x", "Branch", "no longer exists"),
        ("shift=A", "Shift", "A"),
        ("shift=Z", "Shift", "Z (no longer exists)"),
        ("title=Admiral", "Title", "Admiral (no longer exists)"),
        ("leads=any", "Leads a team", "any team"),
        ("leads={Dive}", "Leads a team", "Dive"),
        ("manager={Ann}", "Reports to", "Ann Archer"),
        ("manager={gone}", "Reports to", "no longer exists"),
        ("attribute.{Shirt size}=L", "Shirt size", "L"),
        ("attribute.{Shirt size}=XS", "Shirt size", "XS (no longer exists)"),
        ("attribute.{gone}=L", "Attribute that no longer exists", "L (no longer exists)"),
        ("attribute.x=L", "Attribute that no longer exists", "L (no longer exists)"),
        ("licence={EMT licence}", "Licence", "EMT licence"),
        ("certification={PALS}", "Certification", "PALS, valid"),
        ("certification={PALS}:expiring:60", "Certification", "PALS, expires within 60 days"),
        ("certification={PALS}:missing", "Certification", "PALS, missing"),
        ("certification={gone}:missing", "Certification", "no longer exists"),
        ("certification={PALS}:bogus", "Certification", "no longer exists"),
        ("hired=2020-01-01..", "Hired", "from 1 Jan 2020 on"),
        ("hired=yesterday", "Hired", "cannot be read"),
        ("state=deactivated", "Account", "deactivated"),
    ],
)
def test_each_criterion_is_a_chip_in_words(session, ids, said: str, label: str, text: str):
    wanted = filter_of(said, ids)
    chip = queries.chips(session, SYSTEM, wanted=wanted)[0]
    assert (chip.label, chip.text) == (label, text)
    assert wanted.without(chip.field, chip.value) == PeopleFilter()
    if "no longer" in text or "cannot" in text:
        assert queries.count(session, SYSTEM, wanted=wanted, today=date(2027, 3, 1)) == 0


@pytest.mark.rule("P-04", "a manager whom one may not see is not named by a filter either")
def test_somebody_out_of_sight_is_not_named(cast: Cast, session):
    wanted = PeopleFilter(criteria=(("manager", str(cast.noa.id)), ("manager", str(cast.max.id))))
    chips = queries.chips(session, cast.actor(cast.max), wanted=wanted)
    assert [chip.text for chip in chips] == ["no longer exists", "Max Manager"]
    assert words(session, cast.actor(cast.max), wanted=wanted) == (
        "report to Max Manager or somebody who no longer exists"
    )
