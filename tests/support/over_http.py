"""The real HTTP side without sockets: every request goes through the outermost layer, as the server hands it over."""

from httpx import ASGITransport, AsyncClient
from sqlmodel import col, select

from training_app.api.app import api
from training_app.api.headers import Answers
from training_app.core import db
from training_app.core.events import Event

PASSWORD = "lifting-with-legs"


def client_from(address: str = "192.0.2.1") -> AsyncClient:
    """A browser at that address."""
    transport = ASGITransport(Answers(api), client=(address, 50_000), raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://localhost:3000")


def mailed(act: str) -> list[str]:
    """The tokens that facts of this kind carry to the mail."""
    with db.read() as session:
        facts = session.exec(select(Event).where(Event.act == act).order_by(col(Event.id)))
        return [fact.payload["token"] for fact in facts]
