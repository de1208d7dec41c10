"""Who listens to which fact, in the transaction of the act. Called by the web root and the command line alike.

Messages are not among them: `notifications.outbox` reads the recorded facts afterwards. Only what is deleted is let go
of at once.
"""

from training_app.accounts import reach, signing
from training_app.assignments import using
from training_app.assignments.attempts import earning
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.certificates import issuing
from training_app.catalog.facts import CourseKindChanging, TrainingDeleting
from training_app.certifications.facts import AwardsDeleting
from training_app.core import events
from training_app.imports import attendance
from training_app.notifications.deciding import deleted_awards
from training_app.people.actions import PersonActivityChanged, PersonChanged


def bind() -> None:
    """Let every listener hear its facts. Twice is once."""
    events.subscribe(PersonActivityChanged, signing.when_activity_changed)
    events.subscribe(PersonChanged, reach.when_person_changed)
    events.subscribe(AwardsDeleting, deleted_awards.when_awards_deleting)
    events.subscribe(TrainingDeleting, using.when_deleting)
    events.subscribe(TrainingDeleting, attendance.when_training_deleting)
    events.subscribe(CourseKindChanging, using.when_kind_changing)
    events.subscribe(EnrollmentsCompleted, earning.when_completed)
    events.subscribe(EnrollmentsCompleted, issuing.when_completed)
