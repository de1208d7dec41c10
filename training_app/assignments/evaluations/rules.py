"""What may be answered to a question of an evaluation; needs no row (T-02)."""

from training_app.catalog.rules import SCALE, ItemKind

LONGEST = 4000


def read(value: object, *, kind: str, choices: int) -> str:
    """An answer as it is kept, to a question of so many choices; empty for none. `ValueError` says what is expected.

    Of a scale it is its number, of a choice its place from 1, and a text is what was written.
    """
    said = str(value) if type(value) is int and abs(value) <= LONGEST else value
    if not isinstance(said, str) or not _is_unicode(said):
        raise ValueError(_EXPECTED[ItemKind(kind)])
    if not said.strip():
        return ""
    if kind == ItemKind.TEXT:
        return _text(said)
    allowed = SCALE if kind == ItemKind.SCALE else range(1, choices + 1)
    if said not in {str(number) for number in allowed}:
        raise ValueError(_EXPECTED[ItemKind(kind)])
    return said


_EXPECTED = {
    ItemKind.SCALE: f"Choose a number from {SCALE[0]} to {SCALE[-1]}.",
    ItemKind.CHOICE: "Choose one of the answers.",
    ItemKind.TEXT: "Write your answer as text.",
}


def _text(said: str) -> str:
    if len(said) > LONGEST:
        message = f"This answer has {len(said):,} signs. It can have {LONGEST:,}."
        raise ValueError(message)
    return said.replace("\x00", "")


def _is_unicode(text: str) -> bool:
    """Half of a pair of surrogates, which JSON can carry, can be written nowhere."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
