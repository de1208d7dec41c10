"""The list "Awarded Users": who stands in it, what their row says, how it is narrowed and sorted (C-12)."""

from dataclasses import replace
from datetime import date

import pytest
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.awarding import awarded, revoking
from training_app.certifications.awarding.awarded import AwardedList
from training_app.certifications.awarding.filters import AwardedFilter, AwardedSort
from training_app.certifications.awarding.rules import AwardState
from training_app.core import organization
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.organization import OrganizationRow

TODAY = date(2027, 3, 1)


@pytest.fixture
def several(cast: Cast, give) -> dict[str, int]:
    """Lea's expires in 30 days, Noa's has expired, Max's is always valid, Ivo's begins tomorrow, Ada's is valid."""
    return {
        "lea": give(cast.lea, "2027-03-31", "2025-04-01"),
        "noa": give(cast.noa, "2027-02-26", "2025-02-27"),
        "max": give(cast.max),
        "ivo": give(cast.ivo, "2029-03-01", "2027-03-02"),
        "ada": give(cast.ada, "2028-12-31", "2026-12-31"),
    }


def listed(build: Builder, kind: int, query: str = "", actor: Actor = SYSTEM) -> AwardedList:
    wanted = AwardedFilter.from_query(query)
    return awarded.awarded(build.session, actor, certification_id=kind, wanted=wanted, today=TODAY)


def names(found: AwardedList) -> list[str]:
    return [row.username for row in found.found.rows]


@pytest.mark.rule("C-12", "a row per person: username, first and last name, issued on, days left to renew, expires on")
def test_each_row_says_who_since_when_until_when_and_how_many_days_are_left(build: Builder, kind: int, several):
    rows = {row.username: row for row in listed(build, kind).found.rows}
    lea, noa, boss = rows["lea"], rows["noa"], rows["max"]
    assert (lea.first_name, lea.last_name, lea.issued_on, lea.expires_on, lea.days) == (
        "Lea", "Learner", "2025-04-01", "2027-03-31", 30,
    )  # fmt: skip
    assert (noa.days, noa.state) == (-3, AwardState.EXPIRED)
    assert (boss.issued_on, boss.expires_on, boss.days, boss.state) == ("", "", None, AwardState.ALWAYS)
    assert (rows["ivo"].state, rows["ada"].state) == (AwardState.AHEAD, AwardState.VALID)
    assert {row.username for row in rows.values() if not row.is_active} == {"ivo"}
    assert {row.association for row in rows.values()} == {"Manually awarded"}


@pytest.mark.rule("C-12", "narrowed to those valid, expiring, expired, always valid or not yet valid, with counts")
def test_it_is_narrowed_by_state_and_says_how_many_stand_where(build: Builder, kind: int, give, cast: Cast, several):
    give(cast.lea, "2026-01-01")  # history counts nowhere
    found = listed(build, kind)
    assert (found.people(), found.states) == (5, dict.fromkeys(AwardState, 1))
    by_state = {state: names(listed(build, kind, f"state={state.name.lower()}")) for state in AwardState}
    assert by_state == {
        AwardState.VALID: ["ada"], AwardState.EXPIRING: ["lea"], AwardState.EXPIRED: ["noa"],
        AwardState.ALWAYS: ["max"], AwardState.AHEAD: ["ivo"],
    }  # fmt: skip


@pytest.mark.rule("C-12", "search by name, username or email")
def test_people_are_found_by_parts_of_their_names_and_their_email(build: Builder, kind: int, several):
    assert names(listed(build, kind, "q=earn")) == ["lea"]
    found = listed(build, kind, "q=noa@muster")
    assert (names(found), found.people(), found.states[AwardState.VALID]) == (["noa"], 1, 0)


@pytest.mark.rule("C-12", "sorted by each column, both ways; always valid lasts longest")
def test_it_is_sorted_by_each_column_both_ways(build: Builder, kind: int, several):
    orders = {
        AwardedSort.USERNAME: ["ada", "ivo", "lea", "max", "noa"],
        AwardedSort.FIRST_NAME: ["ada", "ivo", "lea", "max", "noa"],
        AwardedSort.LAST_NAME: ["ada", "ivo", "lea", "max", "noa"],
        AwardedSort.ISSUED: ["max", "noa", "lea", "ada", "ivo"],
        AwardedSort.RENEWS: ["noa", "lea", "ada", "ivo", "max"],
        AwardedSort.EXPIRES: ["noa", "lea", "ada", "ivo", "max"],
    }
    for sort, order in orders.items():
        assert names(listed(build, kind, f"sort={sort}")) == order
        assert names(listed(build, kind, f"sort=-{sort}")) == order[::-1]
    assert len(names(listed(build, kind, f"sort={AwardedSort.ASSOCIATION}"))) == 5


@pytest.mark.rule("C-12", "pages are cut by the database; one that the list does not have any more is its last")
def test_a_page_too_far_is_the_last_one(build: Builder, kind: int, give):
    for person in build.people(11):
        give(person, "2028-01-01")
    found = listed(build, kind, "size=10&page=9").found
    assert (found.page.number, len(found.rows), found.total) == (2, 1, 11)


@pytest.mark.rule("C-12", "whoever tracks or awards certifications reads it, nobody else")
def test_who_tracks_or_awards_reads_it_and_nobody_else(build: Builder, cast: Cast, kind: int, several):
    awards_only = replace(cast.actor(cast.max), permissions=frozenset({Permission.AWARD_CERTIFICATIONS}))
    assert names(listed(build, kind, actor=cast.actor(cast.tess))) == ["ada", "ivo", "lea", "max", "noa"]
    assert names(listed(build, kind, actor=awards_only)) == ["lea"]
    for person in (cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            listed(build, kind, actor=cast.actor(person))
    with pytest.raises(NotFound):
        listed(build, 999_999)


@pytest.mark.rule("P-04", "who was awarded a certification is seen, and counted, within one's scope alone")
def test_a_limited_coordinator_meets_and_counts_their_own_people_only(build: Builder, cast: Cast, kind: int, several):
    near = replace(cast.actor(cast.tess), scope=Scope(branch_ids=frozenset({build.branch("Station 2")})))
    found = listed(build, kind, actor=near)
    assert (names(found), found.people(), found.found.total) == (["ivo", "noa"], 2, 2)


@pytest.mark.rule("C-02", "switched off, nobody reads who was awarded, and nobody is unassigned")
def test_while_the_module_is_off_it_is_refused(build: Builder, kind: int, several):
    organization.of(build.session)
    build.session.merge(OrganizationRow(id=1, certification_tracking=False))
    build.session.flush()
    with pytest.raises(module.TrackingOff):
        listed(build, kind)
    with pytest.raises(module.TrackingOff):
        revoking.revoke_many(build.session, SYSTEM, award_ids=[several["lea"]], why="Lost", now=build.now)
