"""Everything that people do with files of certifications, at random and for ever: run as a process, to be killed.

`python -m support.file_acts SEED` says a line after each act that was kept.
"""

import random
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa
from PIL import Image
from sqlmodel import Session, select
from support.build import SYSTEM

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardFile, Submission
from training_app.certifications.submitting import deciding, entering
from training_app.certifications.submitting.deciding import Correction
from training_app.certifications.submitting.entering import PLACE, Card
from training_app.certifications.tracking import deleting, filing
from training_app.certifications.tracking.entry import Entry
from training_app.certifications.tracking.filing import FileEntry
from training_app.core import clock, db, files, staging, stored
from training_app.core.errors import MusterError
from training_app.core.staging import StagedFile
from training_app.people.model import Person

CONTENTS = 6
T = TypeVar("T")
Act = Callable[[Session, random.Random], None]


def main(seed: int) -> None:
    """Act until the process is ended."""
    chance = random.Random(seed)  # noqa: S311 (it hides nothing)
    while True:
        act = chance.choice(ACTS)
        try:
            with db.write() as session:
                act(session, chance)
            if chance.random() < 0.2:  # as the loop does
                stored.drop_unneeded(clock.now())
        except MusterError:
            continue  # there was nothing to do it with
        sys.stdout.write(f"{act.__name__}\n")
        sys.stdout.flush()


def send_for_somebody(session: Session, chance: random.Random) -> None:
    _send(session, chance, coordinator(session), filing.place_of(_somebody(session, chance)))


def send_for_a_card(session: Session, chance: random.Random) -> None:
    _send(session, chance, member(session, _somebody(session, chance)), PLACE)


def file_it(session: Session, chance: random.Random) -> None:
    tess = coordinator(session)
    for row in _any(session, chance, StagedFile, StagedFile.place != PLACE):
        entry = FileEntry(row.id, _kind(session), _entry(chance))
        filing.file_all(session, tess, person_id=int(row.place.removeprefix("person:")), entries=[entry],
                        now=clock.now())  # fmt: skip


def submit(session: Session, chance: random.Random) -> None:
    for row in _any(session, chance, StagedFile, StagedFile.place == PLACE):
        card = Card(f"form {row.id}", _kind(session), _entry(chance), (row.id,))
        entering.submit(session, member(session, row.by_id), card=card, now=clock.now())


def take_back(session: Session, chance: random.Random) -> None:
    for row in _waiting(session, chance):
        entering.take_back(session, member(session, row.person_id), submission_id=row.id, now=clock.now())


def approve(session: Session, chance: random.Random) -> None:
    for row in _waiting(session, chance):
        said = Correction(row.certification_id, _entry(chance))
        deciding.approve(session, coordinator(session), submission_id=row.id, correction=said, now=clock.now())


def decline(session: Session, chance: random.Random) -> None:
    for row in _waiting(session, chance):
        deciding.decline(session, coordinator(session), submission_id=row.id, reason="Blurred.", now=clock.now())


def delete_file(session: Session, chance: random.Random) -> None:
    for row in _any(session, chance, AwardFile):
        deleting.delete_file(session, coordinator(session), file_id=row.id, now=clock.now())


def delete_award(session: Session, chance: random.Random) -> None:
    deleting.delete(session, SYSTEM, awards=_any(session, chance, Award), now=clock.now())


def remove_what_was_sent(session: Session, chance: random.Random) -> None:
    for row in _any(session, chance, StagedFile):
        staging.remove(session, by_id=row.by_id, ids=[row.id])


ACTS: tuple[Act, ...] = (
    send_for_somebody, send_for_somebody, send_for_a_card, send_for_a_card, file_it, file_it, submit, submit, take_back,
    approve, decline, delete_file, delete_award, remove_what_was_sent,
)  # fmt: skip


def coordinator(session: Session) -> Actor:
    return member(session, session.exec(select(Person.id).where(Person.first_name == "Tess")).one())


def member(session: Session, person_id: int | None) -> Actor:
    found = accounts.actor_of(session, person_id=person_id or 0)
    assert found is not None
    return found


def _send(session: Session, chance: random.Random, actor: Actor, place: str) -> None:
    """Of few different contents, so that the same one is needed in several places."""
    which = chance.randrange(CONTENTS)
    with files.workshop() as folder:
        if which % 2:
            (folder / "sent").write_bytes(b"%PDF-1.7 " + bytes([which]))
        else:
            Image.new("RGB", (8 + which, 8), "teal").save(folder / "sent", "PNG")
        received = staging.received(folder / "sent", name=f"card {which}.png")
        staging.stage(session, received, by_id=actor.person_id or 0, place=place, now=clock.now())
        if chance.random() < 0.1:
            raise BrokenOff


class BrokenOff(MusterError):
    """The transaction comes to nothing after the file was placed."""


def _entry(chance: random.Random) -> Entry:
    return Entry("", (clock.now().date() + timedelta(days=chance.randrange(1, 900))).isoformat(), "A 1")


def _kind(session: Session) -> int:
    return session.exec(select(Certification.id)).first() or 0


def _somebody(session: Session, chance: random.Random) -> int:
    active = select(Person.id).where(Person.active_sql())
    return chance.choice(session.exec(active.order_by(Person.id)).all()) or 0


def _waiting(session: Session, chance: random.Random) -> list[Submission]:
    return _any(session, chance, Submission, Submission.is_approved.is_(None))


def _any(session: Session, chance: random.Random, table: type[T], *where: object) -> list[T]:
    """One row, or none where there is none."""
    rows = session.exec(select(table).where(*where).order_by(table.id)).all()
    if not rows:
        raise MusterError("There is nothing to do it with.")
    return [chance.choice(rows)]


def needed(session: Session) -> dict[str, int]:
    """How many rows of all tables speak of each file; found by the names of their columns."""
    counted: dict[str, int] = {}
    for table in sa.inspect(session.connection()).get_table_names():
        names = {one["name"] for one in sa.inspect(session.connection()).get_columns(table)}
        of_files = {"key", "preview_key"} if {"key", "preview_key"} <= names else names & {"file_key"}
        for name in sorted(of_files):
            column = sa.column(name)
            for key in session.connection().execute(sa.select(column).select_from(sa.table(table))).scalars():
                if key:
                    counted[key] = counted.get(key, 0) + 1
    return counted


if __name__ == "__main__":
    main(int(sys.argv[1]))
