"""What every table shares: names of constraints that migrations can rely on."""

from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of every table of ours. Days are `date`, instants aware `datetime` in UTC."""


def known(number: int | None) -> int:
    """The id of a row that is stored; a row not yet flushed is a mistake of ours."""
    if number is None:
        message = "the row has no id yet: flush first"
        raise LookupError(message)
    return number
