"""Finding a training as one types: to let it award the certification, or to ask for it before."""

from typing import Any

import reflex as rx

from training_app.certifications.kinds import finding
from training_app.certifications.rules import Prerequisite
from training_app.core import db
from training_app.web.admin.certifications.kind.sources import ASKED, TRACK, KindSources, Source, source
from training_app.web.shared import forms, session
from training_app.web.shared.handling import handler, words

LABEL = "Find a training by its title or code"
LABEL_ASKED = "Find what to ask for by its title or code"


class KindFinder(rx.State):
    """What the two search boxes find."""

    q: str = ""
    trainings: list[Source] = []
    q_asked: str = ""
    asked: list[Source] = []

    @handler(TRACK, supersedes=True)
    async def open(self) -> None:
        """Begin with empty boxes."""
        self.q, self.trainings, self.q_asked, self.asked = "", [], "", []

    @handler(TRACK, supersedes=True)
    async def find(self, text: str) -> None:
        """Offer trainings that award it."""
        said = words(text, 100)
        found = await self._matching(said)
        self.q, self.trainings = said, found

    @handler(TRACK, supersedes=True)
    async def find_asked(self, text: str) -> None:
        """Offer trainings to ask for before."""
        said = words(text, 100)
        found = await self._matching(said)
        self.q_asked, self.asked = said, found

    async def _matching(self, q: str) -> list[Source]:
        return [source(one) for one in await db.in_read(finding.trainings, await session.me(self), q=q)]


def to_award() -> rx.Component:
    """The box that adds trainings."""

    def offer(one: rx.Var[Source]) -> rx.Component:
        is_there = KindSources.trainings.contains(one.id, "id")
        add = _act("Add", one, KindSources.add(one.id))
        return _offer(one, rx.cond(is_there, rx.el.span("Awards it", class_name="muted small"), add))

    box = forms.search(name="find_training", label=LABEL, value=KindFinder.q, on_change=KindFinder.find.debounce(250))
    return rx.el.div(box, _offers(KindFinder.q, KindFinder.trainings, offer))


def to_ask_for() -> rx.Component:
    """The box that adds prerequisites."""

    def offer(one: rx.Var[Source]) -> rx.Component:
        enrolled, attended = (_act(ASKED[what], one, KindSources.require(one.id, what.value)) for what in Prerequisite)
        return _offer(one, rx.el.div(enrolled, rx.cond(one.is_instructor_led, attended), class_name="row wrap"))

    box = forms.search(
        name="find_prerequisite", label=LABEL_ASKED, value=KindFinder.q_asked,
        on_change=KindFinder.find_asked.debounce(250),
    )  # fmt: skip
    return rx.el.div(box, _offers(KindFinder.q_asked, KindFinder.asked, offer))


def _offers(q: rx.Var[str], found: rx.Var[list[Source]], offer: Any) -> rx.Component:
    return rx.el.div(
        rx.el.ul(rx.foreach(found, offer), aria_label="Trainings found"),
        rx.cond(
            (q != "") & (found.length() == 0), rx.el.p("No training matches “" + q + "”.", class_name="muted pad-12")
        ),
        hidden=q == "",
        class_name="card offers",
    )


def _offer(one: rx.Var[Source], act: rx.Component) -> rx.Component:
    about = rx.el.span(rx.el.span(one.code, class_name="mono"), " · ", one.about, class_name="muted small")
    return rx.el.li(rx.el.div(rx.el.span(one.title), about, class_name="col push"), act)


def _act(verb: str, one: rx.Var[Source], on_click: Any) -> rx.Component:
    name = rx.el.span(" " + one.title, class_name="sr")
    return rx.el.button(verb, name, on_click=on_click, type="button", class_name="btn small-btn")
