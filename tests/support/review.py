"""The review of a draft as somebody sees it, and drafts to be reviewed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, func, select
from support.town import Town

from training_app.access.actor import Actor
from training_app.assignments.making import drafting
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Training
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.people.model import Person


@dataclass(frozen=True)
class Review:
    """The page as somebody sees it."""

    page: Page
    draft: int
    today: date

    def column(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab", name=name, exact=True)

    def people(self) -> Locator:
        return self.column("Who").get_by_role("list", name="People").get_by_role("listitem")

    def moment(self, what: str) -> Locator:
        messages = self.column("When").get_by_role("list", name="Messages").get_by_role("listitem")
        return messages.filter(has_text=what)

    def day(self, words: str) -> Locator:
        return self.column("When").get_by_role("cell", name=words)

    def problems(self) -> Locator:
        return self.page.get_by_role("alert")

    def create(self) -> None:
        self.page.get_by_role("button", name="Create", exact=True).click()

    def dialog(self) -> Locator:
        return self.page.get_by_role("alertdialog")

    def confirm(self) -> Locator:
        return self.dialog().get_by_role("button", name=re.compile("^Assign to "))

    def reload(self) -> "Review":
        self.page.reload()
        return self.ready()

    def ready(self) -> "Review":
        expect(self.page.get_by_role("heading", level=1, name="Review")).to_be_visible()
        expect(self.column("When").get_by_text("Locked for editing").last).to_be_visible()
        return self


@dataclass(frozen=True)
class Desk:
    """Where drafts are put together, beside the browser."""

    town: Town
    ada: Person

    def draft(
        self, course: Training | None, *people: Person, found: str = "", starts: int = 0, due: int = 30, **options: bool
    ) -> int:
        """A draft of Ada's for these people, and for whom the filter of that query finds."""
        today = self.town.today()
        with self.town.building() as build:
            ada = build.actor(self.ada)
            number = drafting.begin(build.session, ada, now=build.now)
            said: dict[str, Any] = {"draft_id": number, "now": build.now}
            drafting.set_dates(build.session, ada, starts_on=today + timedelta(starts), due_on=today + timedelta(due),
                               **said)  # fmt: skip
            drafting.set_options(build.session, ada, **options, **said)
            if course:
                drafting.choose_training(build.session, ada, training_id=known(course.id), **said)
            for person in people:
                drafting.add_person(build.session, ada, person_id=known(person.id), **said)
            if found:
                drafting.add_found(build.session, ada, whom=PeopleFilter.from_query(found), **said)
        return number

    def change(self, verb: Any, draft: int, **said: Any) -> None:
        """Change a draft as Ada, in another tab."""
        with self.town.building() as build:
            actor: Actor = build.actor(self.ada)
            verb(build.session, actor, draft_id=draft, now=build.now, **said)

    def made(self, course: Training) -> int:
        """How many assignments there are of this course."""
        with self.town.building() as build:
            of = select(func.count()).where(col(Assignment.training_id) == known(course.id))
            return build.session.exec(of).one()

    def written(self, course: Training) -> Sequence[int]:
        """How many assignments, attempts and messages there are of this course."""
        of = known(course.id)
        places = select(Assignee.id).join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        counted = [
            select(func.count()).select_from(Assignment).where(col(Assignment.training_id) == of),
            select(func.count()).select_from(Enrollment).where(col(Enrollment.training_id) == of),
            select(func.count()).where(col(Message.assignee_id).in_(places.where(Assignment.training_id == of))),
        ]
        with self.town.building() as build:
            return [build.session.exec(one).one() for one in counted]
