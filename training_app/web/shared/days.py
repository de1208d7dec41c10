"""Days as people read them."""

from datetime import date


def day_said(text: str) -> date | None:
    """The day that a box sends as ISO; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def spoken(iso: str) -> str:
    """An ISO day as "12 Mar 2026"; empty stays empty."""
    return f"{date.fromisoformat(iso):%-d %b %Y}" if iso else ""
