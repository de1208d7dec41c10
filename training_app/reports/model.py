"""Reports that were made to be kept, and who may open each."""

from datetime import datetime

from sqlmodel import Field

from training_app.core.tables import Table


class SavedReport(Table, table=True):
    """One report as it was asked for. Without a file it is being made, and nobody sees it."""

    __tablename__ = "saved_report"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, description="Of the dialog that asked for it; also of the job that makes it.")
    assignment_id: int = Field(description="What it is of. No foreign key: it is kept whatever becomes of that.")
    query: str = Field(description="The filter as the page's address has it.")
    kind: str = Field(description="A `Format`.")
    title: str = Field(description="Of the training.")
    filter: str = Field(description="In words.")
    name: str = Field(description="Of the file where it is saved.")
    made_at: datetime
    made_by_id: int = Field(foreign_key="person.id")
    people: int = Field(description="How many lines it has.")
    file_key: str | None = Field(default=None, index=True, description="In `core.files`.")


class ReportReader(Table, table=True):
    """Somebody to whom a report was sent, and who may open it."""

    __tablename__ = "report_reader"

    report_id: int = Field(foreign_key="saved_report.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
