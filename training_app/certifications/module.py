"""The switch "Certification Tracking Module" (C-02): off, whatever pages and handlers ask is refused."""

from sqlmodel import Session

from training_app.core import organization
from training_app.core.errors import NotAllowed


class TrackingOff(NotAllowed):
    """The Certification Tracking Module is switched off. An administrator can switch it on under Settings."""


class NoSubmissions(NotAllowed):
    """Members may not submit cards here. Give yours to your training coordinator."""


def require_on(session: Session) -> None:
    """Refuse with `TrackingOff` while the module is off. Automatic awards do not ask: they go on unseen."""
    if not organization.of(session).certification_tracking:
        raise TrackingOff


def require_submissions(session: Session) -> None:
    """Refuse unless the module is on and members may submit (C-25)."""
    require_on(session)
    if not organization.of(session).members_may_submit:
        raise NoSubmissions
