"""Something happens that somebody is told of, while their pages are open."""

from support.build import Builder
from support.socket import Socket

from training_app import wiring
from training_app.core import clock, db
from training_app.people.model import Person


def tell(person: Person) -> None:
    """Assign a new course to one person: the loop of a running server makes a message of it."""
    wiring.bind()
    with db.write() as session:
        build = Builder(session, clock.now())
        build.assign(build.course("Ladder safety"), f"q={person.email}")


async def settled(*tabs: Socket) -> None:
    """Open the home page in these tabs, after what was decided before has reached the bell of the first."""
    for tab in tabs:
        await tab.open("/home")
    await tabs[0].until(lambda: bool(tabs[0].bell()))
    for tab in tabs:
        await tab.open("/home")
        tab.asked_for.clear()
