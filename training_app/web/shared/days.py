"""Days as people read them."""

from datetime import date


def spoken(iso: str) -> str:
    """An ISO day as "12 Mar 2026"; empty stays empty."""
    return f"{date.fromisoformat(iso):%-d %b %Y}" if iso else ""
