"""The settings as they are typed: asked about when the zone changes, saved all or none, or refused field by field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.core import clock, db, mail, zones
from training_app.core.errors import Invalid
from training_app.core.settings import settings as machine
from training_app.notifications.deciding import new_clocks
from training_app.notifications.deciding.new_clocks import NewClocks
from training_app.people import settings
from training_app.people.settings import ChangedMeanwhile, NewSettings
from training_app.web.admin.settings import clocks
from training_app.web.admin.settings.clocks import Move
from training_app.web.shared import session
from training_app.web.shared.handling import flag, handler, words
from training_app.web.shared.notices import say
from training_app.web.shared.shell import Shell

MANAGE = Permission.MANAGE_SETTINGS
FIELDS = tuple(settings.LABELS)
BOXES = tuple(name for name in FIELDS if name not in settings.SWITCHES)
HOURS = {str(hour): hour for hour in settings.HOURS}
LONGEST = 200
SAVED, UNSAVED = "Saved", "Not saved yet"
LOST = "The connection was lost for a while. Look the settings through, then save again."
SECURITY = {"none": "not encrypted", "starttls": "STARTTLS", "tls": "TLS"}


class SettingsPage(rx.State):
    """The form as it was read, what is wrong with it, and the question before the zone changes."""

    said: dict[str, str] = dict.fromkeys(FIELDS, "")
    switched: dict[str, bool] = dict.fromkeys(settings.SWITCHES, False)
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    there: str = ""
    reminded: str = ""
    status: str = ""
    mailbox: str = ""
    mail_server: str = ""
    is_loaded: bool = False
    is_asking: bool = False
    move: Move = Move()
    _base: NewSettings | None = None
    _typed: dict[str, str] = {}

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the settings."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        await self._show(await self._read())
        self.mailbox, self.mail_server = _where_mails_go()
        self.is_loaded = True

    @handler(MANAGE)
    async def typed(self, field: str, text: str) -> None:
        """Note what is typed; of a zone and an hour say what it means."""
        self._typed |= {name: words(text, LONGEST) for name in BOXES if name == field}
        self._note()
        if field in ("zone", "reminder_hour"):
            await self._tell_time()

    @handler(MANAGE)
    async def switch(self, field: str, on: bool) -> None:  # noqa: FBT001  # a box sends whether it is on
        """Note that a switch was turned."""
        name, is_on = words(field), flag(on)
        if name in settings.SWITCHES:
            self.switched |= {name: is_on}
            self._typed |= {name: settings.ON if is_on else ""}
            self._note()

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save everything or nothing; another zone is asked about first."""
        if self._base is None:
            await self._begin_again()
            return None
        entered = form if isinstance(form, Mapping) else {}
        self._typed |= {name: words(entered.get(name, ""), LONGEST) for name in BOXES}
        try:
            await self._ask_or_write(self._base)
        except Invalid as refused:
            return await self._refuse(refused)
        return None

    @handler(MANAGE)
    async def confirm(self, _form: dict[str, Any]) -> EventSpec | None:
        """Change the zone with the rest."""
        self.is_asking = False
        try:
            await (self._begin_again() if self._base is None else self._write(self._base, settings.typed(self._typed)))
        except Invalid as refused:
            return await self._refuse(refused)
        return None

    @handler(MANAGE)
    async def cancel(self) -> EventSpec:
        """Leave the zone as it is; nothing is saved, nothing typed is lost."""
        self.is_asking = False
        return rx.set_focus("zone")

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name = words(field)
        if name in FIELDS and self._base is not None:
            theirs = {name: _texts(self._base)[name]}
            self.said, self._typed = self.said | theirs, self._typed | theirs
            self.switched = _switched(self._typed)
            self.wrong = {one: text for one, text in self.wrong.items() if one != name}

    def _note(self) -> None:
        # What was typed a moment before it was saved can come after that: it is what is saved.
        if self._base and self._typed != _texts(self._base):
            self.status = UNSAVED
        elif self.status == UNSAVED:
            self.status = ""

    async def _ask_or_write(self, base: NewSettings) -> None:
        new = settings.typed(self._typed)
        if wrong := settings.problems_of(new):
            raise Invalid(*wrong)
        if new.zone == base.zone:
            await self._write(base, new)
            return
        self.move, self.is_asking = clocks.move(new.zone, await self._clocks(new.zone, new.reminder_hour)), True

    async def _write(self, base: NewSettings, new: NewSettings) -> None:
        told = {"base": base, "new": new, "now": clock.now()}
        await self._show(await db.in_write(settings.change, await session.me(self), **told))
        self.status = SAVED
        frame = await self.get_state(Shell)
        frame.organization, frame.has_tracking = self.said["name"], self.switched["certification_tracking"]
        await say(self, "The settings are saved.")

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        if isinstance(refused, ChangedMeanwhile) and self._base is not None:
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await self._read()
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(iter(self.wrong)))

    async def _begin_again(self) -> None:
        """After a restart of the server it is forgotten what was read here, and that is said."""
        await self._show(await self._read())
        self.mailbox, self.mail_server = _where_mails_go()
        self.is_loaded = True
        await say(self, LOST, is_error=True)

    async def _read(self) -> NewSettings:
        return await db.in_read(settings.entered, await session.me(self))

    async def _show(self, found: NewSettings) -> None:
        self._base, self.said, self._typed = found, _texts(found), _texts(found)
        self.switched = _switched(self._typed)
        self.wrong, self.clashes, self.status = {}, {}, ""
        await self._tell_time()

    async def _tell_time(self) -> None:
        zone, hour = zones.named(self._typed["zone"]), HOURS.get(self._typed["reminder_hour"])
        if zone and hour is not None:
            found = await self._clocks(zone, hour)
            self.there, self.reminded = clocks.there(found), clocks.reminded(found)
        else:
            self.there, self.reminded = "", ""

    async def _clocks(self, zone: str, hour: int) -> NewClocks:
        asked = {"zone": zone, "reminder_hour": hour, "now": clock.now()}
        return await db.in_read(new_clocks.new_clocks, await session.me(self), **asked)


def _texts(of: NewSettings) -> dict[str, str]:
    """The settings as the form has them."""
    return {name: _text(getattr(of, name)) for name in FIELDS}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return settings.ON if value else ""
    return "" if value is None else str(value)


def _switched(said: Mapping[str, str]) -> dict[str, bool]:
    return {name: said[name] == settings.ON for name in settings.SWITCHES}


def _where_mails_go() -> tuple[str, str]:
    """The mailbox folder or the mail server, as the environment says, without its secrets (N-06)."""
    of = machine()
    if mail.is_mailbox():
        return str(mail.mailbox().resolve()), ""
    return "", f"{of.smtp_host}, port {of.smtp_port} ({SECURITY[of.smtp_security]})"
