"""A file of questions, or a pasted table, arrives and waits for its preview (T-01)."""

from datetime import datetime

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import db, files, staging
from training_app.imports.questions import plan, waiting

LONGEST_PASTED = 500_000
PASTED = "Pasted table"


def bring(actor: Actor, *, course_id: int, name: str, content: bytes, now: datetime) -> None:
    """Read a file and keep it; `Invalid` says what is wrong with it as a whole, and nothing is kept."""
    actor.require(Permission.MANAGE_CATALOG)
    plan.read(content)
    with files.workshop() as folder:
        file = folder / "questions"
        file.write_bytes(content)
        received = staging.received(file, name=name)
        with db.write() as session:
            waiting.keep(session, actor, course_id=course_id, received=received, now=now)
