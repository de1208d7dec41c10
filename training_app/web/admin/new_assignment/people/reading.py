"""What the people step shows: a page of those whom the filter finds, and a page of those chosen."""

from dataclasses import dataclass, replace
from datetime import date

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.assignments.making import drafting, drafts
from training_app.assignments.making.drafts import ChosenRow, DraftDetail
from training_app.audience import queries as audience
from training_app.audience import words as spelling
from training_app.audience.filters import PeopleFilter
from training_app.audience.queries import FoundPerson
from training_app.audience.rules import PeopleSort
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.core.paging import Page as Cut
from training_app.core.paging import Paged
from training_app.web.admin.new_assignment.people.looking import Looking
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.admin.new_assignment.wizard import MANAGE, draft_number, opened, saved
from training_app.web.shared import expiry, lists, routes, session, whereabouts
from training_app.web.shared.expiry import Expiry
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.whereabouts import Whereabouts

# Short pages, so that on a phone too the account and those chosen are not far below.
SHOWN_FOUND, SHOWN_CHOSEN = 20, 7


@dataclass(frozen=True)
class FoundRow:
    """Somebody whom the filter finds; `expires` is of their licence."""

    id: int
    name: str
    email: str
    level: str
    branch: str
    shift: str
    licence: str
    expires: Expiry
    active: bool
    is_chosen: bool


class FoundPeople(rx.State):
    """One page of those whom the filter of the address finds."""

    rows: list[FoundRow] = []
    total: int = 0
    already: int = 0
    sentence: str = ""
    sort: str = ""
    links: dict[str, str] = {}
    foot: Foot = Foot()
    is_loaded: bool = False
    _query: str = ""
    _leads_on: bool = False

    @handler(MANAGE)
    async def come(self) -> EventSpec | None:
        """First of the page: lead whoever comes without a filter to the one that the draft remembers."""
        remembered = await _remembered(self)
        self._leads_on = remembered is not None
        return rx.redirect(_to(draft_number(self), remembered), replace=True) if remembered else None

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for; the draft remembers its filter, for coming back to the step."""
        if self._leads_on:
            return
        draft = await shown(self)
        if draft is not None and draft.audience != self._query:
            said = {"draft_id": draft.id, "audience": self._query, "now": clock.now()}
            await db.in_write(drafting.remember, await session.me(self), **said)
            await opened(self)

    async def _read(self, actor: Actor, number: int, looking: Looking, today: date) -> None:
        found = await _found(actor, looking, today)
        ids, whom = [row.id for row in found.rows], looking.people
        chosen = await db.in_read(drafts.chosen_among, actor, draft_id=number, person_ids=ids)
        self.already = await db.in_read(drafts.already, actor, draft_id=number, whom=whom, today=today)
        self.sentence = await db.in_read(spelling.words, wanted=whom, people=found.total, actor=actor)
        self.rows = [_row(one, today, is_chosen=one.id in chosen) for one in found.rows]
        self.total, self.sort, self.is_loaded, self._query = found.total, looking.sort, True, whom.query()
        self.links = lists.sort_links(looking.sort, PeopleSort, lambda sort: _to(number, looking.sorted_by(sort)))
        self.foot = lists.foot_of(found, lambda page: _to(number, replace(looking, page=page)))


class ChosenPeople(rx.State):
    """One page of those chosen, with its own search."""

    rows: list[ChosenRow] = []
    q: str = ""
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search those chosen by name or email."""
        looking = await looking_at(self)
        return await whereabouts.go(self, looking.searching_chosen(words(text, 100)).query(), replace=True)

    async def _read(self, actor: Actor, number: int, looking: Looking) -> None:
        chosen = await _chosen(actor, number, looking)
        self.rows, self.q, self.is_loaded = chosen.rows, looking.chosen, True
        self.foot = lists.foot_of(chosen, lambda page: _to(number, replace(looking, chosen_page=page)))


async def shown(state: rx.State, *, after_write: bool = False) -> DraftDetail | None:
    """Bring everything on the page up to date: the frame with the account, those found, and those chosen."""
    draft = await (saved if after_write else opened)(state)
    found, chosen = await state.get_state(FoundPeople), await state.get_state(ChosenPeople)
    if draft is None:
        found.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        chosen.reset()  # type: ignore[no-untyped-call]  # same
        return None
    actor, looking = await session.me(state), await looking_at(state)
    await found._read(actor, draft.id, looking, await session.today())
    await chosen._read(actor, draft.id, looking)
    return draft


async def looking_at(state: rx.State) -> Looking:
    """What the address asks for, as the latest click says."""
    return Looking.from_query(await whereabouts.query_of(state))


async def _remembered(state: rx.State) -> Looking | None:
    """What to go to from an address without a filter; None where there is one, or where it was emptied here."""
    looking, tab = Looking.from_query(state.router.url.query), await state.get_state(Whereabouts)
    path, _, query = tab._said.partition("?")
    is_emptied = path == state.router.url.path and not Looking.from_query(query).people.query()
    if looking.people.query() or is_emptied:
        return None
    asked = {"draft_id": draft_number(state), "today": await session.today()}
    try:
        draft = await db.in_read(drafts.draft, await session.me(state), **asked)
    except NotFound:
        return None  # the frame says so
    return replace(looking, people=PeopleFilter.from_query(draft.audience)) if draft.audience else None


async def _found(actor: Actor, looking: Looking, today: date) -> Paged[FoundPerson]:
    """The page that is asked for, or the last one where there are fewer."""
    said = {"wanted": looking.people, "today": today, "sort": looking.sort}
    found = await db.in_read(audience.find, actor, **said, page=Cut(looking.page, SHOWN_FOUND))
    if found.rows or not found.total:
        return found
    return await db.in_read(audience.find, actor, **said, page=Cut(found.pages(), SHOWN_FOUND))


async def _chosen(actor: Actor, number: int, looking: Looking) -> Paged[ChosenRow]:
    said = {"draft_id": number, "q": looking.chosen}
    chosen = await db.in_read(drafts.chosen, actor, **said, page=Cut(looking.chosen_page, SHOWN_CHOSEN))
    if chosen.rows or not chosen.total:
        return chosen
    return await db.in_read(drafts.chosen, actor, **said, page=Cut(chosen.pages(), SHOWN_CHOSEN))


def _to(number: int, looking: Looking) -> str:
    return routes.draft(number, Step.PEOPLE, looking.query())


def _row(person: FoundPerson, today: date, *, is_chosen: bool) -> FoundRow:
    return FoundRow(
        id=person.id,
        name=person.name,
        email=person.email,
        level=person.level,
        branch=person.branch,
        shift=person.shift,
        licence=person.licence,
        expires=_expires(expiry.expiry(person.licence, person.licence_expires, today)),
        active=person.active,
        is_chosen=is_chosen,
    )


def _expires(found: Expiry) -> Expiry:
    """In as few words as the column has room for."""
    if found.state == "expired":
        return replace(found, text=f"since {found.day}")
    return replace(found, text=found.day) if found.state == "valid" else found
