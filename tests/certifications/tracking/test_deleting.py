"""Deleting certifications and their files: what goes, what stays, and that it goes once (C-07, V-01)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from certifications.tracking.conftest import WAS, Cards
from sqlmodel import Session, col, select

from training_app.access.actor import Scope
from training_app.certifications.model import Award, Revocation
from training_app.certifications.records import AwardCompletion, AwardFile, Submission
from training_app.certifications.tracking import deleting
from training_app.certifications.tracking.checking import Addition
from training_app.core import db, stored
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.stored import StoredFile
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion


def needed(session: Session) -> dict[str, int]:
    """How many rows speak of each kept file."""
    rows = session.connection().execute(sa.select(col(StoredFile.key), col(StoredFile.needed_by)))
    return dict(tuple(row) for row in rows)


@pytest.mark.rule("C-07", "the delete icon deletes the file alone, once")
@pytest.mark.rule("P-10", "a deleted file is an entry that keeps its name")
def test_a_file_is_deleted_alone(cards: Cards, tmp_path):
    number = cards.award()
    one, other = cards.file(number, tmp_path), cards.file(number, tmp_path)
    assert deleting.delete_file(cards.session, cards.tess, file_id=one, now=cards.build.now) == "A scan.txt"
    assert list(needed(cards.session).values()) == [1], "the other file has the same content"
    assert len(cards.stored()) == 1
    with pytest.raises(NotFound):
        deleting.delete_file(cards.session, cards.tess, file_id=one, now=cards.build.now)
    assert [row.id for row in cards.session.exec(select(AwardFile))] == [other]
    entry = cards.session.exec(select(AuditEntry).where(AuditEntry.act == "certification file deleted")).one()
    assert (entry.subject_id, entry.before["file"]) == (number, "A scan.txt")
    deleting.delete_file(cards.session, cards.tess, file_id=other, now=cards.build.now)
    assert list(needed(cards.session).values()) == [0]


@pytest.mark.rule("C-04", "only administrators and training coordinators delete files, within their scope")
@pytest.mark.rule("P-05", "a learner deletes no file of their own certifications")
def test_who_may_delete_a_file(cards: Cards, tmp_path):
    file = cards.file(cards.award(), tmp_path)
    for person in (cards.cast.max, cards.cast.lea):
        with pytest.raises(NotAllowed):
            deleting.delete_file(cards.session, cards.cast.actor(person), file_id=file, now=cards.build.now)
    near = replace(cards.tess, scope=Scope(branch_ids=frozenset({cards.build.branch("Station 2")})))
    with pytest.raises(NotFound):
        deleting.delete_file(cards.session, near, file_id=file, now=cards.build.now)
    assert needed(cards.session)
    near = replace(near, scope=Scope(branch_ids=frozenset({cards.build.branch("Station 1")})))
    assert deleting.delete_file(cards.session, near, file_id=file, now=cards.build.now)


@pytest.mark.rule("C-07", "deleting a certification takes its files with it, and what spoke of it lets go")
@pytest.mark.rule("C-07", "a completion whose award was deleted stays used up")
@pytest.mark.rule("C-09", "what waits about a deleted certification is not sent, and the log says why")
@pytest.mark.rule("P-10", "a deleted certification is an entry that keeps what it was")
def test_a_certification_goes_with_all_that_hangs_on_it(cards: Cards, tmp_path):
    gone, kept = cards.award(), cards.award(expires=date(2029, 1, 31))
    lea, now = known(cards.cast.lea.id), cards.build.now
    cards.file(gone, tmp_path)
    course = cards.build.course()
    cards.build.assign(course, "q=lea")
    attempt = known(cards.build.attempt(cards.cast.lea, course).id)
    cards.session.add_all(
        [
            Revocation(award_id=gone, at=now, why="A mistake"),
            AwardCompletion(certification_id=cards.emt, enrollment_id=attempt, award_id=gone),
            Submission(person_id=lea, certification_id=cards.emt, submitted_at=now, key="a", award_id=gone),
        ]
    )
    said = {"occasion": Occasion.EXPIRES, "person_id": lea, "award_id": gone, "made_at": now, "next_try_at": now}
    for key, status in (("waits", MessageStatus.PENDING), ("gathered", MessageStatus.GATHERED),
                        ("sent", MessageStatus.SENT), ("other", MessageStatus.PENDING)):  # fmt: skip
        about = said | ({"award_id": kept} if key == "other" else {})
        cards.session.add(Message(key=key, channel=Channel.EMAIL, status=status, **about))
    cards.session.flush()
    assert cards.save(delete=(gone,)).deleted == 1
    assert cards.save(delete=(gone,)).deleted == 0, "deleting twice is once"
    cards.session.expire_all()
    assert cards.stored() == [(None, date(2029, 1, 31), "E7")]
    assert list(needed(cards.session).values()) == [0]
    assert cards.session.exec(select(Revocation)).all() == []
    assert [row.award_id for row in cards.session.exec(select(AwardCompletion))] == [None]
    assert [row.award_id for row in cards.session.exec(select(Submission))] == [None]
    assert {row.key: (row.status, row.why, row.award_id) for row in cards.session.exec(select(Message))
            if row.occasion == Occasion.EXPIRES} == {
        "waits": ("suppressed", "The certification was deleted.", None),
        "gathered": ("suppressed", "The certification was deleted.", None),
        "sent": ("sent", "", None),
        "other": ("pending", "", kept),
    }  # fmt: skip
    entry = cards.session.exec(select(AuditEntry).where(AuditEntry.act == deleting.DELETED)).one()
    assert (entry.subject_id, entry.actor_id) == (gone, cards.cast.tess.id)
    assert (entry.before["certification"], entry.before["expires_on"], entry.before["files"]) == (
        "EMT", "2028-01-31", ["A scan.txt"],
    )  # fmt: skip


@pytest.mark.rule("C-07", "an award entered later never takes the number of a deleted one")
def test_a_deleted_number_is_not_used_again(cards: Cards, tmp_path):
    gone = cards.award()
    file = cards.file(gone, tmp_path)
    cards.save(new=(Addition("new-1", cards.emt, WAS),), delete=(gone,))
    (left,) = cards.session.exec(select(Award.id).where(Award.person_id == cards.cast.lea.id))
    cards.save(delete=(left,))
    later = cards.award()
    assert later > left > gone
    assert cards.file(later, tmp_path) > file


@pytest.mark.rule("C-07", "of two who delete the same file at the same moment one does, and its content is let go once")
def test_two_delete_one_file_at_the_same_moment(cards: Cards, tmp_path):
    number = cards.award()
    file = cards.file(number, tmp_path)
    cards.file(number, tmp_path)
    tess, now = cards.tess, cards.build.now
    cards.session.commit()

    def delete(_number: int) -> str:
        try:
            with db.write() as session:
                return deleting.delete_file(session, tess, file_id=file, now=now)
        except NotFound:
            return "not found"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(delete, range(2))) == ["A scan.txt", "not found"]
    with db.read() as session:
        assert list(needed(session).values()) == [1]
        assert not stored.is_unneeded(session, now)
