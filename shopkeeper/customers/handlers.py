"""What the customer record does about its own news: pairs that were carried out elsewhere wait no more."""

from uuid import UUID

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.customers.actions.proposing import settle_overtaken
from shopkeeper.customers.events import CustomersMerged, CustomersParted, PeopleRelinked


@on(CustomersMerged)
def settle_after_merge(news: Announcement) -> None:
    """Two are one now, so nobody needs to be asked whether they are."""
    _settle(news, [news.event.survivor_id])


@on(CustomersParted)
def settle_after_parting(news: Announcement) -> None:
    """One is two now."""
    _settle(news, [news.event.customer_id, news.event.parted_id])


@on(PeopleRelinked)
def settle_after_relink(news: Announcement) -> None:
    """A look at all records put many together otherwise."""
    _settle(news, list(news.event.customer_ids))


def _settle(news: Announcement, people: list[UUID]) -> None:
    settle_overtaken(people=people, by=system_actor("customers.settle_overtaken"), now=news.recorded_at)
