"""Editing one award: its days, whether it expires, and how it came about (C-13, A-24). Enrollments are not touched."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind
from training_app.certifications.awarding.reach import Reached, reach
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Association
from training_app.core import audit
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.people.model import Person

MOST_ACTIVITIES = 500
LABELS = {
    "issued_on": "Issued on",
    "expires_on": "Expires on",
    "association": "Association type",
    "activity_id": "External activity",
}
# What is changed together is one field of the form: an expiry or none, and how it came about with what for.
GROUPS = {
    "issued_on": ("issued_on",),
    "expires_on": ("expires_on", "always_valid"),
    "association": ("association", "activity_id"),
}


class ChangedMeanwhile(Invalid):
    """Somebody else changed the same while you were editing. A problem for each field that both changed."""

    status = 409


@dataclass(frozen=True)
class AwardEdit:
    """What can be changed of an award, as it is entered. It expires on `expires_on`, or is always valid."""

    issued_on: date | None = None
    expires_on: date | None = None
    always_valid: bool = False
    association: str = Association.MANUAL
    activity_id: int | None = None

    def days(self) -> dict[str, date | None]:
        """Its two days by the names of their fields."""
        return {"issued_on": self.issued_on, "expires_on": self.expires_on}

    def cleaned(self) -> "AwardEdit":
        """The same without what does not count: the expiry of what is always valid, the activity of another type."""
        is_external = self.association == Association.EXTERNAL
        return replace(
            self,
            expires_on=None if self.always_valid else self.expires_on,
            activity_id=self.activity_id if is_external else None,
        )


@dataclass(frozen=True)
class Activity:
    """An external activity as it is chosen."""

    id: int
    title: str


@dataclass(frozen=True)
class AwardDetail:
    """An award as its form shows it."""

    id: int
    person: str
    certification: str
    entered: AwardEdit
    always_valid_allowed: bool
    activities: tuple[Activity, ...]


def typed(form: Mapping[str, str]) -> AwardEdit:
    """An award as a form has it; `Invalid` names each day that is none."""
    days = {name: form[name].strip() for name in ("issued_on", "expires_on")}
    if problems := [_no_day(name, text) for name, text in days.items() if text and _day(text) is None]:
        raise Invalid(*problems)
    activity = form["activity_id"]
    return AwardEdit(
        issued_on=_day(days["issued_on"]),
        expires_on=_day(days["expires_on"]),
        always_valid=bool(form["always_valid"]),
        association=form["association"],
        activity_id=int(activity) if activity.isascii() and activity.isdecimal() and len(activity) < 10 else None,  # noqa: PLR2004  # 32 bits
    ).cleaned()


def detail(session: Session, actor: Actor, *, award_id: int) -> AwardDetail:
    """One award with what can be entered for it. Without an activity of its own it offers those not archived."""
    found = reach(session, actor, award_id=award_id)
    entered = _entered(found.award)
    return AwardDetail(
        id=award_id,
        person=found.person.name(),
        certification=found.kind.name,
        entered=entered,
        always_valid_allowed=found.kind.always_valid_allowed or entered.always_valid,
        activities=_activities(session, entered.activity_id),
    )


def change(
    session: Session, actor: Actor, *, award_id: int, base: AwardEdit, new: AwardEdit, now: datetime
) -> AwardEdit:
    """Change an award from `base`, as it was read, to `new`; all or nothing, and answer it as it is then.

    What only somebody else changed meanwhile stays theirs; a field changed by both is refused with what the other did.
    """
    found = reach(session, actor, award_id=award_id, lock=True)
    base, new, current = base.cleaned(), new.cleaned(), _entered(found.award)
    mine = _differing(base, new)
    both = [name for name in mine if name in _differing(base, current) and name in _differing(new, current)]
    if both:
        raise ChangedMeanwhile(*(Problem(name, _what_happened(session, award_id, current, name)) for name in both))
    merged = replace(current, **{part: getattr(new, part) for name in mine for part in GROUPS[name]})
    if problems := _faults(session, merged, current, found.kind, mine):
        raise Invalid(*problems)
    before, after = audit.changes(asdict(current), asdict(merged))
    if after:
        _write(found, after)
        audit.write(session, actor_id=actor.person_id, at=now, act="award changed", subject="award",
                    subject_id=award_id, before=before, after=after)  # fmt: skip
        session.flush()
    return merged


def _said(session: Session, name: str, entered: AwardEdit) -> str:
    """One field of an award in words."""
    if name == "issued_on":
        return _spoken(entered.issued_on) if entered.issued_on else "no day"
    if name == "expires_on":
        return _spoken(entered.expires_on) if entered.expires_on else "always valid"
    activity = session.get(Training, entered.activity_id) if entered.activity_id else None
    return entered.association + (f", {activity.title}" if activity else "")


def _entered(award: Award) -> AwardEdit:
    return AwardEdit(**{field.name: getattr(award, field.name) for field in fields(AwardEdit)})


def _write(found: Reached, after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        setattr(found.award, name, value)
    found.award.version += 1


def _differing(one: AwardEdit, other: AwardEdit) -> list[str]:
    return [name for name, parts in GROUPS.items() if any(getattr(one, part) != getattr(other, part) for part in parts)]


def _faults(
    session: Session, merged: AwardEdit, current: AwardEdit, kind: Certification, mine: list[str]
) -> list[Problem]:
    problems = [*_faults_of_days(merged, mine)]
    if merged.always_valid and not current.always_valid and not kind.always_valid_allowed:
        problems.append(Problem("expires_on", f"“{kind.name}” cannot be always valid."))
    if merged.association not in set(Association):
        problems.append(Problem("association", "Choose how it came about."))
    elif merged.association == Association.EXTERNAL and merged.activity_id is None:
        problems.append(Problem("activity_id", "Choose the external activity that it was awarded for."))
    elif merged.activity_id and merged.activity_id != current.activity_id and not _is_open(session, merged.activity_id):
        problems.append(Problem("activity_id", "This is no external activity any more. Choose another one."))
    return problems


def _faults_of_days(merged: AwardEdit, mine: list[str]) -> list[Problem]:
    if not merged.always_valid and merged.expires_on is None:
        return [Problem("expires_on", "The day of expiry is missing.")]
    if merged.issued_on and merged.expires_on and merged.expires_on < merged.issued_on:
        where = "expires_on" if "expires_on" in mine or "issued_on" not in mine else "issued_on"
        return [Problem(where, f"It would expire on {_spoken(merged.expires_on)}, before it was issued.")]
    return []


def _is_open(session: Session, activity_id: int) -> bool:
    row = session.get(Training, activity_id)
    return row is not None and row.course_kind == CourseKind.EXTERNAL and row.archived_at is None


def _activities(session: Session, own_id: int | None) -> tuple[Activity, ...]:
    is_offered = col(Training.archived_at).is_(None) | (col(Training.id) == own_id)
    found = select(Training).where(Training.course_kind == CourseKind.EXTERNAL, is_offered)
    rows = session.exec(found.order_by(Training.title, col(Training.id)).limit(MOST_ACTIVITIES))
    return tuple(Activity(known(row.id), row.title) for row in rows)


def _what_happened(session: Session, award_id: int, current: AwardEdit, name: str) -> str:
    """What the other one did to this field, and who it was."""
    entries = select(AuditEntry).where(AuditEntry.subject == "award", AuditEntry.subject_id == award_id)
    newest = session.exec(entries.order_by(col(AuditEntry.id).desc()))
    last = next((one for one in newest if set(GROUPS[name]) & set(one.after or {})), None)
    who = session.get(Person, last.actor_id) if last and last.actor_id else None
    by = who.name() if who else "Somebody else"
    return f"{by} changed “{LABELS[name]}” meanwhile. It is now: {_said(session, name, current)}."


def _no_day(name: str, text: str) -> Problem:
    return Problem(name, f"“{text}” is no day.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _spoken(day: date) -> str:
    return f"{day:%-d %b %Y}"
