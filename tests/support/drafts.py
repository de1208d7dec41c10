"""Drafts of assignments as a test of pages makes them and looks at them."""

from support.build import Builder

from training_app.accounts import queries as accounts
from training_app.assignments.making import drafting, drafts
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person


def begin(person: Person) -> int:
    """A new draft of this person's."""
    with db.write() as session:
        return drafting.begin(session, accounts.actor_of(session, person_id=known(person.id)), now=clock.now())


def step(draft: int, query: str = "") -> str:
    """The address of the people step."""
    return f"/assignments/new/{draft}/people" + (f"?{query}" if query else "")


def crowd(number: int, **said) -> list[Person]:
    """More people in the house."""
    with db.write() as session:
        return Builder(session, clock.now()).people(number, **said)


def chosen(draft: int, person: Person) -> list[str]:
    """The emails of those chosen on this person's draft."""
    with db.read() as session:
        actor = accounts.actor_of(session, person_id=known(person.id))
        first = drafts.chosen(session, actor, draft_id=draft)
        assert first.total == len(first.rows), "more than a page: count them instead"
        return sorted(row.email for row in first.rows)


def number_chosen(draft: int, person: Person) -> int:
    """How many are chosen on this person's draft."""
    with db.read() as session:
        actor = accounts.actor_of(session, person_id=known(person.id))
        return drafts.draft(session, actor, draft_id=draft, today=clock.now().date()).people
