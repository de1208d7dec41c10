"""An import on its way from the file to where it belongs, kept so that no reload or restart loses it (P-08, C-17)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, LargeBinary

from training_app.core.tables import Table


class Import(Table, table=True):
    """A file that somebody brought, how its columns are matched, and what came of it."""

    __tablename__ = "people_import"  # from when nothing but people was imported

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(
        default="people", sa_column_kwargs={"server_default": "people"}, description="Name of its `Kind`."
    )
    made_by_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime
    file_name: str
    digest: str = Field(description="SHA-256 of the file, hex: the same file sent twice is one import.")
    encoding: str
    delimiter: str
    row_count: int = Field(description="Rows of the file below its header, without blank ones.")
    header: list[str] = Field(sa_column=Column(JSON, nullable=False))
    examples: list[list[str]] = Field(
        sa_column=Column(JSON, nullable=False), description="Some values of each column, in the order of the header."
    )
    matching: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False), description="What was matched by hand."
    )
    date_order: str | None = Field(default=None, description="An `Order`: the answer where dates left it open.")
    revision: int = Field(default=1, description="Counts up with each new matching; a plan is of one revision.")
    question: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True)), description="What has to be asked about its dates."
    )
    planned_at: datetime | None = Field(default=None, description="When its rows were planned; none: they are not.")
    plan: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True)), description="What the rows were planned by."
    )
    job_key: str | None = Field(default=None, unique=True, description="Of its job, once it was started.")
    written: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False), description="Ranges of the ids of what was made."
    )
    ended_at: datetime | None = None


class ImportFile(Table, table=True):
    """The file itself, until its rows are being written."""

    __tablename__ = "import_file"

    import_id: int = Field(foreign_key="people_import.id", primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ImportRow(Table, table=True):
    """What becomes of one row of the file. Made when it is planned, thrown away when it is matched anew."""

    __tablename__ = "import_row"
    __table_args__ = (
        sa.Index("ix_import_row_verdict", "import_id", "verdict", "number"),
        sa.Index("ix_import_row_turn", "import_id", "turn"),
    )

    import_id: int = Field(foreign_key="people_import.id", primary_key=True)
    number: int = Field(primary_key=True, description="In the file, whose header is 1.")
    verdict: str = Field(description="A `Verdict`; that of the plan, and after the writing what came of it.")
    turn: int | None = Field(description="Place in the order of writing, from 1; refused rows have none.")
    is_done: bool = False
    key: str = Field(description="`key_of` what the row calls its person by.")
    above_key: str = Field(description="Key of the supervisor whom the row names; empty for none.")
    name: str
    email: str
    search: str = Field(description="What it is found by, folded.")
    lines: list[str] = Field(sa_column=Column(JSON, nullable=False), description="What it does, or why it is refused.")
    changes: list[list[str]] = Field(sa_column=Column(JSON, nullable=False), description="Field, old and new of each.")
    cells: list[str] = Field(sa_column=Column(JSON, nullable=False), description="As they stand in the file.")
    person_id: int | None = Field(default=None, description="Whom it made or changed, or is for.")


class AttendanceFile(Table, table=True):
    """The file that somebody last brought for a session, until that is recorded: which rows were refused, and why."""

    __tablename__ = "attendance_file"

    by_id: int = Field(foreign_key="person.id", primary_key=True)
    course_id: int = Field(foreign_key="training.id", primary_key=True)
    day: date = Field(primary_key=True)
    file_name: str
    header: list[str] = Field(sa_column=Column(JSON, nullable=False))
    entered: int = Field(description="How many of its rows were entered.")
    refused: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False), description="`number`, `cells` and `reason` of each refused row."
    )
    at: datetime
