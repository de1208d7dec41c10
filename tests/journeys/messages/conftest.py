"""An admin in a town where some e-mails could not be delivered."""

import pytest
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person

GONE = "550 No such mailbox here"


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    """Ada manages the settings; of three who are assigned two courses, two have mailboxes that are gone."""
    town.sink.refusals |= {"lea@county.test": GONE, "noa@county.test": GONE}
    ada, kim = town.person("Ada", Role.ADMIN, branch="Headquarters"), town.person("Kim")
    for person in (town.person("Lea", email="lea@county.test"), town.person("Noa", email="noa@county.test"), kim):
        town.give(person, f"Lifting of {person.first_name}", days=30)
        town.give(person, f"Hazards of {person.first_name}", days=30)
    town.mail_to(kim, 2)
    return ada
