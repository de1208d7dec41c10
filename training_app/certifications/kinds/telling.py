"""What is said of a kind of certification in the audit, and to whom changes it at the same time (A-24, P-10)."""

from dataclasses import fields
from datetime import date

from sqlmodel import Session, col, select

from training_app.catalog.model import Training
from training_app.certifications.kinds import entry, reading, words
from training_app.certifications.kinds.entry import LABELS, NewCertification
from training_app.certifications.model import Certification
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.people.model import Person

OF_ROW = [one.name for one in fields(NewCertification) if one.name not in ("trainings", "prerequisites")]
NOTHING: tuple[object, ...] = ("", None, [], {}, False)


def what_happened(session: Session, row: Certification, current: NewCertification, name: str) -> str:
    """What the other one did to this field, and who it was."""
    about = select(AuditEntry).where(AuditEntry.subject == "certification", AuditEntry.subject_id == row.id)
    newest = session.exec(about.order_by(col(AuditEntry.id).desc()))
    last = next((one for one in newest if name in entry.parts(one.after or {})), None)
    who = session.get(Person, last.actor_id) if last and last.actor_id else None
    value = words.validity(reading.terms_of(row)) if name == "validity" else told(session, current)[name]
    return f"{who.name() if who else 'Somebody else'} changed “{LABELS[name]}” meanwhile. It is now: {_said(value)}."


def _said(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return f"{value:%-d %b %Y}"
        case list():
            return ", ".join(map(str, value)) or "none"
        case dict():
            return ", ".join(f"{name} {number}" for name, number in value.items()) or "none"
    return f"“{value}”" if value not in ("", None) else "nothing"


def told(session: Session, kind: NewCertification) -> dict[str, object]:
    """What an audit entry says of it: trainings by their titles."""
    ids = {*kind.trainings, *(training for training, _ in kind.prerequisites)}
    titles = {one.id: one.title for one in reading.trainings(session, db.is_one_of(col(Training.id), ids))}
    return {name: getattr(kind, name) for name in OF_ROW} | {
        "required_hours": dict(kind.required_hours),
        "remind_days": list(kind.remind_days),
        "trainings": [titles[one] for one in kind.trainings],
        "prerequisites": [f"{what} {titles[one]}" for one, what in kind.prerequisites],
    }
