"""A desk at which rosters are planned and imported."""

from datetime import datetime

import pytest
from sqlmodel import Session
from support.imports import Desk


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)
