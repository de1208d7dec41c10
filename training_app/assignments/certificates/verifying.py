"""Checking a code, by anybody: whether it is valid, whose and what it is, and its days; nothing else (T-06)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from training_app.assignments.certificates.standing import stands_sql
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Certificate
from training_app.certifications import proof
from training_app.certifications.proof import Verdict
from training_app.core import organization
from training_app.people.model import Person


@dataclass(frozen=True)
class Checked:
    """What somebody learns who checks a code: of a completion its day, of a certification from when until when."""

    verdict: Verdict
    person: str = ""
    title: str = ""
    completed_on: date | None = None
    issued_on: date | None = None
    expires_on: date | None = None


UNKNOWN = Checked(Verdict.UNKNOWN)


def check(session: Session, *, code: str, now: datetime) -> Checked:
    """What the code proves at the instant `now`. Whether its person has left meanwhile changes nothing."""
    return _completion(session, code) or _award(session, code, organization.of(session).today(now)) or UNKNOWN


def _completion(session: Session, code: str) -> Checked | None:
    wanted = (
        select(Person, Certificate, stands_sql())
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .join(Certificate, col(Certificate.enrollment_id) == col(Enrollment.id))
        .where(Certificate.code == code)
    )
    found = session.exec(wanted).first()
    if found is None:
        return None
    person, row, stands = found
    verdict = Verdict.VALID if stands else Verdict.WITHDRAWN
    return Checked(verdict, person.name(), row.title, completed_on=row.completed_on)


def _award(session: Session, code: str, today: date) -> Checked | None:
    found = proof.check(session, code=code, today=today)
    if found is None:
        return None
    return Checked(found.verdict, found.person, found.certification, None, found.issued_on, found.expires_on)
