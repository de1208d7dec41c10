"""Telling people what became of what they submitted: a renewed card (C-25), or an external activity (T-04)."""

from datetime import date, datetime

from sqlmodel import Session

from training_app.assignments.external.facts import ActivityDecided
from training_app.certifications.model import Award
from training_app.certifications.records import Submission
from training_app.certifications.submitting.facts import SubmissionDecided
from training_app.notifications import keys
from training_app.notifications.deciding import personal
from training_app.notifications.deciding.making import Told
from training_app.notifications.rules import Occasion, spoken
from training_app.notifications.wording import headings

APPROVED, DECLINED = "approved", "declined"
MY_CERTIFICATIONS, MY_ACTIVITIES = "/my/certifications", "/my/activities"
COUNTED = "It counts as completed."


def of_card(session: Session, fact: SubmissionDecided, *, now: datetime) -> Told:
    """Tell whoever submitted a card, by bell and e-mail. What an award holds is said as it is when the mail goes."""
    card = session.get(Submission, fact.submission_id)
    award = session.get(Award, card.award_id) if card and card.award_id else None
    rest = until(award.expires_on if award else None) if fact.approved else because(fact.reason)
    return _tell(
        session,
        key=keys.key(keys.CARD_ANSWERED, submission=fact.submission_id),
        person_id=fact.person_id,
        submitted=f"card “{fact.certification}”",
        approved=fact.approved,
        rest=rest,
        link=MY_CERTIFICATIONS,
        title=fact.certification,
        award_id=award.id if award else None,
        now=now,
    )


def of_activity(session: Session, fact: ActivityDecided, *, event_id: int, now: datetime) -> Told:
    """Tell whoever recorded an external activity, by bell and e-mail."""
    return _tell(
        session,
        key=keys.key(keys.ACTIVITY_ANSWERED, activity=fact.activity_id, event=event_id),
        person_id=fact.person_id,
        submitted=f"activity “{fact.title}”",
        approved=fact.approved,
        rest=COUNTED if fact.approved else because(fact.reason),
        link=MY_ACTIVITIES,
        title=fact.title,
        award_id=None,
        now=now,
    )


def until(expires_on: date | None) -> str:
    """How long what was approved holds."""
    return f"It is valid through {spoken(expires_on)}." if expires_on else "It is always valid."


def because(reason: str) -> str:
    """Why something was declined, in the words of whoever did so."""
    return f"The reason: {reason}"


def _tell(
    session: Session,
    *,
    key: str,
    person_id: int,
    submitted: str,
    approved: bool,
    rest: str,
    link: str,
    title: str,
    award_id: int | None,
    now: datetime,
) -> Told:
    said = {"submitted": submitted, "answer": APPROVED if approved else DECLINED}
    subject = headings.heading(session, Occasion.ANSWERED, person_id=person_id, title="", **said)
    message = {"key": key, "occasion": Occasion.ANSWERED.value, "person_id": person_id, "award_id": award_id,
               "subject": subject, "text": rest, "link": link}  # fmt: skip
    return personal.tell(session, message, facts=said | {"title": title, "rest": rest}, now=now)
