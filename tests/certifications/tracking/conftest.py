"""Lea of the cast, with a card that a coordinator keeps (C-03)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app import wiring
from training_app.access.actor import Actor
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import saving
from training_app.certifications.tracking.checking import Addition, Change
from training_app.certifications.tracking.entry import Entry
from training_app.certifications.tracking.saving import Saved
from training_app.core import files, stored
from training_app.core.tables import known
from training_app.people.model import Person

EXPIRES = date(2028, 1, 31)
WAS = Entry("", "2028-01-31", "E7")


@dataclass(frozen=True)
class Cards:
    """The certifications of one person, and whoever keeps them."""

    session: Session
    build: Builder
    cast: Cast
    emt: int
    cpr: int

    @property
    def tess(self) -> Actor:
        return self.cast.actor(self.cast.tess)

    def award(self, person: Person | None = None, *, kind: int | None = None, expires: date | None = EXPIRES) -> int:
        """Award somebody, Lea if nobody is named."""
        new = NewAward(known((person or self.cast.lea).id), kind or self.emt, None, expires, expires is None, "E7")
        return actions.award(self.session, SYSTEM, new=new, now=self.build.now)

    def file(self, award_id: int, folder: Path, text: str = "A scan") -> int:
        """Give an award a file."""
        source = folder / f"{text}.txt"
        source.write_text(text)
        row = AwardFile(award_id=award_id, added_at=self.build.now, key=stored.put(self.session, files.seal(source)),
                        name=f"{text}.txt", size=len(text), media_type="application/octet-stream")  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return known(row.id)

    def save(
        self,
        *changes: Change,
        new: tuple[Addition, ...] = (),
        delete: tuple[int, ...] = (),
        by: Actor | None = None,
        person: Person | None = None,
    ) -> Saved:
        """Press "Update" on a person's profile, Lea's if nobody is named."""
        return saving.save(self.session, by or self.tess, person_id=known((person or self.cast.lea).id),
                           changes=changes, new=new, delete=delete, now=self.build.now)  # fmt: skip

    def stored(self, person: Person | None = None) -> list[tuple[date | None, date | None, str]]:
        """Issued, expiry and number of each of the person's awards, in the order of their making."""
        mine = select(Award).where(Award.person_id == (person or self.cast.lea).id).order_by(Award.id)
        return [(row.issued_on, row.expires_on, row.number) for row in self.session.exec(mine)]


@pytest.fixture
def cards(session: Session, build: Builder, cast: Cast) -> Cards:
    wiring.bind()
    emt, cpr = (
        known(actions.add_certification(session, SYSTEM, new=new, now=build.now).id)
        for new in (
            NewCertification(name="EMT", code="EMT", is_licence=True),
            NewCertification(name="CPR", code="CPR", always_valid_allowed=True),
        )
    )
    return Cards(session, build, cast, emt, cpr)
