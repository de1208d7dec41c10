"""Scans of some of Riverside's cards, drawn for the demo, and a renewed card that waits for the coordinator's nod."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from sqlmodel import Session

from training_app.accounts import queries as accounts
from training_app.certifications.submitting import entering
from training_app.certifications.submitting.entering import Card
from training_app.certifications.tracking import choices, filing
from training_app.certifications.tracking.choices import KindChoice
from training_app.certifications.tracking.entry import Entry
from training_app.certifications.tracking.filing import FileEntry
from training_app.core import clock, db, files, staging
from training_app.demo.accounts import COORDINATOR, LEARNER
from training_app.demo.organization import Riverside
from training_app.demo.roster import Member

SIZE = (860, 540)
CREW = 3
RENEWED = 24
PAPER, INK, ACCENT = "#fbfaf7", "#1c2024", "#12a594"


def bring(of: Riverside, *, now: datetime) -> None:
    """Give the learner and some of their crew scans of what they hold; one of them submits a renewed card."""
    crew = [one for one in of.members if one.level and not one.account]
    with files.workshop() as folder, db.write() as session:
        for member in (of.member(LEARNER.username), *crew[:CREW]):
            _file(session, of, member, folder, now)
        _submit(session, of, crew[0], folder, now)


def _file(session: Session, of: Riverside, member: Member, folder: Path, now: datetime) -> None:
    coordinator = accounts.actor_of(session, person_id=of.member(COORDINATOR.username).id)
    assert coordinator is not None  # noqa: S101  # made with the accounts
    held = choices.choices(session, coordinator, person_id=member.id, today=of.today)
    for kind in _dated(held.kinds):
        file_id = _sent(session, folder, held.name, kind, kind.expires_on or of.today, by_id=coordinator.person_id or 0,
                        place=filing.place_of(member.id), now=now)  # fmt: skip
        filing.file_all(session, coordinator, person_id=member.id, now=now, entries=[
            FileEntry(file_id, kind.id, _entry(kind, kind.expires_on or of.today))
        ])  # fmt: skip


def _submit(session: Session, of: Riverside, member: Member, folder: Path, now: datetime) -> None:
    coordinator = accounts.actor_of(session, person_id=of.member(COORDINATOR.username).id)
    themselves = accounts.actor_of(session, person_id=member.id)
    assert coordinator is not None  # noqa: S101  # made with the accounts
    assert themselves is not None  # noqa: S101  # somebody active
    held = choices.choices(session, coordinator, person_id=member.id, today=of.today)
    kind = _dated(held.kinds)[0]
    expires_on = clock.months_after(kind.expires_on or of.today, RENEWED)
    file_id = _sent(session, folder, held.name, kind, expires_on, by_id=member.id, place=entering.PLACE, now=now)
    card = Card("demo", kind.id, _entry(kind, expires_on), (file_id,))
    entering.submit(session, themselves, card=card, now=now)


def _dated(kinds: Iterable[KindChoice]) -> list[KindChoice]:
    return [kind for kind in kinds if kind.is_held and kind.expires_on is not None]


def _entry(kind: KindChoice, expires_on: date) -> Entry:
    return Entry(kind.issued_on.isoformat() if kind.issued_on else "", expires_on.isoformat(), kind.number)


def _sent(
    session: Session, folder: Path, name: str, kind: KindChoice, expires_on: date, *, by_id: int, place: str,
    now: datetime,
) -> int:  # fmt: skip
    file = folder / f"{place} {kind.id}.png".replace(":", " ")
    _drawn(name, kind, expires_on).save(file, "PNG")
    received = staging.received(file, name=f"{kind.name}.png")
    return staging.stage(session, received, by_id=by_id, place=place, now=now)


def _drawn(name: str, kind: KindChoice, expires_on: date) -> Image.Image:
    card = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, SIZE[0], 110), fill=ACCENT)
    draw.rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), outline="#b9bbc6", width=3)
    lines = (
        (40, 36, kind.name, 38, PAPER),
        (40, 190, name, 46, INK),
        (40, 290, f"No. {kind.number or 'none'}", 32, INK),
        (40, 360, f"Valid through {expires_on:%-d %B %Y}", 32, INK),
        (40, 470, "Specimen of the demo organization", 24, "#60646c"),
    )
    for x, y, text, size, colour in lines:
        draw.text((x, y), text, fill=colour, font=ImageFont.load_default(size))
    return card
