"""The files that go with a letter."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from training_app.core import files
from training_app.core.files import FileLost
from training_app.core.mail import NotAccepted
from training_app.core.mime import Attachment
from training_app.core.organization import Organization
from training_app.notifications.calendar import mailed


def attached(session: Session, of: Organization, rows: Sequence[Any]) -> tuple[Attachment, ...]:
    """The files of claimed messages that go as one letter: their days as one calendar file, and a report."""
    reports = [_report(row) for row in rows if "file" in row.facts]
    return (*mailed.attachments(session, of, rows), *reports)


def _report(row: Any) -> Attachment:
    """A report as it was made. Where its file has gone that is not passed over: the mail fails, an admin sees why."""
    facts = row.facts
    try:
        content = files.read(facts["file"])
    except FileLost as lost:
        answer = f"“{facts['name']}” could not be attached: {lost.message}"
        raise NotAccepted(answer, permanent=True) from lost
    return Attachment(facts["name"], facts["media_type"], content)
