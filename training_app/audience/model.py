"""Filters that somebody saved under a name; they are the organization's."""

from datetime import datetime

from sqlmodel import Field

from training_app.core.tables import Table


class SavedAudience(Table, table=True):
    """A filter by its name, compared without case. Whom it finds is decided each time anew."""

    __tablename__ = "saved_audience"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(unique=True, description="`key_of(name)`")
    query: str = Field(description="`PeopleFilter.query()`")
    made_by_id: int | None = Field(
        default=None, foreign_key="person.id", index=True, description="Nobody: the command line."
    )
    made_at: datetime
