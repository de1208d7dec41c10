"""Whose profile it is: the head of the page of one person."""

from dataclasses import dataclass

import reflex as rx

from training_app.certifications.tracking import rows
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.people import queries as people
from training_app.people.queries import PersonDetail
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler

SEE = frozenset(rows.SEE)


@dataclass(frozen=True)
class PersonHead:
    """What the head says of somebody; empty where nothing is known."""

    id: int = 0
    initials: str = ""
    title: str = ""
    level: str = ""
    branch: str = ""
    manager: str = ""
    shift: str = ""
    teams: str = ""
    email: str = ""
    active: bool = True
    messages: str = ""
    upload: str = ""


class PersonPage(rx.State):
    """One person, as the address says."""

    name: str = "Person"
    head: PersonHead = PersonHead()
    is_missing: bool = False
    is_loaded: bool = False

    @handler(SEE, supersedes=True)
    async def load(self) -> None:
        """Read whom the address names."""
        asked = {"person_id": routes.number_in(self.router.url.path)}
        try:
            found = await db.in_read(people.get, await session.me(self), **asked)
        except NotFound:
            self.is_missing, self.is_loaded, self.name, self.head = True, False, "Person not found", PersonHead()
            return
        self.is_missing, self.is_loaded, self.name, self.head = False, True, found.name, head_of(found)


def head_of(found: PersonDetail) -> PersonHead:
    """Somebody as the head shows them."""
    teams = [f"{team.name} (leads)" if team.leads else team.name for team in found.teams]
    return PersonHead(
        id=found.id,
        initials="".join(word[0] for word in found.name.split()[:2]),
        title=found.title,
        level=found.level,
        branch=found.branch,
        manager=found.manager,
        shift=found.shift,
        teams=", ".join(teams),
        email=found.email,
        active=found.active,
        messages=routes.person_messages(found.id),
        upload=routes.person_upload(found.id),
    )
