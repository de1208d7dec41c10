"""Messages in words: where each stands, since when, and why (N-07)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from training_app.notifications.filters import MessageFilter
from training_app.notifications.log import MessageRow, MessageStory
from training_app.notifications.naming import CHANNELS, occasion_said
from training_app.notifications.rules import Channel, MessageStatus
from training_app.web.shared import routes


@dataclass(frozen=True)
class MessageLine:
    """One message in the list. `status` is a `MessageStatus`, `detail` what stands beside its chip."""

    id: int
    href: str
    person: str
    person_href: str
    email: str
    occasion: str
    about: str
    channel: str
    status: str
    detail: str
    made: str


@dataclass(frozen=True)
class Known:
    """One thing that is known of a message; `is_code` for what machines say, `href` for where it leads."""

    label: str
    value: str
    href: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class StoryTold:
    """One message with its whole story; an id of 0 is none."""

    id: int = 0
    title: str = ""
    status: str = ""
    detail: str = ""
    known: tuple[Known, ...] = ()
    subject: str = ""
    text: str = ""


def line(row: MessageRow, wanted: MessageFilter, zone: str) -> MessageLine:
    """A message as the list shows it; its link opens it over the same list."""
    occasion = occasion_said(row.occasion)
    return MessageLine(
        id=row.id,
        href=routes.messages(wanted.opening(row.id).query()),
        person=row.name,
        person_href=routes.person_messages(row.person_id),
        email=row.email,
        occasion=occasion,
        about=row.about or occasion,
        channel=CHANNELS[Channel(row.channel)],
        status=row.status,
        detail=detail(row, zone),
        made=moment(row.made_at, zone),
    )


def detail(row: MessageRow, zone: str) -> str:
    """What is to be known of where it stands."""
    match row.status:
        case MessageStatus.PENDING:
            return f"Next try {moment(row.next_try_at, zone)}" + (f": {row.answer}" if row.answer else "")
        case MessageStatus.SENDING:
            return "Being sent now"
        case MessageStatus.GATHERED:
            return "Goes with the mail of the day"
        case MessageStatus.SENT:
            sent = moment(row.sent_at, zone)
            return sent if sent != moment(row.made_at, zone) else ""
        case MessageStatus.FAILED:
            return row.answer
    return row.why


def told(story: MessageStory, wanted: MessageFilter, zone: str) -> StoryTold:
    """A message with its whole story."""
    row = story.row
    return StoryTold(
        id=row.id,
        title=row.about or occasion_said(row.occasion),
        status=row.status,
        detail=detail(row, zone),
        known=tuple(one for one in _known(story, wanted, zone) if one.value),
        subject=story.subject,
        text=story.text,
    )


def _known(story: MessageStory, wanted: MessageFilter, zone: str) -> tuple[Known, ...]:
    row, is_mail = story.row, story.row.channel == Channel.EMAIL
    carrier = routes.messages(wanted.opening(story.carried_by_id).query())
    to_come = row.status in (MessageStatus.PENDING, MessageStatus.SENDING)
    return (
        Known("To", row.name, routes.person_messages(row.person_id)),
        Known("Address", row.email if is_mail else ""),
        Known("About", occasion_said(row.occasion)),
        Known("By", CHANNELS[Channel(row.channel)]),
        Known("Made", moment(row.made_at, zone)),
        Known("Tries", str(row.attempts) if is_mail else ""),
        Known("Claimed", moment(story.claimed_at, zone)),
        Known("Next try", moment(row.next_try_at, zone) if to_come else ""),
        Known("Sent", moment(row.sent_at, zone)),
        Known("Read", moment(story.read_at, zone)),
        Known("Not sent because", row.why),
        Known("Mail server's answer", row.answer, is_code=True),
        Known("Said by", "The mail of the day" if story.carried_by_id else "", carrier),
        Known("Says", f"{story.carries:,} of the day" if story.carries else ""),
        Known("Message-ID", story.message_id, is_code=True),
    )


def moment(iso: str, zone: str) -> str:
    """An ISO instant as the organization's clocks show it; empty stays empty."""
    return f"{datetime.fromisoformat(iso).astimezone(ZoneInfo(zone)):%-d %b %Y, %H:%M}" if iso else ""
