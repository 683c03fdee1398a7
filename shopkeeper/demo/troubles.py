"""What may go wrong in a scenario: each trouble with its place, its start and its exact size."""

import msgspec


class LateCarrier(msgspec.Struct, frozen=True, tag_field="kind", tag="late_carrier"):
    """A carrier brings parcels late in one region."""

    number: int
    carrier: str
    region: str
    since: int
    parcels: int
    late: int
    complained: int


class HiddenCollection(msgspec.Struct, frozen=True, tag_field="kind", tag="hidden_collection"):
    """A late till feed hides "collect today" from shoppers near some stores."""

    number: int
    stores: list[str]
    since: int
    reached: int
    dropped: int
    drop_before: float
    feed_minutes: int


class SlowDesk(msgspec.Struct, frozen=True, tag_field="kind", tag="slow_desk"):
    """A returns desk lost a till: long waits in some hours and on Saturdays."""

    number: int
    store: str
    since: int
    responses: int
    low: int
    low_before: float
    waited_long: float
    waited_long_before: float
    hours: tuple[int, int]


class RefusingSupplier(msgspec.Struct, frozen=True, tag_field="kind", tag="refusing_supplier"):
    """A supplier's stale stock file: pieces are refused after they were ordered."""

    number: int
    supplier: str
    skus: int
    since: int
    lines: int
    refused: int
    refused_before: float


class BetterShelf(msgspec.Struct, frozen=True, tag_field="kind", tag="better_shelf"):
    """A store improved: fewer orders are not found when the customer comes to collect."""

    number: int
    store: str
    since: int
    pickups: int
    not_found: int


class PhantomStock(msgspec.Struct, frozen=True, tag_field="kind", tag="phantom_stock"):
    """A department of one store counts pieces that are not there."""

    number: int
    store: str
    department: str
    since: int
    pickups: int
    not_found: int
    not_found_before: float


class HastyCalls(msgspec.Struct, frozen=True, tag_field="kind", tag="hasty_calls"):
    """A shorter handling time makes people call again."""

    number: int
    since: int
    contacts: int
    repeats: int
    handle_before: int
    handle_after: int


class PlaceholderCards(msgspec.Struct, frozen=True, tag_field="kind", tag="placeholder_cards"):
    """Tills type the same address and phone for many members."""

    number: int
    stores: list[str]
    since: int
    records: int
    opted_out_elsewhere: int
    street: str
    city: str
    postcode: str
    phone: str


class SmallBatch(msgspec.Struct, frozen=True, tag_field="kind", tag="small_batch"):
    """A new batch of one product turns out too small, in all outlets."""

    number: int
    product: str
    category: str
    batch_before: str
    batch: str
    since: int
    lines: int
    returned: int
    returned_before: float
    comments: int
    comments_too_small: int


Trouble = (
    LateCarrier
    | HiddenCollection
    | SlowDesk
    | RefusingSupplier
    | BetterShelf
    | PhantomStock
    | HastyCalls
    | PlaceholderCards
    | SmallBatch
)


class LowestStore(msgspec.Struct, frozen=True):
    """The store with the lowest score, by few responses."""

    store: str
    responses: int
    promoters: int
    detractors: int


class SilentFeed(msgspec.Struct, frozen=True, rename={"first": "from", "last": "until"}):
    """A feed that brought nothing between two days."""

    source: str
    first: int
    last: int


class Mix(msgspec.Struct, frozen=True):
    """Since when a total falls by mix alone: the web shop asks more of its buyers."""

    since: int
    web_invited: float


class SmileTraining(msgspec.Struct, frozen=True):
    """Stores that were lowest by chance, were trained, and came back to where they had been."""

    stores: list[str]
    measured_from: int
    trained: int


class Traps(msgspec.Struct, frozen=True):
    """What must stay silent or be worded honestly."""

    lowest_store: LowestStore
    silent_feed: SilentFeed
    mix: Mix
    smile_training: SmileTraining
    snow_days: int
