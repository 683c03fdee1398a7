"""What crosses the organization's boundary."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles that people hold; permissions hang on them."""

    STORE_MANAGER = "store_manager"
    STORE_ASSOCIATE = "store_associate"
    CONTACT_CENTER_MANAGER = "contact_center_manager"
    CONTACT_CENTER_AGENT = "contact_center_agent"
    ECOMMERCE_MANAGER = "ecommerce_manager"
    MARKETING_MANAGER = "marketing_manager"
    SUPPLY_CHAIN_MANAGER = "supply_chain_manager"
    BUYING_MANAGER = "buying_manager"
    ACCOUNT_MANAGER = "account_manager"
    FINANCE_MANAGER = "finance_manager"
    DATA_STEWARD = "data_steward"
    IT_OWNER = "it_owner"
    CHIEF_CUSTOMER_OFFICER = "chief_customer_officer"
    BOARD_MEMBER = "board_member"
    ADMINISTRATOR = "administrator"


class OutletKind(StrEnum):
    """What customers meet."""

    STORE = "store"
    WEB_SHOP = "web_shop"
    CONTACT_CENTER = "contact_center"
    MARKETPLACE = "marketplace"


@dataclass(frozen=True, slots=True)
class Person:
    """An employee as others know them."""

    id: UUID
    name: str
    role: Role
    outlet_id: UUID | None
    email: str = ""


@dataclass(frozen=True, slots=True)
class OutletCard:
    """An outlet as others know it."""

    id: UUID
    code: str
    name: str
    kind: OutletKind
    region: str


@dataclass(frozen=True, slots=True)
class RetailerCard:
    """The retailer: name, country (ISO 3166), reporting currency (ISO 4217), time zone (IANA), language."""

    name: str
    country: str
    currency: str
    time_zone: str
    language: str
    service_hour_cost: float = 0.0
    """What an hour of serving customers costs, all in; 0 where nobody has said."""


@dataclass(frozen=True, slots=True)
class WorkingBlock:
    """Working time that starts on a weekday (0 is Monday); a block that closes before it opens runs past midnight."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a place works: blocks by weekday in its own time zone, and days on which it is closed."""

    time_zone: str
    blocks: tuple[WorkingBlock, ...]
    closed_on: frozenset[date] = frozenset()
