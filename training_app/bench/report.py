"""What was measured, printed line by line and written as a list."""

import json
from pathlib import Path

from training_app.bench.measure import Bar, Figure

HEAD = f"{'work':58} {'seconds':>10} {'bare':>10} {'ratio':>8} {'spread':>7} {'peak':>8}  bar"


def line(figure: Figure, bar: Bar) -> str:
    """One figure beside its bar; one that misses it says so."""
    verdict = "" if figure.keeps(bar) else "  MISSED"
    return (
        f"{figure.work:58} {figure.seconds:>8.4f} s {figure.bare_seconds:>8.4f} s {figure.ratio:>8.2f} "
        f"{figure.spread:>6.0%} {figure.peak_mb:>5.0f} MB  {bar.words()}{verdict}"
    )


def write(figures: list[Figure], file: Path) -> None:
    """Write all figures into `file`, in place of what it held."""
    file.write_text(json.dumps([figure.entry() for figure in figures], indent=2) + "\n", encoding="utf-8")
