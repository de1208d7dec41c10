"""Editing an assignment, step by step, by one admin, in the session of a test."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from support.build import Builder

from training_app.access.actor import Actor
from training_app.assignments.making import drafting, editing
from training_app.assignments.making.editing import EditAccount, Saved
from training_app.assignments.model import Assignee, Assignment, AssignmentDraft, Enrollment
from training_app.audience.filters import PeopleFilter
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass
class Edits:
    """One admin's edits of one assignment."""

    build: Builder
    assignment_id: int
    actor: Actor

    def begin(self, *, now: datetime | None = None) -> "Edit":
        session = self.build.session
        at = now or self.build.now
        number = editing.begin(session, self.actor, assignment_id=self.assignment_id, now=at)
        return Edit(self, number, at)

    @property
    def assignment(self) -> Assignment:
        return self.build.session.get_one(Assignment, self.assignment_id)

    def place(self, person: Person) -> Assignee:
        wanted = select(Assignee).where(Assignee.assignment_id == self.assignment_id, Assignee.person_id == person.id)
        return self.build.session.exec(wanted).one()

    def attempt(self, person: Person) -> Enrollment:
        return self.build.session.get_one(Enrollment, self.place(person).enrollment_id)

    def people(self) -> list[str]:
        """First names of whoever is in it."""
        there = (
            select(Person.first_name)
            .join(Assignee, col(Assignee.person_id) == Person.id)
            .where(Assignee.assignment_id == self.assignment_id, col(Assignee.withdrawn_at).is_(None))
        )
        return sorted(self.build.session.exec(there))


@dataclass
class Edit:
    """One edit on its way."""

    of: Edits
    id: int
    now: datetime

    @property
    def _said(self) -> tuple:
        return self.of.build.session, self.of.actor

    def add(self, *people: Person) -> "Edit":
        for person in people:
            drafting.add_person(*self._said, draft_id=self.id, person_id=known(person.id), now=self.now)
        return self

    def add_found(self, query: str) -> "Edit":
        drafting.add_found(*self._said, draft_id=self.id, whom=PeopleFilter.from_query(query), now=self.now)
        return self

    def remove(self, *people: Person) -> "Edit":
        for person in people:
            drafting.remove_person(*self._said, draft_id=self.id, person_id=known(person.id), now=self.now)
        return self

    def dates(self, *, starts: date | None = None, due: date | None = None) -> "Edit":
        draft = self.of.build.session.get_one(AssignmentDraft, self.id)
        drafting.set_dates(*self._said, draft_id=self.id, starts_on=starts or draft.starts_on,
                           due_on=due or draft.due_on, now=self.now)  # fmt: skip
        return self

    def options(self, **switches: bool) -> "Edit":
        drafting.set_options(*self._said, draft_id=self.id, now=self.now, **switches)
        return self

    def reason(self, words: str) -> "Edit":
        drafting.set_reason(*self._said, draft_id=self.id, reason=words, now=self.now)
        return self

    def account(self) -> EditAccount:
        return editing.changes(*self._said, draft_id=self.id, now=self.now)

    def take_theirs(self, field: str) -> "Edit":
        editing.take_theirs(*self._said, draft_id=self.id, field=field, now=self.now)
        return self

    def save(self, *, now: datetime | None = None) -> Saved:
        return editing.save(*self._said, draft_id=self.id, now=now or self.now)
