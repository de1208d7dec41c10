"""How Reflex builds and serves the app. What an installation decides is `training_app.core.settings`."""

import re
from typing import Any
from urllib.parse import urlsplit

import reflex as rx
from reflex_base.plugins import Plugin

from training_app.core.settings import settings

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Themes(rx.plugins.RadixThemesPlugin):
    """Radix Themes without what no page of ours uses of it: colours, classes for layout, most of its components."""

    def get_frontend_dependencies(self, **context: Any) -> tuple[str, ...]:
        """None: what is named here is loaded whole, for components made by the server. Ours bring what they import."""
        del context
        return ()

    def get_stylesheet_paths(self, **context: Any) -> tuple[str, ...]:
        """The parts of its stylesheet. A colour that is used for the first time is added here."""
        del context
        colours = ("slate", "teal", "red", "amber", "green", "blue")
        parts = ("tokens/base", *(f"tokens/colors/{colour}" for colour in colours), "components")
        return tuple(f"@radix-ui/themes/{part}.css" for part in parts)


class FewFiles(Plugin):
    """Icons come in one file, and what every page needs in another: on a phone a file costs more than its few bytes."""

    EVERYWHERE = "react|react-dom|scheduler|react-router|@emotion|socket.io-client|engine.io-client"
    GROUPS = (
        '{ test: /lucide-react/, name: "icons" }',
        f'{{ test: /node_modules.({EVERYWHERE})./, name: "framework" }}',
    )

    def pre_compile(self, **context: Any) -> None:
        """Say so to the bundler, in the settings that Reflex writes for it."""
        context["add_modify_task"]("vite.config.js", self._grouped)

    def _grouped(self, settings: str) -> str:
        found = "groups: ["
        if found not in settings:
            raise RuntimeError("Reflex has no groups in the settings of its bundler any more")
        return settings.replace(found, found + ", ".join(self.GROUPS) + ",", 1)


class AnyAddress(Plugin):
    """The browser talks to where the page came from; Reflex bakes an address into the build."""

    def post_build(self, **context: Any) -> None:
        """Replace the baked address by the page's own, before the files are compressed."""
        for file in (context["static_dir"] / "assets").glob("reflex-env-*.js"):
            text = re.sub(r"`http://localhost:\d+(/[^`]*)`", r"`${location.origin}\1`", file.read_text())
            socket = r'`${location.origin.replace(/^http/,"ws")}\1`'
            file.write_text(re.sub(r"`ws://localhost:\d+(/[^`]*)`", socket, text))


def allowed_origins() -> list[str]:
    """The pages that may open the websocket: our own address, under each name of the loopback if it is one of them."""
    address = settings().address()
    named = urlsplit(address)
    if named.hostname not in {host.strip("[]") for host in LOOPBACK}:
        return [address]
    port = f":{named.port}" if named.port else ""
    return [f"{named.scheme}://{host}{port}" for host in LOOPBACK]


config = rx.Config(
    app_name="training_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=allowed_origins(),
    redis_url=settings().redis_url or None,
    trusted_proxy_hops=settings().trusted_proxies,
    default_color_mode="system",
    plugins=[
        Themes(
            theme=rx.theme(
                accent_color="teal",
                gray_color="slate",
                radius="medium",
                panel_background="solid",
                scaling="95%",  # assets/ sets 100 % on phones
            )
        ),
        FewFiles(),
        AnyAddress(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
