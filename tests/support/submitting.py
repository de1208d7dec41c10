"""Lea of the cast with a renewed card in her hand, where members may submit (C-25)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from support import scans
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.certifications.model import Award
from training_app.certifications.records import Submission
from training_app.certifications.submitting import deciding, entering, listing
from training_app.certifications.submitting.deciding import Correction
from training_app.certifications.submitting.entering import Card
from training_app.certifications.submitting.filters import SubmissionFilter
from training_app.certifications.tracking.applying import Applied
from training_app.certifications.tracking.entry import Entry
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

OLD = date(2027, 6, 30)
RENEWED = Entry("2027-02-15", "2029-06-30", "E-77")


@dataclass
class Desk:
    """The organization at one moment: who submits, and who decides."""

    cast: Cast
    kind: int

    @property
    def session(self) -> Session:
        return self.cast.build.session

    @property
    def lea(self) -> Actor:
        return self.cast.actor(self.cast.lea)

    @property
    def tess(self) -> Actor:
        return self.cast.actor(self.cast.tess)

    def switch(self, **said: bool) -> None:
        """Switch the module, or submitting, on or off."""
        row = self.session.get(OrganizationRow, 1) or OrganizationRow()
        self.session.add(row.sqlmodel_update(said))
        self.session.flush()

    def photo(self, by: Person | None = None, **said) -> int:
        """Somebody photographs a card, Lea if nobody is named."""
        return scans.sent(self.session, by or self.cast.lea, entering.PLACE, now=self.cast.build.now, **said)

    def submit(
        self, entry: Entry = RENEWED, *, by: Person | None = None, key: str = "form", kind: int | None = None,
        photos: tuple[int, ...] | None = None,
    ) -> int:  # fmt: skip
        """Somebody submits a card, Lea if nobody is named."""
        who = by or self.cast.lea
        files = (self.photo(who),) if photos is None else photos
        card = Card(key, self.kind if kind is None else kind, entry, files)
        return entering.submit(self.session, self.cast.actor(who), card=card, now=self.cast.build.now)

    def approve(self, number: int, entry: Entry = RENEWED, *, by: Actor | None = None) -> Applied:
        return deciding.approve(self.session, by or self.tess, submission_id=number, now=self.cast.build.now,
                                correction=Correction(self.kind, entry))  # fmt: skip

    def decline(self, number: int, reason: str = "It cannot be read", *, by: Actor | None = None) -> None:
        deciding.decline(self.session, by or self.tess, submission_id=number, reason=reason, now=self.cast.build.now)

    def award(self, **said) -> Award:
        """What Lea holds until it is renewed."""
        award = Award(**{"person_id": known(self.cast.lea.id), "certification_id": self.kind, "expires_on": OLD,
                         "number": "E-1", "created_at": self.cast.build.now} | said)  # fmt: skip
        self.session.add(award)
        self.session.flush()
        return award

    def row(self, number: int) -> Submission:
        return self.session.get_one(Submission, number)

    def waiting(self, by: Actor | None = None, q: str = "") -> list[str]:
        """The names on the list of those that wait."""
        found = listing.submissions(self.session, by or self.tess, wanted=SubmissionFilter(q=q))
        return [row.name for row in found.found.rows]
