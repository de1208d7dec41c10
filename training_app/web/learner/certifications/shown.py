"""One's own certifications in the words of their page."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from training_app.certifications.mine import MyAward
from training_app.certifications.submitting.listing import MySubmission
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.web.shared import routes
from training_app.web.shared.days import spoken
from training_app.web.shared.expiry import Expiry, expiry


@dataclass(frozen=True)
class ScanShown:
    """A file to look at or download; `shown` when there is a picture of it. Without `href` there is none."""

    name: str = ""
    href: str = ""
    shown: bool = False


@dataclass(frozen=True)
class CardShown:
    """One certification as a card. `renew` is the address of the form for its renewed card, where there is one."""

    id: int
    name: str
    number: str
    days: str
    state: Expiry
    first: ScanShown
    scans: tuple[ScanShown, ...]
    is_withdrawn: bool
    renew: str


@dataclass(frozen=True)
class SubmittedShown:
    """A card that one submitted: waiting, or declined for a `reason`."""

    id: int
    name: str
    entered: str
    when: str
    is_waiting: bool
    reason: str
    first: ScanShown


def card(one: MyAward, today: date, *, may_submit: bool) -> CardShown:
    """A certification on the organization day `today`."""
    scans = tuple(ScanShown(scan.name, routes.award_file(scan.id), scan.is_shown) for scan in one.scans)
    return CardShown(
        id=one.id,
        name=one.name,
        number=one.number,
        days=_days(one, today),
        state=_state(one, today),
        first=scans[0] if scans else ScanShown(),
        scans=scans,
        is_withdrawn=one.is_withdrawn,
        renew=routes.submit_card(one.certification_id) if may_submit and one.is_offered else "",
    )


def submitted(one: MySubmission, zone: ZoneInfo) -> SubmittedShown:
    """A card that one submitted, by the clocks of the organization."""
    photo = one.photos[0] if one.photos else None
    at = datetime.fromisoformat(one.submitted_at).astimezone(zone)
    return SubmittedShown(
        id=one.id,
        name=one.certification,
        entered=entered(one.entry),
        when=f"Submitted {at:%-d %b %Y, %H:%M}",
        is_waiting=one.is_waiting,
        reason=one.reason,
        first=ScanShown(photo.name, routes.submission_file(photo.id), photo.is_shown) if photo else ScanShown(),
    )


def entered(entry: Entry) -> str:
    """What was entered of a card, in one line."""
    until = "Always valid" if entry.expires_on == ALWAYS else f"Expires {spoken(entry.expires_on)}"
    issued = f"Issued {spoken(entry.issued_on)}" if entry.issued_on else ""
    return " · ".join(filter(None, (until, issued, entry.number)))


def _days(one: MyAward, today: date) -> str:
    issued = f"Issued {spoken(one.issued_on)}" if one.issued_on else ""
    if not one.expires_on:
        return issued
    is_over = date.fromisoformat(one.expires_on) < today
    return " · ".join(filter(None, (f"{'Last valid day' if is_over else 'Expires'} {spoken(one.expires_on)}", issued)))


def _state(one: MyAward, today: date) -> Expiry:
    if one.issued_on and date.fromisoformat(one.issued_on) > today:
        return Expiry("ahead", f"From {spoken(one.issued_on)}")
    state = replace(expiry(one.name, one.expires_on, today), day="")
    if state.state != "expired":
        return state
    since = date.fromisoformat(one.expires_on) + timedelta(days=1)
    return replace(state, text=f"Expired since {spoken(since.isoformat())}")
