"""Every page and route over real HTTP, asked for by every role: they tell nothing and change nothing."""

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from support.addresses import MADE_UP, address_of, cookie_of
from support.tab import ours

from training_app import training_app as root
from training_app.api.app import api

ROLES = ("sam", "ada", "tess", "max", "lea")


@pytest.fixture
def house(real):
    return real.house


@pytest.mark.rule("P-06", "what was asked for over HTTP is the same page for everybody: it tells nothing of anybody")
def test_pages_over_http_tell_nothing(real, house, kept):
    before = kept()
    for page in root.PAGES:
        address = address_of(page.route, house.assignment)
        answers = [_get(real, address, key) for key in ("", real.keys["sam"], real.keys["lea"])]
        assert {answer.status_code for answer in answers} == {200 if page.route != "/404" else 404}, address
        assert len({answer.content for answer in answers}) == 1, address
        assert "Lifting safely" not in answers[0].text
    assert kept() == before


def test_made_up_addresses_are_answered_and_tell_nothing(real, kept):
    before = kept()
    routes = [page.route for page in root.PAGES if "[" in page.route]
    for address in [address_of(route, one) for route in routes for one in MADE_UP] + [
        "/made-up", "/_upload", "/_upload/x", "/docs", "/redoc", "/openapi.json", "/data/muster.db", "/..%2fmuster.db",
        "/files/1", "/exports/1", "/api/v1", "/states", "/rxconfig.py", "/.env", "/assets/..%2f..%2frxconfig.py",
    ]:  # fmt: skip
        answer = _get(real, address, real.keys["sam"])
        assert answer.status_code in {200, 404}, (address, answer.status_code)
        assert "Lifting safely" not in answer.text
    assert kept() == before


@pytest.mark.rule("P-06", "nothing can be uploaded without a route of ours")
@pytest.mark.parametrize("name", ["", "lea", "sam"])
def test_the_framework_s_upload_is_absent(real, kept, name):
    before = kept()
    told = {"Reflex-Client-Token": "made-up", "Reflex-Event-Handler": next(iter(ours()))} | cookie_of(
        real.keys.get(name, "")
    )
    answer = httpx.post(f"{real.address}/_upload", files={"files": ("x.txt", b"x")}, headers=told)
    assert answer.status_code in {404, 405}
    assert kept() == before


@pytest.mark.rule("P-06", "no route over HTTP takes what another site's page sends, whoever is signed in")
@pytest.mark.parametrize("name", ["", *ROLES])
def test_no_route_takes_what_another_site_sends(real, kept, name):
    before = kept()
    for path in _routes("POST"):
        for said in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = httpx.post(real.address + address_of(path, 1), headers=said | cookie_of(real.keys.get(name, "")),
                                data={"name": "lea", "password": "x" * 12, "token": "x"})  # fmt: skip
            assert answer.status_code == 403, path
    assert kept() == before


def test_no_route_answers_to_another_method(real, kept):
    before = kept()
    for path in _routes("POST"):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            answer = httpx.request(method, real.address + address_of(path, 1), headers=cookie_of(real.keys["sam"]))
            assert answer.status_code in {404, 405}, (method, path)
    assert kept() == before


def _get(real, address: str, key: str) -> httpx.Response:
    headers = cookie_of(key) | {"Accept": "text/html"}
    return real.browser.get(real.address + address, headers=headers, follow_redirects=True)


def _routes(method: str) -> list[str]:
    """The address of each route of ours that takes this method."""
    found = [str(route.path) for route in iter_route_contexts(api.routes) if method in (route.methods or ())]
    assert found
    return found
