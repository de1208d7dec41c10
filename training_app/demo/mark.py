"""Riverside's mark, drawn for the demo: a shield over the river, with a star. It stands on the certificates."""

from datetime import datetime
from math import cos, pi, sin

from PIL import Image, ImageDraw

from training_app.accounts import queries as accounts
from training_app.core import db, files, staging
from training_app.demo.accounts import SUPERADMIN
from training_app.demo.organization import Riverside
from training_app.people import mark

SIDE = 512
# Drawn larger and made smaller, so that its edges are smooth.
DRAWN = 3 * SIDE
BLUE, WHITE, RIVER = "#0b4f6c", "#ffffff", "#12a594"
Points = list[tuple[float, float]]


def bring(of: Riverside, *, now: datetime) -> None:
    """Make it the organization's."""
    with files.workshop() as folder, db.write() as session:
        superadmin = accounts.actor_of(session, person_id=of.member(SUPERADMIN.username).id)
        assert superadmin is not None  # noqa: S101  # made with the accounts
        file = folder / "mark.png"
        drawn().save(file, "PNG")
        received = staging.received(file, name="riverside.png")
        file_id = staging.stage(session, received, by_id=superadmin.person_id or 0, place=mark.PLACE, now=now)
        mark.change(session, superadmin, file_id=file_id, now=now)


def drawn() -> Image.Image:
    """The picture."""
    picture = Image.new("RGB", (DRAWN, DRAWN), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.polygon(_sized(_shield(0.46)), fill=BLUE)
    draw.polygon(_sized(_shield(0.42)), fill=WHITE)
    draw.polygon(_sized(_shield(0.40)), fill=BLUE)
    draw.polygon(_sized(_star(0.5, 0.35, 0.17)), fill=WHITE)
    for height in (0.60, 0.68):
        draw.line(_sized(_wave(height)), fill=RIVER, width=DRAWN // 28, joint="curve")
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _shield(half: float) -> Points:
    """Straight at the top, its sides bent into a point below; `half` is half of its width."""
    top, bottom = 0.5 - half * 1.05, 0.5 + half * 1.08
    bent = [(half * cos(step / 40 * pi / 2), step / 40) for step in range(41)]
    right = [(0.5 + side, 0.5 - half * 0.1 + (bottom - 0.5 + half * 0.1) * down) for side, down in bent]
    left = [(1 - x, y) for x, y in reversed(right)]
    return [(0.5 + half, top), *right, *left, (0.5 - half, top)]


def _star(x: float, y: float, radius: float) -> Points:
    turns = [(radius if corner % 2 == 0 else radius * 0.4, corner * pi / 5) for corner in range(10)]
    return [(x + length * sin(turn), y - length * cos(turn)) for length, turn in turns]


def _wave(height: float) -> Points:
    half = 0.31 - (height - 0.60) * 0.9
    return [(0.5 + half * (step / 30 - 1), height + 0.022 * sin(step / 60 * 4 * pi)) for step in range(61)]


def _sized(points: Points) -> Points:
    return [(x * DRAWN, y * DRAWN) for x, y in points]
