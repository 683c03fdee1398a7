"""What a retailer decides about orders, with its standards."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySpec:
    """What may come back, for a category or for all: within how many days, what is faulty within how many, and when a
    person decides."""

    category_id: UUID | None = None
    days: int = 30
    faulty_days: int = 730
    is_final_sale: bool = False
    person_above: Decimal | None = None
    worn_percent: int = 50
    refunds_delivery: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillLimits:
    """Up to how much somebody who serves, and somebody who leads, gives back without a second person."""

    serving: Decimal = Decimal(25)
    leading: Decimal = Decimal(250)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReceiptLimits:
    """How many pieces are taken back without a receipt from one person, within how many days; their worth is the least
    that anybody paid in the last `price_days`."""

    pieces: int = 3
    days: int = 180
    price_days: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OftenBack:
    """Who sent back so many pieces within so many days, and so large a share of what they got, is looked at by a
    person."""

    pieces: int = 5
    percent: int = 50
    days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """How many days after pieces came back their money is promised for."""

    days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ScarcePieces:
    """Whether orders whose promised day has passed, and then those of companies, get what turns up before others."""

    let_down_first: bool = True
    companies_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfDays:
    """How long an order waits on the shelf, in open days of the store; how often and how much longer on request; how
    many days before the end its customer is reminded."""

    kept: int = 7
    longer: int = 3
    longer_times: int = 2
    remind_before: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopOrders:
    """For how many hours an order of another shop system is a live one, and for how many days after it was placed that
    system promises it (None: it says nothing)."""

    live_hours: int = 48
    promised_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelNews:
    """Whose customers are written to that a parcel has left, with the way to see where it is: of orders placed here, of
    other shop systems, whose customers may be told by that system already; and whether also that it arrived."""

    ours: bool = True
    other_shops: bool = False
    arrived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """For how many minutes customers change and cancel by themselves (None: until it leaves), and how many hours a
    supplier has to answer."""

    customer_minutes: int | None = None
    supplier_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidOrders:
    """For how many days an order of which nothing is paid keeps its pieces until it is let go (None: for ever)."""

    days: int | None = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTries:
    """How often a customer who wanted to be called is tried, and how many hours lie between two tries at least."""

    tries: int = 3
    hours_between: int = 2
