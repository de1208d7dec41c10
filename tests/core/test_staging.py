"""Files that wait for their form: whose they are, handed over once, gone after a day when nobody submits them."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from support import scans
from support.cast import Cast

from training_app.core import staging, stored
from training_app.core.errors import Invalid, NotFound
from training_app.core.staging import StagedFile
from training_app.core.tables import known

PLACE = "person:5"


def send(cast: Cast, name: str = "card.jpg", content: bytes | None = None, *, place: str = PLACE) -> int:
    return scans.sent(cast.build.session, cast.tess, place, now=cast.build.now, name=name, content=content)


def waiting(cast: Cast, place: str = PLACE) -> list[str]:
    return [one.name for one in staging.waiting(cast.build.session, by_id=known(cast.tess.id), place=place)]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("card.jpg", "card.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\card.jpg", "card.jpg"),
        ("a\r\nContent-Type: text\n.jpg", "a Content-Type: text .jpg"),
        ("card\u202egpj.exe", "card gpj.exe"),
        ("..", "file"),
        ("", "file"),
        ("  \n ", "file"),
        ("Führerschein Ω.png", "Führerschein Ω.png"),
    ],
)
def test_a_name_is_shown_without_folders_and_control_signs(name: str, plain: str):
    assert staging.plain_name(name) == plain


def test_a_long_name_is_cut_in_the_middle_and_keeps_its_ending():
    plain = staging.plain_name("../\n" + "x" * 300 + ".jpeg")
    assert len(plain) == staging.LONGEST_NAME
    assert plain.startswith("xxx")
    assert plain.endswith("x.jpeg")
    assert "…" in plain


def test_an_empty_file_is_refused_by_its_name(tmp_path: Path):
    with pytest.raises(Invalid, match=r"“card\.jpg” is empty"):
        staging.received(scans.written(tmp_path, b""), name="x/card.jpg")


def test_files_wait_for_who_sent_them_at_their_form_alone(session: Session, cast: Cast):
    first, _second = send(cast, "front.jpg"), send(cast, "letter.pdf", b"%PDF")
    send(cast, "other.jpg", place="person:6")
    assert waiting(cast) == ["front.jpg", "letter.pdf"]
    assert [one.has_preview for one in staging.waiting(session, by_id=known(cast.tess.id), place=PLACE)] == [
        True,
        False,
    ]
    assert staging.waiting(session, by_id=known(cast.ada.id), place=PLACE) == []
    assert staging.staged(session, by_id=known(cast.tess.id), file_id=first).name == "front.jpg"
    with pytest.raises(NotFound):
        staging.staged(session, by_id=known(cast.ada.id), file_id=first)


def test_a_file_is_handed_over_once_all_or_none(session: Session, cast: Cast):
    front, back, said = send(cast, "front.jpg"), send(cast, "back.jpg"), {"by_id": known(cast.tess.id), "place": PLACE}
    with pytest.raises(NotFound):
        staging.take(session, **said, ids=[front, back + 1000])
    assert waiting(cast) == ["front.jpg", "back.jpg"]
    taken = staging.take(session, **said, ids=[front])
    assert (taken[front]["name"], taken[front]["media_type"]) == ("front.jpg", "image/jpeg")
    with pytest.raises(NotFound):
        staging.take(session, **said, ids=[front])
    # Both are the same picture: what is handed over is still needed, by the row that its form makes.
    assert set(scans.needed(session).values()) == {2}


def test_what_is_removed_is_needed_no_longer_and_removing_it_again_is_nothing(session: Session, cast: Cast):
    file_id = send(cast)
    for who in (cast.ada, cast.tess, cast.tess):
        staging.remove(session, by_id=known(who.id), ids=[file_id])
        assert set(scans.needed(session).values()) == ({1} if who is cast.ada else {0})
    assert stored.is_unneeded(session, cast.build.now)


def test_what_nobody_submitted_goes_after_a_day(session: Session, cast: Cast):
    send(cast)
    staging.tidy(session, now=cast.build.now + staging.KEPT)
    assert waiting(cast) == ["card.jpg"]
    staging.tidy(session, now=cast.build.now + staging.KEPT + timedelta(seconds=1))
    assert session.exec(select(StagedFile)).all() == []
    assert set(scans.needed(session).values()) == {0}


def test_nobody_fills_the_disk_with_files_that_wait(session: Session, cast: Cast):
    said = {"by_id": known(cast.tess.id), "place": "elsewhere", "at": cast.build.now}
    file = {"key": "k", "name": "x", "size": 1, "media_type": "x"}
    session.add_all(StagedFile(**said, **file) for _ in range(staging.MOST_FILES))
    session.flush()
    with pytest.raises(Invalid, match="50 files wait"):
        send(cast)
    assert waiting(cast) == []
