"""The organization's mark: who sets it, what it may be, and that no file is left over (T-06, P-10)."""

import pytest
from sqlmodel import Session, col, select
from support import scans
from support.cast import Cast

from training_app.core import files, organization, staging
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.stored import StoredFile
from training_app.people import mark


def send(cast: Cast, content: bytes, name: str = "mark.png") -> int:
    return scans.sent(cast.build.session, cast.ada, mark.PLACE, now=cast.build.now, name=name, content=content)


def needed(session: Session) -> list[str]:
    """The keys of the files that are still needed."""
    return list(session.exec(select(StoredFile.key).where(col(StoredFile.needed_by) > 0)))


@pytest.mark.rule("T-06", "an administrator sets, replaces and removes the organization's mark")
@pytest.mark.rule("P-10", "each change of the mark is written down")
def test_the_mark_is_set_replaced_and_removed(cast: Cast, session: Session):
    ada, now = cast.actor(cast.ada), cast.build.now
    keys = []
    for colour in ("teal", "red", "red"):
        mark.change(session, ada, file_id=send(cast, scans.jpg(colour)), now=now)
        keys.append(mark.key_of(session, cast.actor(cast.lea)))
        assert files.read(keys[-1]).startswith(b"\xff\xd8\xff")
        assert needed(session) == [keys[-1]], "neither what was sent nor the mark before is kept"
    assert keys[0] != keys[1] == keys[2]
    mark.remove(session, ada, now=now)
    mark.remove(session, ada, now=now)
    assert (organization.of(session).mark_key, needed(session)) == ("", [])
    with pytest.raises(NotFound):
        mark.key_of(session, ada)
    changes = session.exec(select(AuditEntry).where(AuditEntry.act == "mark changed").order_by(col(AuditEntry.id)))
    assert [(one.before["mark_key"], one.after["mark_key"]) for one in changes] == [
        ("", keys[0]), (keys[0], keys[1]), (keys[1], ""),
    ]  # fmt: skip


@pytest.mark.rule("T-06", "what is no picture, or one too large to show, does not become the mark, and it is said why")
@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7", "is not a PNG or JPG"), (scans.huge_jpg(), "too many pixels")]
)
def test_what_cannot_be_shown_is_refused(cast: Cast, session: Session, content: bytes, said: str):
    ada, number = cast.actor(cast.ada), send(cast, content, "mark.png")
    with pytest.raises(Invalid, match=f"“mark.png” .*{said}"):
        mark.change(session, ada, file_id=number, now=cast.build.now)
    assert organization.of(session).mark_key == ""


@pytest.mark.rule("P-06", "who may not manage the settings sets no mark and removes none")
def test_others_are_refused(cast: Cast, session: Session):
    number = send(cast, scans.jpg())
    for person in (cast.tess, cast.max, cast.lea):
        actor = cast.actor(person)
        for act in (
            lambda actor=actor: mark.change(session, actor, file_id=number, now=cast.build.now),
            lambda actor=actor: mark.remove(session, actor, now=cast.build.now),
            lambda actor=actor: mark.sent(session, actor),
        ):
            with pytest.raises(NotAllowed):
                act()
    with pytest.raises(NotFound):
        mark.change(session, cast.actor(cast.sam), file_id=number, now=cast.build.now)
    mark.discard(session, cast.actor(cast.ada))
    assert staging.waiting(session, by_id=cast.ada.id or 0, place=mark.PLACE) == []
