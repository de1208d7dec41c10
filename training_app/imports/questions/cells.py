"""A cell of a file of questions, so that what we write out comes back as it was, whatever its first sign is.

`core.formulas.harmless` puts an apostrophe before what a spreadsheet would take for a formula. A text that begins with
such an apostrophe by itself gets one more, and each reading takes exactly one off.
"""

import re

from training_app.core.formulas import FORMULA
from training_app.imports import cells

_GUARDED = re.compile(rf"''+[{re.escape(''.join(FORMULA))}]")
_LIKE_GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA))}]")


def read(cell: str) -> str:
    """What a cell says, without outer space."""
    text = cells.clean(cell)
    return text[1:] if _GUARDED.match(text) else text


def written(text: str) -> str:
    """A text as it is handed to whatever makes cells harmless."""
    return f"'{text}" if _LIKE_GUARDED.match(text) else text
