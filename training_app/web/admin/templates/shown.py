"""What the list and the editor of messages' texts say in the same words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from training_app.access.rules import Permission
from training_app.notifications.wording.templates import TemplateRow
from training_app.web.shared.days import spoken

MANAGE = Permission.MANAGE_SETTINGS
TITLE = "Texts of messages"
ORIGINAL = "Original text"


def standing(row: TemplateRow, zone: str) -> str:
    """Whose texts a message has; the day is that of the organization's clocks."""
    if not row.is_edited:
        return ORIGINAL
    day = datetime.fromisoformat(row.changed_at).astimezone(ZoneInfo(zone)).date()
    by = f" by {row.changed_by}" if row.changed_by else ""
    return f"Edited{by}, {spoken(day.isoformat())}"
