"""What the page of a new assignment knows and does. Everything entered stands in the address too (`form.Form`)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import actions, choosing
from training_app.audience import queries as audience
from training_app.audience.queries import Chip, Choice, FoundPerson
from training_app.catalog import queries as catalog
from training_app.catalog.queries import TrainingRow
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.core.paging import SIZE
from training_app.core.paging import Page as Cut
from training_app.web.admin.new_assignment.form import Form, day
from training_app.web.shared import lists, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import flag, handler, number, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
SHOWN_TRAININGS = Cut(1, 8)
MOST_DAYS = 3650
LAST_START = date(9000, 1, 1)  # so that the calendar does not end in between
MOST_ON_THE_WAY = 50


class NewAssignmentPage(rx.State):
    """The plain form: a training, dates, options, people by filter, and what would come of it."""

    find: str = ""
    trainings: list[TrainingRow] = []
    chosen: TrainingRow = TrainingRow(0, "", "", "", "", "", 0, "")
    starts: str = ""
    due: str = ""
    dashboard: bool = True
    emails: bool = True
    duplicates: bool = False
    q: str = ""
    chips: list[Chip] = []
    choices: list[Choice] = []
    sentence: str = ""
    people: list[FoundPerson] = []
    foot: Foot = Foot()
    total: int = 0
    enrolled: int = 0
    joined: int = 0
    completed: int = 0
    deactivated: int = 0
    errors: dict[str, str] = {}
    dates: str = ""
    is_asking: bool = False
    is_loaded: bool = False
    _said: str = ""
    _sent: list[str] = []

    @handler(MANAGE, supersedes=True)
    async def load(self) -> EventSpec | None:
        """Read the form from the address; a new one is given its key, by which it is created only once."""
        self._arrive(self.router.url.query)
        form, actor, today = self._form(), await session.me(self), await session.today()
        if not form.key:
            self._sent, self.errors, self.is_asking = [], {}, False
            return self._go(replace(form, key=uuid4().hex, starts=form.starts or today.isoformat()))
        await self._show(actor, form, today)
        return None

    @handler(MANAGE, supersedes=True)
    async def find_training(self, text: str) -> EventSpec | None:
        """Search the catalogue as one types."""
        return self._go(replace(self._form(), find=words(text, 100)))

    @handler(MANAGE)
    async def choose(self, training_id: int) -> EventSpec | None:
        """Choose the training."""
        self.errors = {**self.errors, "training": ""}
        return self._go(replace(self._form(), training=str(number(training_id))))

    @handler(MANAGE)
    async def enter_start(self, day: str) -> EventSpec | None:
        """Enter the start date."""
        self.errors = {**self.errors, "starts_on": ""}
        return self._go(replace(self._form(), starts=words(day, 20)))

    @handler(MANAGE)
    async def enter_due(self, day: str) -> EventSpec | None:
        """Enter the due date."""
        self.errors = {**self.errors, "due_on": ""}
        return self._go(replace(self._form(), due=words(day, 20)))

    @handler(MANAGE)
    async def due_after(self, days: int) -> EventSpec | None:
        """Let it be due so many days after the start."""
        first, later = day(self._form().starts) or await session.today(), timedelta(days=min(number(days), MOST_DAYS))
        self.errors = {**self.errors, "due_on": ""}
        return self._go(replace(self._form(), due=(min(first, LAST_START) + later).isoformat()))

    @handler(MANAGE)
    async def switch_dashboard(self, on: bool) -> EventSpec | None:  # noqa: FBT001  # as a box sends it
        """Notify on the dashboard, or not (A-12)."""
        return self._go(replace(self._form(), dashboard=flag(on)))

    @handler(MANAGE)
    async def switch_emails(self, on: bool) -> EventSpec | None:  # noqa: FBT001  # as a box sends it
        """Notify by e-mail, or not (A-12)."""
        return self._go(replace(self._form(), emails=flag(on)))

    @handler(MANAGE)
    async def switch_duplicates(self, on: bool) -> EventSpec | None:  # noqa: FBT001  # as a box sends it
        """Allow duplicate enrollments, or not (A-11)."""
        return self._go(replace(self._form(), duplicates=flag(on)))

    @handler(MANAGE, supersedes=True)
    async def find_people(self, text: str) -> EventSpec | None:
        """Find people by name or email as one types."""
        form = self._form()
        return self._go(form.finding(replace(form.people, q=words(text, 100))))

    @handler(MANAGE)
    async def narrow(self, field: str, value: str) -> EventSpec | None:
        """Add a criterion to the filter."""
        self.errors = {**self.errors, "people": ""}
        form = self._form()
        return self._go(form.finding(form.people.with_(words(field), words(value))))

    @handler(MANAGE)
    async def widen(self, field: str, value: str) -> EventSpec | None:
        """Take a criterion out of the filter."""
        form = self._form()
        return self._go(form.finding(form.people.without(words(field), words(value))))

    @handler(MANAGE)
    async def clear(self) -> EventSpec | None:
        """Empty the filter."""
        form = self._form()
        return self._go(form.finding(type(form.people)()))

    @handler(MANAGE)
    async def ask(self) -> EventSpec | None:
        """Ask before creating, or show what is missing (A-14)."""
        actor, now = await session.me(self), clock.now()
        await self._show(actor, self._form(), await session.today())
        problems = await db.in_read(actions.problems, actor, new=self._entered(), now=now)
        self.errors = {problem.field: problem.text for problem in problems}
        if self.enrolled + self.joined == 0:
            self.errors = {**self.errors, "people": "Nobody would be assigned. Choose people who can be."}
        self.dates = f"from {spoken(self.starts)} through {spoken(self.due)}" if not self.errors else ""
        self.is_asking = not self.errors
        return rx.set_focus("problems") if self.errors else None

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Go back to the form."""
        self.is_asking = False

    @handler(MANAGE)
    async def create(self) -> EventSpec | None:
        """Create the assignment; sent twice it is created once (A-14)."""
        self.is_asking = False
        try:
            made = await db.in_write(actions.assign, await session.me(self), new=self._entered(),
                                     whom=self._form().people, now=clock.now())  # fmt: skip
        except Invalid as refused:
            self.errors = {problem.field: problem.text for problem in refused.problems}
            return rx.set_focus("problems")
        await say(self, _told(made))
        return rx.redirect(routes.assignment(made.assignment_id))

    async def _show(self, actor: Actor, form: Form, today: date) -> None:
        self.starts, self.due = form.starts, form.due
        self.dashboard, self.emails, self.duplicates = form.dashboard, form.emails, form.duplicates
        await self._load_trainings(actor, form, today)
        await self._load_people(actor, form, today)
        self.is_loaded = True

    async def _load_trainings(self, actor: Actor, form: Form, today: date) -> None:
        self.find = form.find
        self.trainings = await db.in_read(catalog.assignable, actor, q=form.find, today=today, page=SHOWN_TRAININGS)
        chosen = await db.in_read(catalog.find, actor, training_id=form.training_id() or 0)
        self.chosen = chosen or TrainingRow(0, "", "", "", "", "", 0, "")

    async def _load_people(self, actor: Actor, form: Form, today: date) -> None:
        self.q = form.people.q
        found = await db.in_read(audience.find, actor, wanted=form.people, today=today, page=Cut(form.page, SIZE))
        self.people, self.total = found.rows, found.total
        self.foot = lists.foot_of(found, lambda page: _to(replace(form, page=page)))
        self.chips = await db.in_read(audience.chips, wanted=form.people)
        self.choices = await db.in_read(audience.choices, actor, today=today)
        self.sentence = await db.in_read(audience.words, wanted=form.people)
        told = await db.in_read(choosing.account, actor, training_id=form.training_id() or 0, whom=form.people,
                                allow_duplicates=form.duplicates, today=today)  # fmt: skip
        self.enrolled, self.joined = told.enrolled, told.joined
        self.completed, self.deactivated = told.completed, told.deactivated

    def _arrive(self, query: str) -> None:
        """Take what a link, a reload or Forward says; an address of ours is only the echo of what is known better.

        Two quick clicks are two events, and the second leaves the page before the first has changed its address.
        """
        if query in self._sent:
            last = len(self._sent) - self._sent[::-1].index(query)
            self._sent = self._sent[last:]
            if self._sent:
                return
        self._said = query

    def _form(self) -> Form:
        # What the server remembers of a tab is gone after a restart, and an hour without a click.
        return Form.from_query(self._said or self.router.url.query)

    def _entered(self) -> actions.NewAssignment:
        return self._form().entered()

    def _go(self, form: Form) -> EventSpec | None:
        self._said = form.query()
        if not self._sent and self._said == self.router.url.query:
            return None
        self._sent = [*self._sent[-MOST_ON_THE_WAY:], self._said]
        return rx.redirect(_to(form), replace=True)


def _told(made: actions.Assigned) -> str:
    if made.again:
        return "This form was sent before: here is the assignment that it made. For another one, begin a new form."
    return "It is being created." if made.job_key else f"Assigned to {made.people} people."


def _to(form: Form) -> str:
    return routes.new_assignment(form.query())
