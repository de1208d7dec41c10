"""An assignment that was due yesterday: somebody complete, some past due, some failed."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from support.build import SYSTEM
from support.town import Town

from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.core.tables import known
from training_app.people.model import Person

_crews = count(1)


@dataclass(frozen=True)
class Expired:
    """Its title and number, and who is in it: one complete, two failed, and the others late."""

    id: int
    title: str
    done: Person
    failed: tuple[Person, Person]
    late: list[Person]


def expired(town: Town, *, late: int = 2) -> Expired:
    """Such an assignment of a course of its own, to people of its own."""
    today, crew = town.today(), next(_crews)
    with town.building() as build:
        course = build.course(f"Airway {crew}", code=f"AIR-{crew}")
        done = build.person("Eve", f"Evaluated{crew}", title=f"Crew{crew}")
        failed = (
            build.person("Noa", f"Nearby{crew}", title=f"Crew{crew}"),
            build.person("Pia", f"Patient{crew}", title=f"Crew{crew}"),
        )
        others = [build.person("Lea", f"Late{crew}x{number:02}", title=f"Crew{crew}") for number in range(late)]
        days = {"starts": today - timedelta(days=20), "due": today - timedelta(days=1)}
        made = build.assign(course, f"title=Crew{crew}", at=build.now - timedelta(days=20), **days)
        build.complete(done, course)
        attempts = [known(build.attempt(person, course).id) for person in failed]
        results.record(build.session, SYSTEM, enrollment_ids=attempts, result=Result.FAILED, now=build.now)
    return Expired(made.assignment_id, course.title, done, failed, others)
