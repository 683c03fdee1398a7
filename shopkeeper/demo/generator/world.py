"""The things of the demo's world. Times are local seconds from the day of loading; prices are in pence."""

from dataclasses import dataclass, field

NEVER = 10**9
STORE_CHANNEL, WEB, MARKETPLACE, PHONE = "store", "web", "marketplace", "phone"
CARRIED, HOME, PICKUP = "carried", "home", "pickup"


@dataclass(slots=True)
class Product:
    """Something on sale; `share_returned` comes back."""

    sku: str
    name: str
    category: str
    department: str
    supplier: str
    price: int
    cost_share: float
    share_returned: float
    weight: float = 1.0

    @property
    def cost(self) -> int:
        """Pence that a piece costs us."""
        return round(self.price * self.cost_share)


@dataclass(slots=True)
class Record:
    """A person as one source knows them."""

    source: str
    key: str
    name: str
    family: str
    email: str
    phone: str
    card: str
    street: str
    city: str
    postcode: str
    made_at: int = 0


@dataclass(slots=True, eq=False)
class Person:
    """A person, living nearest to `store`, with their records by source."""

    number: int
    given: str
    family: str
    email: str
    phone: str
    born: str
    street: str
    postcode: str
    area: str
    city: str
    store: str
    pace: float
    records: dict[str, list[Record]] = field(default_factory=dict)
    orders: list["Order"] = field(default_factory=list)
    hurt_at: int = NEVER
    silent_from: int = NEVER

    def all_records(self) -> list[Record]:
        """Their records in all sources."""
        return [record for records in self.records.values() for record in records]

    def key(self, *sources: str) -> str:
        """The key of the person's record in the first of these sources that knows them."""
        found = next((self.records[source] for source in sources if source in self.records), None)
        return (found or next(iter(self.records.values())))[0].key


@dataclass(slots=True, eq=False)
class Line:
    """A line of an order; `discount` in percent."""

    product: Product
    quantity: int
    discount: int = 0
    batch: str = ""
    refused_at: int | None = None
    returned: "Return | None" = None

    @property
    def amount(self) -> int:
        """Pence for the line."""
        return self.product.price * self.quantity - self.rebate

    @property
    def rebate(self) -> int:
        """Pence off the line."""
        return self.product.price * self.quantity * self.discount // 100


@dataclass(slots=True)
class Parcel:
    """A parcel: carrier, warehouse, handed over and delivered when, promised for which day."""

    carrier: str
    ship_from: str
    handed_over_at: int
    promised: int
    delivered_at: int

    @property
    def is_late(self) -> bool:
        """Delivered after the day that was promised."""
        return self.delivered_at // 86_400 > self.promised


@dataclass(slots=True)
class Pickup:
    """An order waiting in a store."""

    promised_at: int
    ready_at: int
    came_at: int
    waited: int
    not_found: bool = False
    collected: bool = True


@dataclass(slots=True)
class Return:
    """Pieces that came back to an outlet's desk, or by post (outlet WEB)."""

    outlet: str
    at: int
    reason: str
    waited: int | None
    comment: str = ""
    from_slow_hours: bool = False


@dataclass(slots=True, eq=False)
class Order:
    """An order or a receipt. `store` is the till's store or the one nearest to the buyer's home."""

    channel: str
    store: str
    at: int
    mode: str
    person: Person | None = None
    record_key: str = ""
    company: str = ""
    area: str = ""
    city: str = ""
    number: str = ""
    lines: list[Line] = field(default_factory=list)
    parcel: Parcel | None = None
    pickup: Pickup | None = None
    canceled_at: int | None = None
    wants: str = ""
    told: bool = False

    @property
    def day(self) -> int:
        """The day it was placed."""
        return self.at // 86_400


@dataclass(slots=True)
class Hurt:
    """Something bad that happened to a person."""

    person: Person
    at: int
    kind: str
    order: Order
    complains: bool = False


@dataclass(slots=True)
class Contact:
    """A call, chat or e-mail."""

    person: Person
    at: int
    kind: str
    topic: str
    queue: int
    handle: int
    outcome: str
    agent: int
    order: Order | None = None
    text: str = ""
    follows: bool = False


@dataclass(slots=True)
class Step:
    """One step of a session in the web shop."""

    session: str
    at: int
    step: str
    store: str
    area: str
    device: str
    detail: str = ""
    order: Order | None = None


@dataclass(slots=True)
class Response:
    """Something said with a judgment; `invited_at` where we had asked."""

    kind: str
    touchpoint: str
    at: int
    scale: str
    score: int | None
    outlet: str = ""
    channel: str = ""
    person: Person | None = None
    order: Order | None = None
    product: Product | None = None
    text: str = ""
    title: str = ""
    invitation: str = ""
    hurt: bool = False


@dataclass(slots=True)
class Invitation:
    """Somebody was asked."""

    key: str
    person: Person
    touchpoint: str
    at: int
    outlet: str
    order: Order | None = None
