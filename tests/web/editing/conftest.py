"""Ada or Sam at an assignment that is edited."""

import pytest
from support.editing.beside import assigned, course


@pytest.fixture
def stretchers(house):
    """Assigned to Lea and Max from today, due in 30 days."""
    return assigned(course(), house.cast.lea, house.cast.max)


@pytest.fixture
async def ada(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    return tab


@pytest.fixture
async def sam(house, tab):
    """Sam, who may override the lock."""
    tab.come_as(house.sign_in(house.cast.sam))
    return tab
