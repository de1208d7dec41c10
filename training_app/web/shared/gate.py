"""The gate before every event handler: deny by default (P-06).

Every public method of a State can be called by anyone with a websocket, with any arguments. So a handler says who may
call it with `@allow(…)`; one that says nothing is refused. The framework's own handlers pass by exact name, never by
module: every State has a `setvar` of Reflex's that would call any synchronous `set_…` of ours.
"""

import inspect
from collections.abc import Callable
from typing import Any, Final, TypeVar

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.core import clock, db
from training_app.web.shared import routes
from training_app.web.shared.session import actor_of

ANYONE: Final = "anyone"
SIGNED_IN: Final = "signed in"
Policy = Permission | frozenset[Permission] | str

ROOT = "reflex___state____state."
BOOT = frozenset({ROOT + "hydrate", ROOT + "hydrate_and_load"})
FRAMEWORK = BOOT | {
    ROOT + "set_is_hydrated",
    ROOT + "reflex___state____on_load_internal_state.on_load_internal",
    ROOT + "reflex___state____on_load_internal_state.set_is_hydrated",
    ROOT + "reflex___state____update_vars_internal_state.update_vars_internal",
    ROOT + "reflex___state____frontend_event_exception_state.handle_frontend_exception",
}
Handler = TypeVar("Handler", bound=Callable[..., Any])


def allow(policy: Policy) -> Callable[[Handler], Handler]:
    """Say who may call a handler: anyone, who is signed in, or who has a permission; of several any is enough."""

    def mark(handler: Handler) -> Handler:
        handler._policy = policy  # type: ignore[attr-defined]  # a mark that the gate reads
        return handler

    return mark


def policy_of(name: str) -> Policy | None:
    """Who may call the handler of that full name; None when it says nothing or does not exist."""
    registered = RegistrationContext.get().event_handlers.get(name)
    return getattr(registered.handler.fn, "_policy", None) if registered else None


class Tab(rx.State):
    """What a browser tab remembers: the sign-in that its state belongs to."""

    _sign_in: str = ""


class Gate(rx.Middleware):
    """Refuses what is not allowed, records it, and keeps one person's state from the next."""

    async def preprocess(self, app: rx.App, state: rx.State, event: Event) -> StateUpdate | None:  # type: ignore[override]  # BaseState
        """Let the event pass (None) or answer in its place."""
        del app
        if event.name in FRAMEWORK - BOOT:
            return None
        actor = await actor_of(state)
        tab = await state.get_state(Tab)
        key = actor.key_hash if actor else ""
        if event.name in BOOT:
            _bind(state, tab, key)
            return None
        tab._sign_in = tab._sign_in or key  # a state that had expired holds nothing yet
        if _passes(policy_of(event.name), actor, is_bound=tab._sign_in == key) and _fits(event):
            return None
        if actor is None:
            return StateUpdate(events=Event.from_event_type(_leave(state)))
        await db.in_write(accounts.record_refusal, actor, event.name, clock.now())
        return StateUpdate(events=Event.from_event_type(_say_refused()))


def _leave(state: rx.State) -> Any:
    return rx.redirect(routes.sign_in(state.router.url.path, state.router.url.query))


def _say_refused() -> Any:
    # The tab is asked to say it itself: what is changed before a refused event is not sent.
    from training_app.web.shared.notices import Notices  # noqa: PLC0415  # its handlers need `allow` from here

    refused: Any = Notices.refused
    return refused()


def _bind(state: rx.State, tab: Tab, key: str) -> None:
    """Let nothing of the person before survive, whatever the browser did."""
    if tab._sign_in != key:
        root: Any = state._get_root_state()
        root.reset()
        tab._sign_in = key


def _passes(policy: Policy | None, actor: Actor | None, *, is_bound: bool) -> bool:
    if policy == ANYONE:
        return True
    if policy is None or actor is None or not is_bound:
        return False
    if isinstance(policy, frozenset):
        return bool(policy & actor.permissions)
    return policy == SIGNED_IN or policy in actor.permissions


def _fits(event: Event) -> bool:
    """Whether the handler takes these arguments. What they may be, the handler sees itself."""
    handler = RegistrationContext.get().event_handlers[event.name].handler
    try:
        inspect.signature(handler.fn).bind(None, **event.payload)
    except TypeError:
        return False
    return True
