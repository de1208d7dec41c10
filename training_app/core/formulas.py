"""What a spreadsheet program would take for a formula, and how to keep it from that (M-05)."""

FORMULA = frozenset("=+-@\t\r")


def harmless(cell: str) -> str:
    """A cell that no program takes for a formula; `imports.cells.clean` takes the apostrophe off again."""
    return f"'{cell}" if cell[:1] in FORMULA else cell
