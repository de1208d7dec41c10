"""What is done on the people step: adding one, many and everybody, and taking one out (A-06, A-08, A-09)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting
from training_app.assignments.making.drafting import Added
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import ACTIVE, Criterion
from training_app.core import clock, db
from training_app.web.admin.new_assignment.people.looking import EVERYBODY
from training_app.web.admin.new_assignment.people.reading import SHOWN_FOUND, FoundPeople, shown
from training_app.web.admin.new_assignment.wizard import MANAGE, draft_number
from training_app.web.shared import people_filter, session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

EVERY_ACTIVE = EVERYBODY.with_(Criterion.STATE, ACTIVE)


class AssignUsers(rx.State):
    """The buttons of the step, and the question before everybody is added."""

    everyone: int = 0
    is_asking: bool = False

    @handler(MANAGE)
    async def add(self, person_id: int) -> None:
        """Add the person of a row."""
        said = {"draft_id": draft_number(self), "person_id": number(person_id), "now": clock.now()}
        added = await db.in_write(drafting.add_person, await session.me(self), **said)
        await shown(self, after_write=True)
        await say(self, told(added))

    @handler(MANAGE)
    async def remove(self, person_id: int) -> None:
        """Take one person out of those chosen."""
        said = {"draft_id": draft_number(self), "person_id": number(person_id), "now": clock.now()}
        await db.in_write(drafting.remove_person, await session.me(self), **said)
        await shown(self, after_write=True)

    @handler(MANAGE)
    async def add_found(self) -> None:
        """Add everyone whom the filter finds, on all its pages (A-08)."""
        said = {"draft_id": draft_number(self), "whom": await self._below(), "now": clock.now()}
        added = await db.in_write(drafting.add_found, await session.me(self), **said)
        await shown(self, after_write=True)
        await say(self, told(added))

    @handler(MANAGE)
    async def ask_everyone(self) -> EventSpec | None:
        """Ask before adding everybody, unless they are no more than a page shows (A-09)."""
        actor, today = await session.me(self), await session.today()
        self.everyone = await db.in_read(audience.count, actor, wanted=EVERY_ACTIVE, today=today)
        self.is_asking = self.everyone > SHOWN_FOUND
        return None if self.is_asking else await self._add_everyone()

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave everything as it is."""
        self.is_asking = False

    @handler(MANAGE)
    async def add_everyone(self) -> EventSpec | None:
        """Empty the filter and add every active person (A-09)."""
        self.is_asking = False
        return await self._add_everyone()

    async def _below(self) -> PeopleFilter:
        """Whom the table below the button shows: a chip clicked a moment ago may have changed the filter since."""
        found = await self.get_state(FoundPeople)
        return PeopleFilter.from_query(found._query) if found.is_loaded else await people_filter.wanted(self)

    async def _add_everyone(self) -> EventSpec | None:
        said = {"draft_id": draft_number(self), "now": clock.now()}
        added = await db.in_write(drafting.add_everyone, await session.me(self), **said)
        cleared = await people_filter.narrowed(self, EVERYBODY)
        await shown(self, after_write=True)
        await say(self, told(added))
        return cleared


def told(added: Added) -> str:
    """What became of adding people, in a sentence."""
    parts = [f"{_people(added.added)} added"]
    if added.already:
        parts.append(f"{added.already:,} {'was' if added.already == 1 else 'were'} chosen already")
    if added.deactivated:
        parts.append(f"{_people(added.deactivated, 'deactivated ')} left out")
    return "; ".join(parts) + "."


def _people(number: int, kind: str = "") -> str:
    return f"1 {kind}person" if number == 1 else f"{number:,} {kind}people"
