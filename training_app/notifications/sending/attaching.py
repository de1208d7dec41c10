"""The files that go with a letter."""

from typing import Any

from training_app.core import files
from training_app.core.files import FileLost
from training_app.core.mail import NotAccepted
from training_app.core.mime import Attachment


def attached(row: Any) -> tuple[Attachment, ...]:
    """The files of a claimed message.

    The file of a report that has gone is not passed over: the mail fails, and an admin sees why.
    """
    facts = row.facts
    if "file" not in facts:
        return ()
    try:
        content = files.read(facts["file"])
    except FileLost as lost:
        answer = f"“{facts['name']}” could not be attached: {lost.message}"
        raise NotAccepted(answer, permanent=True) from lost
    return (Attachment(facts["name"], facts["media_type"], content),)
