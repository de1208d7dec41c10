"""The background loop when nothing is due."""

from training_app.bench import sql
from training_app.bench.ground import NOW, Ground
from training_app.bench.measure import Bar, Work
from training_app.core import db
from training_app.notifications.rules import Moment
from training_app.worker import loop

# The least: one look for a fact, one at each list of decided days, one for a message, each in its own transaction.
LOOKS = (
    "SELECT id FROM event WHERE processed_at IS NULL ORDER BY id LIMIT 1",
    *(f"SELECT max(day) FROM decided_day WHERE moment = '{moment.value}'" for moment in Moment),  # noqa: S608
    "SELECT next_try_at FROM message WHERE status IN ('pending', 'sending') AND next_try_at <= :now ORDER BY 1 LIMIT 1",
)


def works(_ground: Ground) -> list[Work]:
    """One round of everything that the loop does."""
    return [Work("idle tick of the loop", Bar(seconds=0.005), _ours, _bare)]


def _ours(_run: int) -> bool:
    steps = [*loop.steps(), *loop.sending()]
    found = loop.once(steps, NOW)
    return found or any(step.failures for step in steps)


def _bare(_run: int) -> bool:
    found = []
    for look in LOOKS:
        with db.read() as session:
            found += sql.rows(session, look, **({"now": NOW} if ":now" in look else {}))
    return len(found) > len(Moment)
