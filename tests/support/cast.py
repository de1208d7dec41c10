"""The fixed cast: the same seven people in every test that asks who may do what."""

from dataclasses import dataclass

from sqlmodel import select
from support.build import SYSTEM, Builder

from training_app.access.actor import Actor
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person


@dataclass(frozen=True)
class Cast:
    """Sam superadmin, Ada admin, Tess coordinator, Max manager, Lea under Max, Noa elsewhere, Ivo deactivated."""

    build: Builder
    sam: Person
    ada: Person
    tess: Person
    max: Person
    lea: Person
    noa: Person
    ivo: Person

    def actor(self, person: Person) -> Actor:
        """What this person may do now."""
        return self.build.actor(person)


def find(build: Builder) -> Cast:
    """The cast of an organization that has it already."""
    there = {person.first_name: person for person in build.session.exec(select(Person)).all()}
    return Cast(build, *(there[name] for name in ("Sam", "Ada", "Tess", "Max", "Lea", "Noa", "Ivo")))


def make(build: Builder) -> Cast:
    """Bring the cast into the organization."""

    def someone(first: str, last: str, branch: str, **said) -> Person:
        return build.person(first, last, branch=branch, email=f"{first.lower()}@muster.test",
                            username=first.lower(), **said)  # fmt: skip

    sam = someone("Sam", "Super", "Headquarters")
    ada = someone("Ada", "Admin", "Headquarters")
    tess = someone("Tess", "Trainer", "Headquarters")
    boss = someone("Max", "Manager", "Station 1", level="ALS")
    lea = someone("Lea", "Learner", "Station 1", manager_id=boss.id, level="ALS", shift="A")
    noa = someone("Noa", "Nearby", "Station 2", level="BLS", shift="B")
    ivo = someone("Ivo", "Inactive", "Station 2", level="BLS")
    roles = ((sam, Role.SUPERADMIN), (ada, Role.ADMIN), (tess, Role.COORDINATOR), (boss, Role.MANAGER))
    for person, role in roles:
        accounts.give_role(build.session, SYSTEM, person_id=known(person.id), role=role, now=build.now)
    people.deactivate(build.session, SYSTEM, person_id=known(ivo.id), now=build.now)
    build.session.flush()
    return Cast(build, sam, ada, tess, boss, lea, noa, ivo)
