"""The words for what messages are about, by which channel they go and where they stand."""

from training_app.notifications.rules import Channel, Occasion

OCCASIONS: dict[Occasion, str] = {
    Occasion.STARTED: "Training assigned",
    Occasion.DUE_IN_7: "Due in 7 days",
    Occasion.DUE_TODAY: "Due today",
    Occasion.PAST_DUE: "Past due",
    Occasion.REENROLLED: "New attempt",
    Occasion.DUE_MOVED: "New due date",
    Occasion.CANCELLED: "Assignment cancelled",
    Occasion.WITHDRAWN: "Taken out of an assignment",
    Occasion.EXPIRES: "Certification expires",
    Occasion.EXPIRIES: "People's certifications expire",
    Occasion.ANSWERED: "Submission answered",
    Occasion.SIGNED_UP: "Signed up",
    Occasion.SEAT_FOUND: "A seat came free",
    Occasion.SESSION_MOVED: "Session moved",
    Occasion.SESSION_CANCELLED: "Session cancelled",
    Occasion.SESSION_LEFT: "Out of a session",
    Occasion.SESSION_TOMORROW: "Session tomorrow",
    Occasion.TEAM_PAST_DUE: "People past due",
    Occasion.DIGEST: "Reminders of the day",
    Occasion.JOB_ENDED: "Job ended",
    Occasion.REPORT: "Report",
    Occasion.INVITATION: "Invitation",
    Occasion.RESET: "New password",
}
CHANNELS: dict[Channel, str] = {Channel.EMAIL: "E-mail", Channel.DASHBOARD: "Bell"}


def occasion_said(occasion: str) -> str:
    """The words for an occasion; of one that an older version made, its own."""
    known = next((one for one in Occasion if one == occasion), None)
    return OCCASIONS[known] if known else occasion
