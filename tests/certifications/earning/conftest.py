"""A calendar of completions and of what they award."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder

from training_app import wiring
from training_app.catalog.model import Training
from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Award
from training_app.certifications.rules import Validity
from training_app.core.audit import AuditEntry
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass
class Life:
    """One person, Kim, who completes things on days, and the awards that come of it."""

    session: Session
    build: Builder
    kim: Person

    def kind(self, *trainings: Training, name: str = "CPR", **said) -> int:
        """A kind that these trainings award; valid for two years unless it is said otherwise."""
        entered = {"validity": Validity.YEARS, "validity_number": 2} | said
        new = NewCertification(name, name, trainings=tuple(known(one.id) for one in trainings), **entered)
        return known(actions.add_certification(self.session, SYSTEM, new=new, now=self.build.now).id)

    def complete(self, *trainings: Training, on: str = "2027-03-01") -> None:
        """Kim begins these trainings and completes them on a day."""
        at = datetime.combine(date.fromisoformat(on), time(12), UTC)
        for training in trainings:
            self.build.assign(training, f"q={self.kim.username}", at=at, allow_duplicates=True)
            self.build.complete(self.kim, training, at=at)

    def awards(self, kind: int) -> list[Award]:
        """All of Kim's awards of a kind, as they came."""
        self.session.flush()
        mine = select(Award).where(Award.person_id == self.kim.id, Award.certification_id == kind)
        return list(self.session.exec(mine.order_by(col(Award.id)).execution_options(populate_existing=True)))

    def days(self, kind: int) -> list[tuple[str, str]]:
        """From when until when each of them holds; empty where there is no end."""
        return [(str(one.issued_on), str(one.expires_on or "")) for one in self.awards(kind)]

    def entries(self, act: str) -> list[AuditEntry]:
        self.session.flush()
        return list(self.session.exec(select(AuditEntry).where(AuditEntry.act == act).order_by(col(AuditEntry.id))))


@pytest.fixture
def life(session, build) -> Life:
    wiring.bind()
    return Life(session, build, build.person("Kim"))


@pytest.fixture
def course(build) -> Training:
    return build.course("CPR renewal", materials=1)
