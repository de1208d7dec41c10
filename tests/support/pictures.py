"""Pictures of pages for the README, taken by the journeys that prove them."""

import os
from pathlib import Path

from playwright.sync_api import Page


def picture(page: Page, name: str) -> None:
    """Keep what is shown, when `MUSTER_PICTURES` names a folder."""
    folder = os.environ.get("MUSTER_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
