"""Where members may submit (C-25)."""

import pytest
from support import scans
from support.cast import Cast
from support.submitting import Desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    desk = Desk(cast, scans.kind(cast.build.session, now=cast.build.now))
    desk.switch(members_may_submit=True)
    return desk
