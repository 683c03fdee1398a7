"""What a demo retailer is made of: the shape of the files in scenarios/."""

from pathlib import Path

import msgspec
import yaml

from shopkeeper.demo.troubles import Traps, Trouble

SCENARIOS = Path(__file__).parent / "scenarios"
DEFAULT = "thorne_and_wren"


class Named(msgspec.Struct, frozen=True):
    """A key and a name."""

    key: str
    name: str


class Retailer(msgspec.Struct, frozen=True):
    """Who the retailer is."""

    name: str
    country: str
    currency: str
    time_zone: str
    language: str
    service_hour_cost: float = 0.0


class Store(msgspec.Struct, frozen=True):
    """A store: where, its share of people and receipts, its orders to collect a day, its postcode areas."""

    name: str
    region: str
    format: str
    homes: float
    tills: float
    pickups: float
    areas: dict[str, str]
    opened: int | None = None


class Sharer(msgspec.Struct, frozen=True):
    """A warehouse or a carrier with its share of the parcels."""

    name: str
    share: float


class Daily(msgspec.Struct, frozen=True):
    """How much happens on a mean day."""

    till: int
    web: int
    marketplace: int
    phone: int
    contacts: int
    carts: int
    visits: int
    reviews: int
    marketing_spend: int


class Shares(msgspec.Struct, frozen=True):
    """How often things go one way, as shares of 1."""

    till_identified: float
    invited: float
    responds: float
    desk_responds: float
    late: float
    late_at_christmas: float
    late_in_snow: float
    not_found: float
    short_pick: float
    repeat_contact: float
    late_complains: float
    two_cards: float
    web_growth: float


class YearOfMoney(msgspec.Struct, frozen=True):
    """What a year is worth: sales in whole currency units, and the share of them that is margin."""

    year_of_sales: int
    margin: float


class Harm(msgspec.Struct, frozen=True):
    """The share of orders that a harmed customer does not place in so many days."""

    days: int
    late_parcel: float
    not_found: float
    refused_line: float
    desk_wait: float
    too_small: float


class Heroine(msgspec.Struct, frozen=True):
    """The customer whose story is told."""

    given: str
    family: str
    store: str
    email: str
    phone: str


class Post(msgspec.Struct, frozen=True):
    """A named member of staff."""

    name: str
    department: str
    outlet: str = ""


class Category(msgspec.Struct, frozen=True):
    """A category: how many products, from which price to which, and what they are called."""

    name: str
    products: int
    price: tuple[int, int]
    nouns: list[str]


class Department(msgspec.Struct, frozen=True):
    """A department of the assortment: its weight by season (winter first) and the share that comes back."""

    season: tuple[float, float, float, float]
    returned: float
    categories: dict[str, Category]


class Supplier(msgspec.Struct, frozen=True):
    """Who makes the products of which categories."""

    name: str
    region: str
    categories: list[str]


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A retailer and what goes wrong there."""

    retailer: Retailer
    brand: Named
    history_days: int
    people: int
    families: int
    companies: int
    regions: dict[str, str]
    stores: dict[str, Store]
    warehouses: dict[str, Sharer]
    carriers: dict[str, Sharer]
    daily: Daily
    shares: Shares
    money: YearOfMoney
    harm: Harm
    troubles: list[Trouble]
    traps: Traps
    heroine: Heroine
    tablets: list[str]
    employees_per_store: int
    agents: int
    staff: dict[str, Post]
    store_managers: dict[str, str]
    departments: dict[str, str]
    assortment: dict[str, Department]
    department_weights: dict[str, float]
    suppliers: dict[str, Supplier]

    def find[T](self, kind: type[T]) -> T | None:
        """The trouble of that kind, if this retailer has it."""
        return next((trouble for trouble in self.troubles if isinstance(trouble, kind)), None)


def read_scenario(name: str = DEFAULT) -> Scenario:
    """The scenario of that name in scenarios/."""
    text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Scenario)
