"""What `muster serve` refuses before it serves anything."""

import contextlib
import socket

import pytest
from support.server import Server

from training_app.core import db
from training_app.core.organization import OrganizationRow


@pytest.fixture
def server(database):
    return Server(database.data, {"MUSTER_DATABASE_URL": database.url})


def test_a_port_that_is_taken_is_named_with_the_way_to_choose_another(server):
    with contextlib.closing(socket.create_server(("127.0.0.1", server.port))):
        assert f"MUSTER_PORT={server.port + 1}" in server.refused("serve")


def test_demo_data_is_served_to_this_machine_only(server):
    with db.write() as session:
        session.add(OrganizationRow(is_demo=True))
    server.said = server.said | {"MUSTER_HOST": "0.0.0.0"}  # noqa: S104
    assert "to this machine only" in server.refused("serve")
