"""A page with a number in its address names its scripts before the browser could find them out."""

import json

import pytest

from training_app.api import ahead

SCRIPTS = {"module": "/assets/learn.js", "imports": ["/assets/framework.js"]}
NEW = {"module": "/assets/new.js", "imports": []}


@pytest.fixture
def build(tmp_path, monkeypatch):
    """A build with a page of its own file, and two whose address varies."""
    assets = tmp_path / "build" / "client" / "assets"
    assets.mkdir(parents=True)
    routes = {
        "home": {"path": "home", "module": "/assets/home.js", "imports": []},
        "root": {"path": "", "module": "/assets/root.js", "imports": []},
        "learn": {"path": "learn/:enrollment_id"} | SCRIPTS,
        "step": {"path": "learn/:enrollment_id/:step", "module": "/assets/step.js", "imports": []},
        "new": {"path": "learn/:enrollment_id/new"} | NEW,
    }
    (assets / "manifest-1f.js").write_text(f"window.__reactRouterManifest={json.dumps({'routes': routes})};")
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    ahead.routes.cache_clear()
    yield
    ahead.routes.cache_clear()


def test_a_page_whose_address_varies_names_its_scripts(build):
    assert ahead.links("/learn/5") == ahead.links("/learn/5/")
    assert ahead.links("/learn/5") == "</assets/learn.js>; rel=modulepreload, </assets/framework.js>; rel=modulepreload"


def test_of_two_routes_that_fit_the_plainer_is_meant(build):
    assert ahead.links("/learn/5/new") == "</assets/new.js>; rel=modulepreload"
    assert ahead.links("/learn/5/exam") == "</assets/step.js>; rel=modulepreload"


@pytest.mark.parametrize("path", ["/home", "/", "/learn", "/learn/5/exam/more", "/learning/5", "/nowhere"])
def test_any_other_page_names_none(build, path):
    assert ahead.links(path) == ""


def test_without_a_build_nothing_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path))
    ahead.routes.cache_clear()
    assert ahead.links("/learn/5") == ""
    ahead.routes.cache_clear()
