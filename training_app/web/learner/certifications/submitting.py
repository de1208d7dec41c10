"""The form of a renewed card: photographs, which certification, expiry, and what else is on it (C-25)."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications import mine
from training_app.certifications.mine import KindOffered
from training_app.certifications.module import NoSubmissions
from training_app.certifications.submitting import entering
from training_app.certifications.submitting.entering import PLACE, Card
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.core import clock, db, organization, staging
from training_app.core.errors import Invalid
from training_app.web.shared import forms, routes, session, uploading
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say
from training_app.web.shared.uploading import Sent

FORM = "submit_card"
FIELDS = ("certification_id", "expires_on", "issued_on", "number", "always_valid", "key")
BOXES = ("files", "expires_on", "issued_on", "number")
LONGEST = 400


class SubmitCard(rx.State):
    """The form as it is offered, the photographs that were sent for it, and what is wrong with it."""

    is_open: bool = False
    key: str = ""
    kinds: list[KindOffered] = []
    kind: str = ""
    allows_always: bool = False
    files: list[Sent] = []
    wrong: dict[str, str] = {}

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Offer the form where the address asks for it and members may submit."""
        of, said = await db.in_read(organization.of), self.router.url.query_parameters.get("submit")
        self.is_open = said is not None and of.certification_tracking and of.members_may_submit
        if not self.is_open:
            return
        self.kinds, self.wrong, self.key = await db.in_read(mine.kinds, await session.me(self)), {}, uuid4().hex
        self._choose(said or "")
        await self._read_files()

    @handler(SIGNED_IN)
    async def choose(self, text: str) -> None:
        """Note of which certification the card is."""
        self._choose(words(text, 10))

    @handler(SIGNED_IN)
    async def sent(self) -> None:
        """A photograph has come."""
        await self._read_files()
        self.wrong = {name: text for name, text in self.wrong.items() if name != "files"}

    @handler(SIGNED_IN)
    async def remove(self, file_id: int) -> None:
        """Do without a photograph."""
        actor = await session.me(self)
        await db.in_write(staging.remove, by_id=actor.person_id or 0, ids=[number(file_id)])
        await self._read_files()

    @handler(SIGNED_IN)
    async def submit(self, form: dict[str, Any]) -> EventSpec | None:
        """Let the card wait for a decision; the same form twice is one card."""
        card = await self._entered(form)
        try:
            await db.in_write(entering.submit, await session.me(self), card=card, now=clock.now())
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            first = next((name for name in self.wrong if name in BOXES), "certification_id")
            return rx.set_focus("photographs" if first == "files" else first)
        except NoSubmissions as off:
            self.is_open = False
            await say(self, off.message, is_error=True)
            return None
        await say(self, "Your card is submitted. You are told when it is decided.")
        return rx.redirect(routes.MY_CERTIFICATIONS)

    async def _entered(self, form: object) -> Card:
        said = form if isinstance(form, Mapping) else {}
        typed = {name: words(said.get(name, "") or "", LONGEST) for name in FIELDS if name != "always_valid"}
        expires_on = ALWAYS if said.get("always_valid") else typed["expires_on"]
        await self._read_files()
        return Card(
            key=typed["key"] or self.key,
            certification_id=routes.number_in(typed["certification_id"]),
            entry=Entry(typed["issued_on"], expires_on, typed["number"]),
            file_ids=tuple(file.id for file in self.files),
        )

    def _choose(self, said: str) -> None:
        chosen = next((one for one in self.kinds if str(one.id) == said), None)
        self.kind = said if chosen else ""
        self.allows_always = chosen is not None and chosen.always_valid_allowed

    async def _read_files(self) -> None:
        actor = await session.me(self)
        waiting = await db.in_read(staging.waiting, by_id=actor.person_id or 0, place=PLACE)
        self.files = [uploading.sent(file) for file in waiting]


def form() -> rx.Component:
    """The form, where it is open."""
    return rx.cond(
        SubmitCard.is_open,
        rx.el.section(
            rx.el.h2("Submit a renewed card", id="submit_title"),
            _photographs(),
            rx.el.form(
                rx.el.input(type="hidden", name="key", default_value=SubmitCard.key),
                _kind(), _expiry(), _field("number", "Certification Num"), _day("issued_on", "Issued"),
                rx.el.div(
                    rx.el.button(
                        "Submit card", type="submit", class_name="btn solid", custom_attrs={"data-after-files": ""}
                    ),
                    rx.el.a("Cancel", href=routes.MY_CERTIFICATIONS, class_name="btn"),
                    class_name="row submit-acts",
                ),
                id=FORM, key=SubmitCard.key, on_submit=SubmitCard.submit, no_validate=True, class_name="stack",
            ),
            aria_labelledby="submit_title", class_name="card pad stack",
        ),
    )  # fmt: skip


def _photographs() -> rx.Component:
    return rx.el.div(
        rx.el.span("Photograph of the card", class_name="strong"),
        uploading.file_field(
            PLACE, SubmitCard.sent, selected=SubmitCard.files.length(), label="Take or choose a photograph",
            help_text="Front, and back where something is on it.", accept="image/*",
        ),
        uploading.sent_list(SubmitCard.files, SubmitCard.remove),
        rx.cond(_wrong("files") != "", forms.wrong(_wrong("files"), "files_wrong")),
        id="photographs",
        tab_index=-1,
        class_name="stack tight",
    )  # fmt: skip


def _kind() -> rx.Component:
    choice = rx.el.select(
        rx.el.option("Choose…", value=""),
        rx.foreach(SubmitCard.kinds, lambda one: rx.el.option(one.name, value=one.id.to_string())),
        default_value=SubmitCard.kind, on_change=SubmitCard.choose, **_props("certification_id"),
    )  # fmt: skip
    return forms.field("Certification", choice, name="certification_id", error=_wrong("certification_id"))


def _expiry() -> rx.Component:
    always = rx.el.label(
        rx.el.input(id="always_valid", name="always_valid", type="checkbox"), rx.el.span("Always Valid"),
        class_name="check", html_for="always_valid",
    )  # fmt: skip
    return rx.el.div(
        _day("expires_on", "Expires"),
        rx.cond(SubmitCard.allows_always, always),
        rx.cond(_wrong("always_valid") != "", forms.wrong(_wrong("always_valid"), "always_valid")),
    )


def _day(name: str, label: str) -> rx.Component:
    help_text = "Optional." if name == "issued_on" else "The last valid day, as the card says it."
    box = rx.el.input(type="date", **_props(name))
    return forms.field(label, box, name=name, help_text=help_text, error=_wrong(name))


def _field(name: str, label: str) -> rx.Component:
    box = rx.el.input(type="text", auto_complete="off", max_length=200, **_props(name))
    return forms.field(label, box, name=name, help_text="Optional.", error=_wrong(name))


def _props(name: str) -> dict[str, Any]:
    invalid = rx.cond(_wrong(name) != "", "true", "false")
    return {"id": name, "name": name, "class_name": "in", "aria_invalid": invalid, "aria_describedby": f"{name}_help"}


def _wrong(name: str) -> Any:
    return SubmitCard.wrong.get(name, "")
