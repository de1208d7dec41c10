"""`muster create-admin`: the way in where nobody is in yet."""

import re

import pytest
from sqlmodel import Session, select
from support.database import Database

from training_app.access.rules import Permission, Role
from training_app.accounts import actions as accounts
from training_app.accounts import passwords, queries
from training_app.cli.main import main
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Branch, Person


def person(session: Session) -> Person:
    return session.exec(select(Person)).one()


def test_a_superadmin_is_made_in_an_empty_database_and_the_link_lets_them_in(
    database: Database, capsys: pytest.CaptureFixture[str]
):
    assert main(["create-admin", "chief@muster.test", "--first", "Cleo", "--last", "Chief"]) == 0
    token = re.search(r"http://localhost:3000/invitation/(\S+)", capsys.readouterr().out)
    assert token
    with db.write() as session:
        accounts.set_password(session, token=token[1], password=passwords.hashed("boats and ropes"), now=clock.now())
        actor = queries.actor_of(session, person_id=known(person(session).id))
        assert actor is not None
        assert (actor.name, actor.can(Permission.MANAGE_ROLES)) == ("Cleo Chief", True)
        assert Role.SUPERADMIN in actor.roles
        assert [branch.name for branch in session.exec(select(Branch))] == ["Headquarters"]


def test_somebody_who_is_there_already_is_not_made_twice(database: Database, capsys: pytest.CaptureFixture[str]):
    for email in ("chief@muster.test", "Chief@Muster.test"):
        assert main(["create-admin", email]) == 0
        assert "/invitation/" in capsys.readouterr().out
    with db.read() as session:
        assert person(session).first_name == "chief"


def test_who_has_a_password_becomes_superadmin_without_a_new_link(
    database: Database, capsys: pytest.CaptureFixture[str]
):
    main(["create-admin", "chief@muster.test"])
    token = capsys.readouterr().out.split("/invitation/")[1].strip()
    with db.write() as session:
        accounts.set_password(session, token=token, password=passwords.hashed("boats and ropes"), now=clock.now())
    assert main(["create-admin", "chief@muster.test"]) == 0
    assert "signs in with the password they have" in capsys.readouterr().out


def test_what_is_no_address_is_refused_in_one_line(database: Database, capsys: pytest.CaptureFixture[str]):
    assert main(["create-admin", "chief"]) == 1
    assert capsys.readouterr().err == "muster: “chief” is not an email address.\n"
