"""Proof of one's own certification, to be shown to whoever asks: a code that anybody can check (C-14, T-06)."""

import reflex as rx
import segno
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.certifications import proof
from training_app.core import clock, codes, db
from training_app.core.settings import settings
from training_app.web.learner.certifications.state import MyCertifications
from training_app.web.shared import routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number


class Proof(rx.State):
    """The proof that is shown, if one is: its code, where it is checked, and a picture that leads a camera there."""

    is_open: bool = False
    name: str = ""
    code: str = ""
    address: str = ""
    href: str = ""
    picture: str = ""

    @handler(SIGNED_IN)
    async def show(self, award_id: int) -> None:
        """Show the proof of one of one's own."""
        wanted, actor = number(award_id), await session.me(self)
        code = await db.in_write(proof.code_of, actor, award_id=wanted, now=clock.now())
        cards = (await self.get_state(MyCertifications)).cards
        self.name = next((card.name for card in cards if card.id == wanted), "")
        self.code, self.href = codes.shown(code), routes.verify(codes.shown(code))
        self.address = f"{settings().address()}{self.href}"
        self.picture, self.is_open = _picture(self.address), True

    @handler(SIGNED_IN)
    async def close(self) -> None:
        """Put it away."""
        self.is_open = False


def opened() -> rx.Component:
    """The dialog, over the cards."""
    words = "Whoever scans this, or types the code, sees your name and whether this certification is valid today."
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(Proof.name, size="4", class_name="anywhere"),
            rx.dialog.description(words, size="2"),
            rx.el.div(
                rx.el.img(src=Proof.picture, alt="QR code of the address below", class_name="proof-picture"),
                rx.el.p(Proof.code, class_name="mono proof-code"),
                PlainLink.create(Proof.address, href=Proof.href, target="_blank", class_name="link anywhere tall"),
                class_name="proof",
            ),
            rx.el.div(
                rx.el.button("Close", on_click=Proof.close, type="button", class_name="btn"),
                class_name="row proof-acts",
            ),
            on_escape_key_down=Proof.close,
            on_pointer_down_outside=Proof.close,
            max_width="400px",
        ),
        open=Proof.is_open,
    )


def _picture(address: str) -> str:
    """A QR code as an image in one line; on white also in the dark, as cameras want it."""
    return segno.make_qr(address, error="m").svg_data_uri(scale=8, border=4, dark="#1c2024", light="#fff")
