"""What one can enroll in and what earns a certification, in the words of their page."""

from dataclasses import dataclass, replace
from datetime import date

from training_app.assignments.attempts.enrollable import Offer
from training_app.certifications.kinds.earnable import Earnable
from training_app.web.shared.days import spoken
from training_app.web.shared.expiry import Expiry, expiry


@dataclass(frozen=True)
class OfferShown:
    """A training. `attempt_id` is what `verb` goes on with, 0 where there is nothing; `done_id` what was completed."""

    id: int
    title: str
    level: str
    text: str
    is_open: bool
    attempt_id: int
    verb: str
    completed: str
    done_id: int
    can_enroll: bool
    why: str
    is_external: bool
    has_sessions: bool


@dataclass(frozen=True)
class NeededShown:
    """What must be done before, and whether it is."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class KindShown:
    """A certification that can be earned."""

    id: int
    name: str
    description: str
    state: Expiry
    text: str
    lead: str
    needed: tuple[NeededShown, ...]
    trainings: tuple[OfferShown, ...]


def offer(one: Offer) -> OfferShown:
    """A training as it stands for its reader."""
    what = ("Learning path", _number(one.courses, "course")) if one.is_path else ()
    takes = (f"{one.minutes} min" if one.minutes else "", _number_said(one.hours, "hour"))
    return OfferShown(
        id=one.id,
        title=one.title,
        level=one.level,
        text=" · ".join(filter(None, (*what, *takes))),
        is_open=one.is_open,
        attempt_id=one.attempt_id,
        verb="Evaluate" if one.status == "passed" and not one.is_path else "Continue",
        completed=f"Completed {spoken(one.completed_on)}" if one.completed_on else "",
        done_id=one.completed_id,
        can_enroll=one.can_enroll,
        why=one.why,
        is_external=one.is_external,
        has_sessions=one.has_sessions,
    )


def kind(one: Earnable, offers: dict[int, Offer], today: date) -> KindShown:
    """A certification as it stands for its reader on the organization day `today`."""
    return KindShown(
        id=one.id,
        name=one.name,
        description=one.description,
        state=_state(one, today),
        text=_held(one, today),
        lead=_lead(one),
        needed=tuple(
            NeededShown(f"{'Attend' if need.must_attend else 'Be enrolled in'} “{need.title}”",
                        _is_met(offers[need.training_id], must_attend=need.must_attend))
            for need in one.needed
        ),
        trainings=tuple(offer(offers[training_id]) for training_id in one.training_ids),
    )  # fmt: skip


def _state(one: Earnable, today: date) -> Expiry:
    if not one.is_held:
        return Expiry("missing", "Not held")
    if one.from_on:
        return Expiry("ahead", f"From {spoken(one.from_on)}")
    return replace(expiry(one.name, one.expires_on, today), day="")


def _held(one: Earnable, today: date) -> str:
    if not one.expires_on:
        return ""
    is_over = date.fromisoformat(one.expires_on) < today
    return f"{'Last valid day' if is_over else 'Expires'} {spoken(one.expires_on)}"


def _lead(one: Earnable) -> str:
    if len(one.training_ids) == 1:
        return "Earned by"
    return "Earned by all of these together" if one.needs_all else "Earned by any one of these"


def _is_met(needed: Offer, *, must_attend: bool) -> bool:
    return needed.has_attended if must_attend else needed.is_enrolled


def _number(number: int, of: str) -> str:
    return f"{number} {of}{'' if number == 1 else 's'}"


def _number_said(number: str, of: str) -> str:
    return f"{number} {of}{'' if number == '1' else 's'}" if number else ""
