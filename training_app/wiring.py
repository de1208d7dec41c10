"""Who listens to which fact, in the transaction of the act. Called by the web root and the command line alike.

Messages are not among them: `notifications.outbox` reads the recorded facts afterwards.
"""

from training_app.accounts import reach, signing
from training_app.core import events
from training_app.people.actions import PersonActivityChanged, PersonChanged


def bind() -> None:
    """Let every listener hear its facts. Twice is once."""
    events.subscribe(PersonActivityChanged, signing.when_activity_changed)
    events.subscribe(PersonChanged, reach.when_person_changed)
