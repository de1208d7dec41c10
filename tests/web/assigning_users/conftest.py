"""Ada at the people step of a draft of her own."""

import pytest
from support.drafts import begin, step


@pytest.fixture
def draft(house):
    """Ada's draft."""
    return begin(house.cast.ada)


@pytest.fixture
async def ada(house, tab, draft):
    """Ada at the step."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(step(draft))
    return tab
