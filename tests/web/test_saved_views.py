"""Filters of people that were saved under a name: used by everybody who finds people, deleted by who may."""

import pytest
from support.filtering import names

from training_app.accounts import queries as accounts
from training_app.audience import actions as audience
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.shared.saved_views import SavedViews


@pytest.fixture
async def ada_s(house, tab):
    """A tab in which an admin looks at everybody."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/people")
    return tab


async def test_a_filter_is_saved_used_and_deleted(house, ada_s):
    await ada_s.go("/people?level=ALS&sort=-name&page=1")
    await ada_s.send(SavedViews.save, {"form": {"name": "Medics"}})
    views = await ada_s.state(SavedViews)
    await ada_s.go("/people?sort=email")
    assert [(one.name, one.href, one.made_by) for one in views.views] == [
        ("Medics", "/people?level=ALS&sort=email", "Ada Admin")
    ]
    await ada_s.go(views.views[0].href)
    assert await names(ada_s) == ["Lea Learner", "Max Manager"]
    await ada_s.send(SavedViews.ask, {"saved_id": views.views[0].id})
    assert views.asked == "Medics"
    await ada_s.send(SavedViews.cancel)
    assert (views.asked, len(views.views)) == ("", 1)
    await ada_s.send(SavedViews.ask, {"saved_id": views.views[0].id})
    await ada_s.send(SavedViews.forget)
    assert views.views == []


async def test_another_s_saved_view_can_be_used_but_not_deleted_by_a_manager(house, tab, refusals):
    with db.write() as session:
        ada = accounts.actor_of(session, person_id=known(house.cast.ada.id))
        number = audience.save(session, ada, name="Medics", query="level=ALS", now=clock.now())
    tab.come_as(house.sign_in(house.cast.max))
    await tab.open("/people")
    views = await tab.state(SavedViews)
    assert [(one.name, one.may_delete) for one in views.views] == [("Medics", False)]
    await tab.send(SavedViews.ask, {"saved_id": number})
    await tab.send(SavedViews.forget)
    assert [one.name for one in views.views] == ["Medics"]
    assert refusals() == {(house.cast.max.id, "forget"): 1}
