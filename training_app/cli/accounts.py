"""`muster create-admin`: the first way in. Prints the link by which somebody chooses a password."""

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import Session


def register(commands: Any) -> None:
    """Add `muster create-admin`."""
    command = commands.add_parser("create-admin", help="make somebody a superadmin and print their invitation link")
    command.add_argument("email", metavar="EMAIL")
    command.add_argument("--first", "--first-name", default="", help="asked for at a terminal when not given")
    command.add_argument("--last", "--last-name", default="", help="asked for at a terminal when not given")
    command.set_defaults(run=create_admin)


def create_admin(said: argparse.Namespace) -> None:
    """Carry out `muster create-admin`. Whoever is not in the roster yet is added; who has a password keeps it."""
    from training_app import wiring
    from training_app.access.actor import Actor
    from training_app.access.rules import Role
    from training_app.accounts import actions as accounts
    from training_app.core import clock, db
    from training_app.core.settings import settings
    from training_app.migrations import run

    run.upgrade()
    wiring.bind()
    now = clock.now()
    with db.read() as session:
        person_id = _found(session, said.email)
    if person_id is None:  # nobody is kept waiting for the database while names are typed
        said.first = said.first or _asked("First name: ") or said.email.partition("@")[0]
        said.last = said.last or _asked("Last name: ") or "Admin"
    with db.write() as session:
        person_id = person_id or _added(session, said, now)
        accounts.give_role(session, Actor.system(), person_id=person_id, role=Role.SUPERADMIN, now=now)
        try:
            token = accounts.invite(session, Actor.system(), person_id=person_id, now=now)
        except accounts.HasPassword:
            print(f"{said.email} is superadmin now and signs in with the password they have.")
            return
    print(f"{said.email} is superadmin now and chooses a password here:\n{settings().address()}/invitation/{token}")


def _asked(question: str) -> str:
    return input(question) if sys.stdin.isatty() else ""


def _found(session: "Session", email: str) -> int | None:
    from sqlmodel import col, select

    from training_app.people.model import Person
    from training_app.people.rules import key_of

    return session.exec(select(Person.id).where(col(Person.email_key) == key_of(email))).first()


def _added(session: "Session", said: argparse.Namespace, now: datetime) -> int:
    from training_app.access.actor import Actor
    from training_app.core.tables import known
    from training_app.people import actions as people
    from training_app.people.actions import NewPerson

    new = NewPerson(
        first_name=said.first,
        last_name=said.last,
        email=said.email,
        username=said.email,
        branch_id=_branch(session, now),
    )
    return known(people.add_person(session, Actor.system(), new=new, now=now).id)


def _branch(session: "Session", now: datetime) -> int:
    """The first branch at the top; made when there is none."""
    from sqlmodel import col, select

    from training_app.access.actor import Actor
    from training_app.core.tables import known
    from training_app.people import actions as people
    from training_app.people.model import Branch

    first = select(Branch.id).where(col(Branch.parent_id).is_(None)).order_by(col(Branch.id))
    found = session.exec(first).first()
    if found is not None:
        return found
    return known(people.add_branch(session, Actor.system(), name="Headquarters", now=now).id)
