"""The bell in open pages, over real websockets: news comes by itself, to the person it is for and to nobody else."""

import asyncio

import pytest
from support.news import settled, tell
from support.socket import connected

from training_app.web.learner.notifications import NotificationsPage

LOOP = True
SECONDS = 3.0


@pytest.mark.rule("N-02", "a new message changes the unread count in open pages without reload within 3 seconds")
async def test_a_new_message_changes_the_bell_in_every_tab_of_its_person_alone(real):
    lea, noa = real.keys["lea"], real.keys["noa"]
    async with connected(real.address, lea) as one, connected(real.address, lea) as two, \
            connected(real.address, noa) as another:  # fmt: skip
        await settled(one, two, another)
        before, others = one.bell(), another.bell()
        await asyncio.to_thread(tell, real.house.cast.lea)
        await asyncio.gather(*(tab.until(lambda tab=tab: tab.bell() == before + 1, SECONDS) for tab in (one, two)))
        await another.settle()
        assert (another.bell(), another.asked_for) == (others, [])


@pytest.mark.rule("N-02", "reading in one page changes the unread count in the others within 3 seconds")
async def test_reading_in_one_tab_changes_the_bell_in_the_other(real):
    async with connected(real.address, real.keys["lea"]) as one, connected(real.address, real.keys["lea"]) as two, \
            connected(real.address, real.keys["noa"]) as another:  # fmt: skip
        await settled(one, two, another)
        others = another.bell()
        await one.send(f"{NotificationsPage.get_full_name()}.read_all")
        await asyncio.gather(*(tab.until(lambda tab=tab: tab.bell() == 0, SECONDS) for tab in (one, two)))
        await another.settle()
        assert another.bell() == others > 0


async def test_a_tab_hears_the_news_of_who_is_in_it_now_and_not_of_who_was_before(real):
    async with connected(real.address, real.keys["ada"], token="one-tab-of-two") as before:
        await before.open("/home")
    async with connected(real.address, real.keys["max"], token="one-tab-of-two") as now:
        await now.open("/home")
        async with connected(real.address, real.keys["ada"]) as elsewhere:
            await settled(elsewhere)
            bell = elsewhere.bell()
            now.asked_for.clear()
            await asyncio.to_thread(tell, real.house.cast.ada)
            await elsewhere.until(lambda: elsewhere.bell() == bell + 1, SECONDS)
        await now.settle()
        assert now.asked_for == []
