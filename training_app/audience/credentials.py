"""Certifications and their states in a sentence about people."""

from collections.abc import Iterable

from training_app.audience.naming import GONE, within
from training_app.audience.phrases import Clause, Said, an, either
from training_app.audience.rules import Held, HeldWanted, held_of


def certification(said: Said) -> Clause:
    """Who holds a certification in some state, or not: "with a PALS that expires within 60 days"."""
    wanted = [(name, held) for value in said.values if (name := said.names.get(value)) and (held := held_of(value))]
    unheld = {name for name, held in wanted if held.state is Held.MISSING}
    # Expired and missing are everybody who holds no valid one.
    lapsed = {name for name, held in wanted if held.state is Held.EXPIRED}
    has = [_phrase(name, held) for name, held in wanted if _is_had(name, held, unheld & lapsed)]
    valid = [name for name, held in wanted if held.state is Held.VALID]
    held_parts = [*([f"a valid {either(valid)}"] if valid else []), *has]
    if len(wanted) < len(said.values):
        held_parts.append(f"a certification that {GONE}")
    not_held = [*_once(f"valid {name}" if name in lapsed else name for name in _names(wanted, unheld))]
    return Clause(_verb(said, held_parts, not_held), _after(held_parts, not_held))


def _names(wanted: Iterable[tuple[str, HeldWanted]], among: set[str]) -> list[str]:
    return _once(name for name, _held in wanted if name in among)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _is_had(name: str, held: HeldWanted, neither: set[str]) -> bool:
    return held.state is Held.EXPIRING or (held.state is Held.EXPIRED and name not in neither)


def _phrase(name: str, held: HeldWanted) -> str:
    if held.state is Held.EXPIRED:
        return f"an expired {name}"
    return f"{an(name)} that expires {within(held.days)}"


def _verb(said: Said, held: list[str], not_held: list[str]) -> str:
    missing = [f"no {name}" for name in not_held]
    return f"{said.have()} {' or '.join([*held, *missing])}"


def _after(held: list[str], not_held: list[str]) -> str:
    missing = [f"without a {name}" if name.startswith("valid ") else f"without {an(name)}" for name in not_held]
    return " or ".join([*([f"with {' or '.join(held)}"] if held else []), *missing])
