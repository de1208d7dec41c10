"""What a profile shows of somebody's certifications, and to whom (C-03, C-04, P-04, P-05)."""

from dataclasses import replace
from datetime import date

import pytest
from certifications.tracking.conftest import EXPIRES, Cards

from training_app.access.actor import Scope
from training_app.certifications.model import Award, Certification, Revocation
from training_app.certifications.tracking import rows
from training_app.certifications.tracking.rows import Tracked
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people.model import Person


def seen(cards: Cards, by: Person, of: Person | None = None, page: Page = rows.FIRST) -> Tracked:
    person_id = known((of or cards.cast.lea).id)
    return rows.tracked(cards.session, cards.cast.actor(by), person_id=person_id, page=page)


@pytest.mark.rule("C-03", "the newest expiry stands first; what was unassigned stands apart with who, when and why")
def test_what_somebody_holds_and_what_was_revoked(cards: Cards, tmp_path):
    first, always = cards.award(), cards.award(kind=cards.cpr, expires=None)
    later, revoked = cards.award(expires=date(2029, 1, 31)), cards.award()
    cards.file(first, tmp_path)
    row, kind = cards.session.get(Award, revoked), cards.session.get(Certification, cards.cpr)
    assert row is not None
    assert kind is not None
    row.revoked_at, kind.archived_at = cards.build.now, cards.build.now
    cards.session.add(Revocation(award_id=revoked, by_id=cards.cast.ada.id, at=cards.build.now, why="Lapsed"))
    cards.session.flush()
    found = seen(cards, cards.cast.tess)
    assert [one.id for one in found.found.rows] == [always, later, first]
    assert [one.allows_always for one in found.found.rows] == [True, False, False]
    assert [file.name for file in found.found.rows[2].files] == ["A scan.txt"]
    assert [(one.id, one.by, one.why) for one in found.revoked] == [(revoked, "Ada Admin", "Lapsed")]
    assert [one.name for one in found.kinds] == ["EMT"], "what is archived is not offered"
    second = seen(cards, cards.cast.tess, page=Page(2, 2))
    assert ([one.id for one in second.found.rows], second.found.total) == ([first], 3)


@pytest.mark.rule("P-04", "a manager sees names and days of the certifications of their people, no number and no scan")
@pytest.mark.rule("P-05", "a learner does not see the profile of anybody")
def test_who_sees_what(cards: Cards, tmp_path):
    cards.file(cards.award(), tmp_path)
    (row,) = seen(cards, cards.cast.max).found.rows
    assert (row.certification, row.expires_on, row.number, row.files) == ("EMT", EXPIRES.isoformat(), "", ())
    assert not seen(cards, cards.cast.max).may_track
    (row,) = seen(cards, cards.cast.ada).found.rows
    assert (row.number, len(row.files)) == ("E7", 1)
    for of in (cards.cast.noa, cards.cast.sam):
        with pytest.raises(NotFound):
            seen(cards, cards.cast.max, of)
    for of in (cards.cast.lea, cards.cast.noa):
        with pytest.raises(NotAllowed):
            seen(cards, cards.cast.lea, of)
    near = replace(cards.tess, scope=Scope(branch_ids=frozenset({cards.build.branch("Station 2")})))
    with pytest.raises(NotFound):
        rows.tracked(cards.session, near, person_id=known(cards.cast.lea.id))
