"""What stands on a certificate, for whoever may see it (T-06)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.certificates.standing import stands_sql
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Certificate
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.people.model import Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class CertificateView:
    """A certificate as it is drawn: the training as it was at its completion, name and organization as they are now.

    `mark_key` is that of the organization's picture in `core.files`, empty for none.
    """

    person: str
    title: str
    training_code: str
    hours: Decimal
    category: str
    completed_on: date
    code: str
    made_at: datetime
    organization: str
    mark_key: str


def certificate(session: Session, actor: Actor, *, enrollment_id: int) -> CertificateView | None:
    """The certificate of a complete attempt; None where it has yet to be made, see `issuing.issue`.

    `NotFound` where the attempt is not complete, and for whoever may not see it: it is for the person themselves, and
    for whoever sees them and views reports or tracks certifications.
    """
    wanted = (
        select(Person, Certificate)
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .outerjoin(Certificate, col(Certificate.enrollment_id) == col(Enrollment.id))
        .where(Enrollment.id == enrollment_id, stands_sql(), _may_see(actor))
    )
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound
    person, row = found
    return _view(session, person, row) if row else None


def _may_see(actor: Actor) -> sa.ColumnElement[bool]:
    seen = col(Person.id) == actor.person_id
    if actor.can(Permission.VIEW_REPORTS) or actor.can(Permission.TRACK_CERTIFICATIONS):
        seen |= visible(actor)
    return seen


def _view(session: Session, person: Person, row: Certificate) -> CertificateView:
    of = organization.of(session)
    return CertificateView(
        person=person.name(),
        title=row.title,
        training_code=row.training_code,
        hours=row.hours,
        category=row.category,
        completed_on=row.completed_on,
        code=row.code,
        made_at=row.made_at,
        organization=of.name,
        mark_key=of.mark_key,
    )
