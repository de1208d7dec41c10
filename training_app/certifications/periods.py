"""The licensing period of everybody at once: the SQL twin of `rules.period_of` (A-11)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import add_months


class day_after(GenericFunction[date]):  # noqa: N801  # the name of a function in SQL
    """`day_after(day, months)`: the day after the same day so many calendar months earlier, as `add_months` counts."""

    type = sa.Date()
    inherit_cache = True


@compiles(day_after, "sqlite")
def _sqlite(element: Any, compiler: Any, **said: Any) -> str:
    day, months = (compiler.process(clause, **said) for clause in element.clauses)
    # A day that the shorter month does not have runs over into the next one: the end of the month is earlier then.
    same_day = f"date({day}, (-({months})) || ' months')"
    month_end = f"date({day}, 'start of month', (1 - ({months})) || ' months', '-1 day')"
    return f"date(min({same_day}, {month_end}), '+1 day')"


@compiles(day_after)
def _postgres(element: Any, compiler: Any, **said: Any) -> str:
    day, months = (compiler.process(clause, **said) for clause in element.clauses)
    return f"(CAST({day} - make_interval(months => {months}) AS date) + 1)"


def begins_sql(person_id: Any, today: date, default_months: int) -> sa.ScalarSelect[date]:
    """The first day of the person's licensing period on the organization day `today` (A-11).

    `person_id` is a column of the statement that this stands in.
    """
    default = sa.literal(add_months(today, -default_months), sa.Date())
    counted_back = day_after(col(Award.expires_on), sa.literal_column(str(int(default_months)), sa.Integer()))
    first = sa.case(
        (col(Award.issued_on).is_not(None), col(Award.issued_on)),
        (counted_back <= today, counted_back),
        else_=default,
    )
    current = sa.func.max(sa.case((Award.is_valid_sql(today), first)))
    lapsed = sa.func.max(sa.case((col(Award.expires_on) < today, col(Award.expires_on))))
    return (
        sa.select(sa.func.coalesce(current, day_after(lapsed, sa.literal_column("0", sa.Integer())), default))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(col(Award.person_id) == person_id, col(Certification.is_licence), col(Award.revoked_at).is_(None))
        .correlate_except(Award, Certification)
        .scalar_subquery()
    )
