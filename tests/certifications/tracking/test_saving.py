"""The rows of a person's certifications, saved all or none (C-03, C-04, A-24, P-05)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from certifications.tracking.conftest import EXPIRES, WAS, Cards
from sqlmodel import col, select

from training_app.access.actor import Scope
from training_app.certifications.model import Award, Certification, Revocation
from training_app.certifications.tracking import saving
from training_app.certifications.tracking.checking import Addition, Change, Refused
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.core import organization
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known

NEW = Entry("2026-03-01", "2028-03-31", "77")


def refused(cards: Cards, *changes: Change, **said) -> Refused:
    before = cards.stored()
    with pytest.raises(Refused) as raised:
        cards.save(*changes, **said)
    assert cards.stored() == before
    return raised.value


def fields(error: Refused) -> list[str]:
    return [one.field for one in error.problems]


@pytest.mark.rule("C-03", "one Update changes rows and adds several new ones at once; optional fields stay empty")
@pytest.mark.rule("C-04", "several of the same kind are entered for one person")
@pytest.mark.rule(
    "P-10", "each changed certification is an entry with before and after; the new ones are one that names them"
)
def test_rows_are_changed_and_added_at_once(cards: Cards):
    number = cards.award()
    new = (
        Addition("new-1", cards.emt, NEW),
        Addition("new-2", cards.emt, Entry("", "2030-01-01")),
        Addition("new-3", cards.cpr, Entry("", ALWAYS)),
    )
    saved = cards.save(Change(number, WAS, replace(WAS, issued_on="2026-02-01", number="")), new=new)
    assert (saved.changed, saved.added, saved.deleted) == (1, 3, 0)
    assert cards.stored() == [
        (date(2026, 2, 1), EXPIRES, ""),
        (date(2026, 3, 1), date(2028, 3, 31), "77"),
        (None, date(2030, 1, 1), ""),
        (None, None, ""),
    ]
    made = cards.session.exec(select(Award).where(col(Award.id) > number)).all()
    assert {row.by_id for row in made} == {cards.cast.tess.id}
    entries = select(AuditEntry).where(AuditEntry.actor_id == cards.cast.tess.id).order_by(col(AuditEntry.id))
    changed, added = cards.session.exec(entries)
    assert (changed.before, changed.after) == (
        {"issued_on": None, "number": "E7"}, {"issued_on": "2026-02-01", "number": ""},
    )  # fmt: skip
    assert added.rows == [[number + 1, number + 3]]


@pytest.mark.rule("C-03", "Update saves all rows or none, and names each faulty field of each row")
def test_one_faulty_row_and_nothing_is_saved(cards: Cards):
    number, archived = cards.award(), cards.session.get(Certification, cards.cpr)
    assert archived is not None
    archived.archived_at = cards.build.now
    error = refused(
        cards,
        Change(number, WAS, replace(WAS, expires_on=ALWAYS)),
        new=(
            Addition("new-1", cards.emt, NEW),
            Addition("new-2", 0, Entry()),
            Addition("new-3", 999_999, NEW),
            Addition("new-4", cards.cpr, NEW),
            Addition("new-5", cards.emt, Entry("2029-01-01", "2028-01-01")),
        ),
        delete=(number + 1,),
    )
    assert fields(error) == [
        f"{number}.always_valid", "new-2.certification", "new-2.expires_on", "new-3.certification",
        "new-4.certification", "new-5.expires_on",
    ]  # fmt: skip


@pytest.mark.rule("C-03", "what is always valid already may stay so, and be given an expiry")
def test_what_is_always_valid_may_stay_so(cards: Cards):
    number = cards.award(kind=cards.cpr, expires=None)
    kind = cards.session.get(Certification, cards.cpr)
    assert kind is not None
    kind.always_valid_allowed = False
    cards.save(Change(number, Entry("", ALWAYS, "E7"), Entry("2026-01-01", ALWAYS, "E7")))
    assert cards.stored() == [(date(2026, 1, 1), None, "E7")]
    cards.save(Change(number, Entry("2026-01-01", ALWAYS, "E7"), Entry("2026-01-01", "2027-01-01", "E7")))
    assert cards.stored() == [(date(2026, 1, 1), date(2027, 1, 1), "E7")]


@pytest.mark.rule("A-24", "two who edit one award: different fields are merged")
@pytest.mark.rule("A-24", "two who edit one award: a field changed by both is refused with what the other did and who")
def test_two_edit_the_same_award(cards: Cards):
    number, ada = cards.award(), cards.cast.actor(cards.cast.ada)
    cards.save(Change(number, WAS, replace(WAS, expires_on="2029-01-31")), by=ada)
    cards.save(Change(number, WAS, replace(WAS, number="E8")))
    assert cards.stored() == [(None, date(2029, 1, 31), "E8")]
    error = refused(cards, Change(number, WAS, Entry("2026-01-01", "2030-01-31", "E8")))
    assert error.both == {f"{number}.expires_on"}
    (problem,) = error.problems
    assert problem.text == (
        "Ada Admin changed “Expires” meanwhile. It is now: 31 Jan 2029. Update again to keep yours."
    )


@pytest.mark.rule("A-24", "an award that was unassigned or deleted meanwhile is named with who did so, and not changed")
def test_an_award_that_is_gone_meanwhile(cards: Cards):
    revoked, deleted = cards.award(), cards.award()
    row = cards.session.get(Award, revoked)
    assert row is not None
    row.revoked_at = cards.build.now
    cards.session.add(Revocation(award_id=revoked, by_id=cards.cast.ada.id, at=cards.build.now, why="Lapsed"))
    cards.save(delete=(deleted,), by=cards.cast.actor(cards.cast.sam))
    error = refused(cards, *(Change(one, WAS, replace(WAS, number="E8")) for one in (revoked, deleted)))
    assert error.gone == {revoked, deleted}
    assert [one.text for one in error.problems] == [
        "Ada Admin unassigned it meanwhile. It is not changed.",
        "Sam Super deleted it meanwhile. It is not changed.",
    ]


@pytest.mark.rule("C-04", "only administrators and training coordinators save rows of a profile")
@pytest.mark.rule("P-05", "a learner changes and deletes nothing of their own certifications")
def test_who_may_save(cards: Cards):
    number, before = cards.award(), cards.stored()
    change = Change(number, WAS, replace(WAS, number="E8"))
    for person in (cards.cast.max, cards.cast.lea):
        with pytest.raises(NotAllowed):
            cards.save(change, by=cards.cast.actor(person))
        with pytest.raises(NotAllowed):
            cards.save(delete=(number,), by=cards.cast.actor(person))
    near = replace(cards.tess, scope=Scope(branch_ids=frozenset({cards.build.branch("Station 1")})))
    with pytest.raises(NotFound):
        cards.save(new=(Addition("new-1", cards.emt, NEW),), by=near, person=cards.cast.noa)
    assert (cards.stored(), cards.stored(cards.cast.noa)) == (before, [])
    assert cards.save(change, by=near).changed == 1


def test_an_award_of_somebody_else_is_neither_changed_nor_deleted(cards: Cards):
    number = cards.award(cards.cast.noa)
    assert refused(cards, Change(number, WAS, replace(WAS, number="E8"))).gone == {number}
    assert cards.save(delete=(number,)).deleted == 0
    assert cards.stored(cards.cast.noa) == [(None, EXPIRES, "E7")]


@pytest.mark.rule("C-02", "switched off, rows of a profile are not saved, and stay as they are")
def test_without_the_module_nothing_is_saved(cards: Cards):
    number = cards.award()
    cards.session.merge(OrganizationRow(certification_tracking=False))
    cards.session.flush()
    assert not organization.of(cards.session).certification_tracking
    with pytest.raises(NotAllowed):
        cards.save(delete=(number,))
    assert len(cards.stored()) == 1


@pytest.mark.rule("V-01", "before certifications are deleted it is counted how many go, and with how many files")
def test_what_would_go_is_counted(cards: Cards, tmp_path):
    one, other = cards.award(), cards.award(expires=EXPIRES + timedelta(days=1))
    cards.file(one, tmp_path)
    cards.file(one, tmp_path, "Another")
    lea = known(cards.cast.lea.id)
    going = saving.look(cards.session, cards.tess, person_id=lea, changes=(), new=(), delete=(one, other))
    assert (going.awards, going.files) == (2, 2)
    assert len(cards.stored()) == 2
