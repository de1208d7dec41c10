"""How often one address may look up what is open to everybody (T-06): counted in the database, for all processes.

Kept where failed sign-ins are, under a subject of its own; what no longer counts goes with the next look.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.accounts import keys, signing
from training_app.accounts.model import FailedTry
from training_app.accounts.rules import network_of
from training_app.accounts.signing import MustWait

MOST, WITHIN = 30, timedelta(minutes=5)


def count(session: Session, *, address: str, now: datetime) -> None:
    """Count a look from this address; `MustWait`, and no count, where as many as may be are too recent."""
    subject = keys.subject("verify", network_of(address))
    signing.one_at_a_time(session, subject)
    run = session.connection().execute
    recent = sa.select(col(FailedTry.at)).where(col(FailedTry.subject) == subject, col(FailedTry.at) > now - WITHIN)
    found = list(run(recent.order_by(col(FailedTry.at))).scalars())
    if len(found) >= MOST:
        raise MustWait(found[-MOST] + WITHIN - now)
    run(sa.delete(FailedTry).where(col(FailedTry.subject) == subject, col(FailedTry.at) <= now - WITHIN))
    run(sa.insert(FailedTry).values(subject=subject, at=now, level=0))
