"""A desk at which certifications are awarded by files."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from support.build import SYSTEM

from training_app.access.actor import Actor
from training_app.certifications.model import Award, Certification
from training_app.core.tables import known
from training_app.imports.awards import plan as plans
from training_app.imports.awards import writing
from training_app.imports.awards.columns import AWARDS
from training_app.imports.awards.plan import AwardsPlan
from training_app.imports.awards.writing import Awarded
from training_app.imports.columns import match
from training_app.imports.dates import Order
from training_app.imports.parsing import parse
from training_app.people.model import Person
from training_app.people.rules import key_of

CODES = ("CPR", "ACLS", "PALS", "HAZMAT-OPS", "EVOC")
HEADER = "User,Certification Code,Issued,Expires,Certification Num"


def cards(*lines: str) -> str:
    """A small file of awards."""
    return "\n".join([HEADER, *lines])


def kinds(session: Session, now: datetime, *codes: str, **said) -> list[Certification]:
    """Certifications of these codes."""
    made = [Certification(name=f"{code} card", code=code, code_key=key_of(code), created_at=now, **said)
            for code in codes or CODES]  # fmt: skip
    session.add_all(made)
    session.flush()
    return made


@dataclass
class Cards:
    """Plans and awards in one session at one instant."""

    session: Session
    now: datetime

    def plan(
        self,
        content: str | bytes,
        *,
        actor: Actor = SYSTEM,
        dates: Order | None = None,
        by_hand: dict[str, str] | None = None,
    ) -> AwardsPlan:
        table = parse(content if isinstance(content, bytes) else content.encode())
        columns = match(table.header, by_hand=by_hand, vocabulary=AWARDS)
        return plans.plan_awards(self.session, actor, table=table, columns=columns, dates=dates, now=self.now)

    def apply(self, plan: AwardsPlan, *, actor: Actor = SYSTEM) -> Awarded:
        return writing.apply_awards(self.session, actor, plan=plan, file_name="cards.csv", now=self.now)

    def held(self, person: Person) -> list[tuple[str, str, str, str]]:
        """Code, issue, expiry and number of what somebody was awarded."""
        rows = self.session.exec(
            select(Certification.code, Award.issued_on, Award.expires_on, Award.number)
            .join(Award, col(Award.certification_id) == Certification.id)
            .where(Award.person_id == known(person.id))
            .order_by(col(Award.id))
        )
        return [(code, str(issued), str(expires), number) for code, issued, expires, number in rows]
