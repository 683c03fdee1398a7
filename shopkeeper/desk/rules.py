"""What each role meets in the morning: its numbers, unless the holder chose others, and which work stands first."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from shopkeeper.core.work import WorkItem
from shopkeeper.organization.public import Role

WORKING_DAY = timedelta(hours=12)
EVERYBODY = ("low_score_share", "on_time_delivery", "net_promoter_score", "return_rate")
FIRST_NUMBERS: dict[Role, tuple[str, ...]] = {
    Role.STORE_MANAGER: ("satisfaction", "pickup_not_found", "long_wait_at_returns", "net_promoter_score"),
    Role.STORE_ASSOCIATE: ("satisfaction", "pickup_not_found", "long_wait_at_returns", "net_promoter_score"),
    Role.CONTACT_CENTER_MANAGER: ("repeat_contact_rate", "handling_time", "satisfaction", "low_score_share"),
    Role.CONTACT_CENTER_AGENT: ("repeat_contact_rate", "satisfaction", "low_score_share", "on_time_delivery"),
    Role.ECOMMERCE_MANAGER: ("checkout_drop", "on_time_delivery", "low_score_share", "return_rate"),
    Role.MARKETING_MANAGER: ("net_promoter_score", "repeat_purchase_rate", "response_rate", "revenue"),
    Role.SUPPLY_CHAIN_MANAGER: ("on_time_delivery", "pickup_not_found", "return_rate", "low_score_share"),
    Role.BUYING_MANAGER: ("return_rate", "review_score", "low_score_share", "revenue"),
    Role.FINANCE_MANAGER: ("revenue", "return_rate", "repeat_purchase_rate", "low_score_share"),
    Role.ACCOUNT_MANAGER: ("on_time_delivery", "satisfaction", "repeat_purchase_rate", "return_rate"),
    Role.IT_OWNER: ("checkout_drop", "on_time_delivery", "repeat_contact_rate", "low_score_share"),
    Role.BOARD_MEMBER: ("revenue", "net_promoter_score", "repeat_purchase_rate", "on_time_delivery"),
    Role.CHIEF_CUSTOMER_OFFICER: ("net_promoter_score", "on_time_delivery", "low_score_share", "repeat_contact_rate"),
}


def first_numbers(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The metrics of the first role that has any of its own."""
    return next((FIRST_NUMBERS[Role(role)] for role in roles if Role(role) in FIRST_NUMBERS), EVERYBODY)


def pick_first(items: Sequence[WorkItem], *, now: datetime, most: int, alike: int) -> list[WorkItem]:
    """The first `most`, with no more than `alike` of one kind while other kinds wait.

    First what is due within the working day, by the clock; then what has no deadline but harms people, the weightiest
    first, since a deadline of tomorrow would keep it waiting for ever; then what is due later.
    """
    items = sorted(items, key=lambda item: _rank(item, now))
    met, first, put_off = Counter[str](), list[WorkItem](), list[WorkItem]()
    for item in items:
        met[item.kind] += 1
        (first if met[item.kind] <= alike else put_off).append(item)
    chosen = {id(item) for item in [*first, *put_off][:most]}
    return [item for item in items if id(item) in chosen]


def _rank(item: WorkItem, now: datetime) -> tuple[int, float]:
    if item.due_at is None:
        return 1, -item.weight
    return (0 if item.due_at < now + WORKING_DAY else 2), item.due_at.timestamp()
