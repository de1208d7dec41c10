"""Filters saved under a name: they are the organization's, and each change of them is on record."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.audience import actions
from training_app.audience.saved import SavedRow, saved
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound, Problem


@pytest.fixture
def medics(cast: Cast, session: Session, now) -> int:
    """What Ada saved."""
    return actions.save(session, cast.actor(cast.ada), name="Medics", query="level=ALS&shift=A", now=now)


def entries(session: Session) -> list[tuple]:
    session.flush()
    found = session.exec(select(AuditEntry).where(AuditEntry.subject == "saved audience").order_by(AuditEntry.id))
    return [(one.act, one.actor_id, one.subject_id, one.before, one.after) for one in found]


@pytest.mark.rule("A-07", "a filter is saved under a name and offered to everybody who may find people")
def test_a_saved_filter_is_offered_to_everybody_who_finds_people(cast: Cast, session, medics):
    for person in (cast.sam, cast.ada, cast.tess, cast.max):
        assert saved(session, cast.actor(person)) == [
            SavedRow(medics, "Medics", "level=ALS&shift=A", "Ada Admin", is_mine=person is cast.ada)
        ]


def test_saved_filters_are_in_the_order_of_their_names(cast: Cast, session, medics, now):
    for name in ("zebra", "Alpha"):
        actions.save(session, SYSTEM, name=name, query="q=x", now=now)
    assert [(row.name, row.made_by) for row in saved(session, cast.actor(cast.ada))] == [
        ("Alpha", ""), ("Medics", "Ada Admin"), ("zebra", "")
    ]  # fmt: skip


@pytest.mark.rule("P-10", "saving, replacing and deleting a saved filter are audited, before and after")
def test_each_change_of_a_saved_filter_is_on_record(cast: Cast, session, medics, now):
    ada = cast.actor(cast.ada)
    actions.save(session, ada, name="Medics", query="level=BLS", now=now)
    actions.save(session, ada, name="Medics", query="level=BLS", now=now)
    actions.forget(session, ada, saved_id=medics, now=now)
    first, second = {"name": "Medics", "query": "level=ALS&shift=A"}, {"name": "Medics", "query": "level=BLS"}
    assert entries(session) == [
        ("audience saved", cast.ada.id, medics, None, first),
        ("audience changed", cast.ada.id, medics, {"query": first["query"]}, {"query": second["query"]}),
        ("audience deleted", cast.ada.id, medics, second, None),
    ]


@pytest.mark.rule("A-07", "saving under the name of one's own saved filter replaces it")
def test_ones_own_of_that_name_is_replaced(cast: Cast, session, medics, now):
    later = now + timedelta(days=1)
    again = actions.save(session, cast.actor(cast.ada), name="  MEDICS ", query="?level=BLS&nonsense=1", now=later)
    assert again == medics
    assert [(row.name, row.query) for row in saved(session, cast.actor(cast.ada))] == [("MEDICS", "level=BLS")]


@pytest.mark.rule("A-07", "a name that somebody else's saved filter has is refused, compared without case")
def test_somebody_elses_name_is_refused(cast: Cast, session, medics, now):
    with pytest.raises(Invalid) as refused:
        actions.save(session, cast.actor(cast.tess), name="mEDICS", query="level=BLS", now=now)
    assert refused.value.problems == (
        Problem("name", "Somebody else has saved a filter as “Medics”: choose another name."),
    )
    assert saved(session, cast.actor(cast.ada))[0].query == "level=ALS&shift=A"
    assert len(entries(session)) == 1


@pytest.mark.parametrize(
    ("name", "query", "field"),
    [
        ("", "level=ALS", "name"),
        (" \0 ", "level=ALS", "name"),
        ("x" * 81, "level=ALS", "name"),
        ("Everybody", "", "query"),
        ("Everybody", "nonsense=1", "query"),
        ("Much", "&".join(f"title={number}{'x' * 200}" for number in range(150)), "query"),
    ],
)
def test_what_cannot_be_saved_names_the_field(cast: Cast, session, now, name: str, query: str, field: str):
    with pytest.raises(Invalid) as refused:
        actions.save(session, cast.actor(cast.ada), name=name, query=query, now=now)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert saved(session, SYSTEM) == []


def test_an_odd_name_is_kept_as_it_can_be(cast: Cast, session, now):
    actions.save(session, SYSTEM, name="Straße\n\ud800\t=1", query="level=ALS", now=now)
    assert [row.name for row in saved(session, SYSTEM)] == ["Straße \N{REPLACEMENT CHARACTER} =1"]


@pytest.mark.rule("A-07", "a saved filter is deleted by whoever saved it, or with Manage settings")
def test_a_saved_filter_is_deleted_by_its_maker_or_with_manage_settings(cast: Cast, session, medics, now):
    with pytest.raises(NotAllowed, match="Manage settings"):
        actions.forget(session, cast.actor(cast.tess), saved_id=medics, now=now)
    mine = actions.save(session, cast.actor(cast.tess), name="Mine", query="level=BLS", now=now)
    actions.forget(session, cast.actor(cast.tess), saved_id=mine, now=now)
    assert [row.id for row in saved(session, SYSTEM)] == [medics]
    actions.forget(session, cast.actor(cast.sam), saved_id=medics, now=now)
    assert saved(session, SYSTEM) == []


@pytest.mark.parametrize("saved_id", [0, -1, 999])
def test_what_is_not_there_is_not_found(cast: Cast, session, medics, now, saved_id: int):
    with pytest.raises(NotFound):
        actions.forget(session, cast.actor(cast.ada), saved_id=saved_id, now=now)


@pytest.mark.rule("P-06", "a learner neither sees, saves nor deletes saved filters")
def test_a_learner_has_no_saved_filters(cast: Cast, session, medics, now):
    lea = cast.actor(cast.lea)
    with pytest.raises(NotAllowed):
        saved(session, lea)
    with pytest.raises(NotAllowed):
        actions.save(session, lea, name="Mine", query="level=ALS", now=now)
    with pytest.raises(NotAllowed):
        actions.forget(session, lea, saved_id=medics, now=now)
    assert [row.id for row in saved(session, SYSTEM)] == [medics]
    assert len(entries(session)) == 1
