"""Which scripts a page with a number in its address needs, said in the head of the answer: its file is any such page's.

A browser would find them out only when the scripts of that file have run.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any


def links(path: str) -> str:
    """The value of the header `Link` for a page at this address; empty where the page's own file says it."""
    found = next((scripts for route, scripts in routes() if route.fullmatch(path)), ())
    return ", ".join(f"<{script}>; rel=modulepreload" for script in found)


@cache
def routes() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """The addresses with a part that varies and the scripts of their pages, as the build says; read once."""
    build = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web")) / "build" / "client" / "assets"
    said = next(build.glob("manifest-*.js"), None)
    if said is None:
        return ()
    said_routes: dict[str, Any] = json.loads(said.read_text().partition("=")[2].rstrip().rstrip(";"))["routes"]
    varying = [route for route in said_routes.values() if ":" in route.get("path", "")]
    # Of two that fit an address the one with fewer parts that vary is meant.
    varying.sort(key=lambda route: route["path"].count(":"))
    return tuple((_pattern(route["path"]), (route["module"], *route["imports"])) for route in varying)


def _pattern(path: str) -> re.Pattern[str]:
    parts = ("[^/]+" if part.startswith(":") else re.escape(part) for part in path.strip("/").split("/"))
    return re.compile("/" + "/".join(parts) + "/?")
