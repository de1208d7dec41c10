"""A desk at which rosters are planned and imported."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select
from support.build import SYSTEM

from training_app.access.actor import Actor
from training_app.imports import actions, columns, queries
from training_app.imports import plan as plans
from training_app.imports.actions import Imported
from training_app.imports.dates import Order
from training_app.imports.drafts import Verdict
from training_app.imports.parsing import parse
from training_app.imports.plan import PeoplePlan
from training_app.imports.planned import Plan, sentences
from training_app.people.model import Person

HEADER = "First Name,Last Name,Email,Station"


@dataclass
class Desk:
    """Plans and imports in one session at one instant."""

    session: Session
    now: datetime

    def plan(
        self,
        content: str | bytes,
        *,
        actor: Actor = SYSTEM,
        dates: Order | None = None,
        by_hand: dict[str, str] | None = None,
        keep_unknown: bool = False,
    ) -> PeoplePlan:
        table = parse(content if isinstance(content, bytes) else content.encode())
        known = queries.attribute_names(self.session, SYSTEM)
        matched = columns.match(table.header, by_hand=by_hand, attributes=known, keep_unknown=keep_unknown)
        return plans.plan_people(self.session, actor, table=table, columns=matched, dates=dates, now=self.now)

    def apply(self, plan: PeoplePlan, *, actor: Actor = SYSTEM) -> Imported:
        return actions.apply_people(self.session, actor, plan=plan, now=self.now)

    def bring(self, content: str | bytes, **options) -> Imported:
        return self.apply(self.plan(content, **options))

    def person(self, email: str) -> Person:
        return self.session.exec(
            select(Person).where(Person.email == email).execution_options(populate_existing=True)
        ).one()

    def headcount(self) -> int:
        return self.session.exec(select(func.count(col(Person.id)))).one()


def reasons(plan: Plan) -> dict[int, list[str]]:
    """The reasons by row, each as a sentence."""
    return {row.number: sentences(row.refusals) for row in plan.refused()}


def verdicts(plan: Plan) -> dict[int, Verdict]:
    return {row.number: row.verdict for row in plan.rows}


def roster(*lines: str, more: str = "") -> str:
    """A small roster; `more` are further columns."""
    return "\n".join([HEADER + more, *lines])
