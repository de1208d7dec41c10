"""What every handler has: a policy, arguments that are checked, and an answer when something goes wrong."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from uuid import uuid4

import reflex as rx

from training_app.accounts import actions as accounts
from training_app.core import clock, db
from training_app.core.errors import Invalid, MusterError, NotAllowed, Problem
from training_app.web.shared.gate import Policy, allow
from training_app.web.shared.notices import say
from training_app.web.shared.session import actor_of

log = logging.getLogger(__name__)
Verb = Callable[..., Awaitable[Any]]


class Malformed(Invalid):
    """This call makes no sense: it did not come from one of our pages."""


def handler(policy: Policy, **options: Any) -> Callable[[Verb], Any]:
    """Make an event handler that `policy` guards and whose errors become notices."""

    def make(verb: Verb) -> Any:
        return rx.event(**options)(allow(policy)(_answering(verb)))

    return make


def number(value: object) -> int:
    """An id that a page sent, as a number; `Malformed` when it is anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004  # 32 bits
        raise Malformed(Problem("number", "This call makes no sense: a number was expected."))
    return int(text)


def words(value: object, longest: int = 200) -> str:
    """Text that a page sent, cut to its limit; `Malformed` when it is anything else."""
    if not isinstance(value, str) or not _is_unicode(value):
        raise Malformed(Problem("text", "This call makes no sense: text was expected."))
    return value[:longest].replace("\x00", "")


def flag(value: object) -> bool:
    """A switch that a page sent; `Malformed` when it is anything else."""
    if not isinstance(value, bool):
        raise Malformed(Problem("switch", "This call makes no sense: on or off was expected."))
    return value


def _is_unicode(text: str) -> bool:
    """Half of a pair of surrogates, which JSON can carry, can be written nowhere."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _answering(verb: Verb) -> Verb:
    @wraps(verb)
    async def answer(self: rx.State, *args: Any, **named: Any) -> Any:
        try:
            return await verb(self, *args, **named)
        except (Malformed, NotAllowed) as refused:
            await _record(self, verb)
            await say(self, refused.message, is_error=True)
        except MusterError as refused:
            await say(self, refused.message, is_error=True)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("handler %s failed, reference %s", verb.__qualname__, reference)
            await say(self, f"Something went wrong on our side. Try again; if it stays, tell us {reference}.",
                      is_error=True)  # fmt: skip
        return None

    return answer


async def _record(state: rx.State, verb: Verb) -> None:
    actor = await actor_of(state)
    await db.in_write(accounts.record_refusal, actor, f"{verb.__module__}.{verb.__qualname__}", clock.now())
