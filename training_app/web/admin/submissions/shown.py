"""Submitted cards in the words of their page."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from training_app.certifications.queries import AwardRow
from training_app.certifications.submitting.listing import SubmissionDetail, SubmissionRow
from training_app.certifications.tracking.entry import ALWAYS
from training_app.web.shared import routes
from training_app.web.shared.days import spoken


@dataclass(frozen=True)
class Listed:
    """One card of the list; `href` opens it."""

    id: int
    name: str
    certification: str
    when: str
    is_active: bool
    href: str


@dataclass(frozen=True)
class Picture:
    """A photograph of the card."""

    name: str
    href: str
    shown: bool


@dataclass(frozen=True)
class Opened:
    """The card that is decided about. An id of 0 is none; `state` is `waiting`, `approved` or `declined`."""

    id: int = 0
    name: str = ""
    person_href: str = ""
    certification: str = ""
    kind: str = ""
    issued_on: str = ""
    expires_on: str = ""
    always: bool = False
    number: str = ""
    when: str = ""
    pictures: tuple[Picture, ...] = ()
    held: tuple[tuple[str, str], ...] = ()
    entered: tuple[tuple[str, str], ...] = ()
    state: str = "waiting"
    decided: str = ""
    reason: str = ""
    is_active: bool = True


def listed(row: SubmissionRow, zone: ZoneInfo, href: str) -> Listed:
    """One row, by the clocks of the organization."""
    return Listed(row.id, row.name, row.certification, moment(row.decided_at or row.submitted_at, zone),
                  row.is_active, href)  # fmt: skip


def opened(found: SubmissionDetail, zone: ZoneInfo) -> Opened:
    """One card beside what its owner holds."""
    row, entry = found.row, found.entry
    is_always = entry.expires_on == ALWAYS
    state = {None: "waiting", True: "approved", False: "declined"}[found.is_approved]
    return Opened(
        id=row.id,
        name=row.name,
        person_href=routes.person(found.person_id),
        certification=row.certification,
        kind=str(found.certification_id),
        issued_on=entry.issued_on,
        expires_on="" if is_always else entry.expires_on,
        always=is_always,
        number=entry.number,
        when=f"Submitted {moment(row.submitted_at, zone)}",
        pictures=tuple(Picture(one.name, routes.submission_file(one.id), one.is_shown) for one in found.photos),
        held=_held(found.current),
        entered=_said(entry.issued_on, "" if is_always else entry.expires_on, entry.number),
        state=state,
        decided=f"{state.capitalize()} by {found.decided_by or 'Muster'}, {moment(row.decided_at, zone)}",
        reason=found.reason,
        is_active=row.is_active,
    )


def moment(iso: str, zone: ZoneInfo) -> str:
    """An ISO instant as the organization's clocks show it; empty stays empty."""
    return f"{datetime.fromisoformat(iso).astimezone(zone):%-d %b %Y, %H:%M}" if iso else ""


def _held(current: AwardRow | None) -> tuple[tuple[str, str], ...]:
    if current is None:
        return ()
    return _said(_iso(current.issued_on), _iso(current.expires_on), current.number)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _said(issued_on: str, expires_on: str, number: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Expires", spoken(expires_on) or "Always valid"),
        ("Issued", spoken(issued_on) or "–"),
        ("Certification Num", number or "–"),
    )
