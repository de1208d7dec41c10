"""A day in words, put together by the database."""

from typing import Any

import sqlalchemy as sa

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def day_sql(day: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """A day as "12 Mar 2026"."""

    def part(name: str) -> sa.ColumnElement[int]:
        return sa.cast(sa.extract(name, day), sa.Integer)

    month = sa.func.substr(_MONTHS, part("month") * 3 - 2, 3)
    return sa.cast(part("day"), sa.String) + " " + month + " " + sa.cast(part("year"), sa.String)
