"""What a retailer decides about orders: what may come back, how much is given, how long is waited."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from shopkeeper.catalog import public as catalog
from shopkeeper.core.policies import Knob, Policy, Unit, declare
from shopkeeper.delivery import public as delivery
from shopkeeper.orders.contracts import (
    CallTries,
    CutOff,
    GoodwillLimits,
    MoneyBack,
    NoReceiptLimits,
    OftenBack,
    ParcelNews,
    PolicySpec,
    ScarcePieces,
    ShelfDays,
    ShopOrders,
    StageTargets,
    UnpaidOrders,
)
from shopkeeper.orders.queries.ruled import count_ruled_on

_NEVER, _UNTIL_IT_LEAVES = _("never"), _("until it leaves")
_NO_DAY, _UNTIL_DECIDED = _("no day is promised"), _("until somebody decides")
COLLECTED = "collected"
"""The subject of what customers collect."""


def _categories() -> list[tuple[str, str]]:
    return [(str(node.id), node.indented_name) for node in catalog.list_categories()]


def service_subject(carrier: str, service: str) -> str:
    """Under which name a delivery service has targets of its own."""
    return f"{carrier}/{service}"


def _services() -> list[tuple[str, str]]:
    ways = [(service_subject(carrier, code), name) for carrier, code, name in delivery.list_service_names()]
    return [(COLLECTED, gettext("Collected in a store")), *ways]


def _ruled_lately(now: datetime) -> str:
    words = gettext("Of the returns of the last 30 days, %(approved)s were approved at once, %(denied)s denied, %(asked)s left to a person.")  # fmt: skip  # noqa: E501
    return words % count_ruled_on(now=now)


RETURNS = declare(Policy(
    code="orders.returns", title=_("What may come back"), icon="undo-2", permission="orders.set_return_policies",
    about=_("How long after it came, and when a person decides. What is faulty may come back for longer."),
    standard=PolicySpec(person_above=Decimal(250)), list_subjects=_categories, effect=_ruled_lately,
    knobs=(
        Knob("days", _("Days from when it came"), Unit.DAYS),
        Knob("faulty_days", _("What is faulty, from when it came"), Unit.DAYS),
        Knob("person_above", _("A person decides above"), Unit.MONEY, most=1_000_000, when_empty=_NEVER),
        Knob("worn_percent", _("Worn pieces bring"), Unit.PERCENT, most=100),
        Knob("is_final_sale", _("Sold for good, unless it is faulty"), Unit.YES_NO),
        Knob("refunds_delivery", _("Delivery goes back with the last piece"), Unit.YES_NO),
    ),
))  # fmt: skip
NO_RECEIPT = declare(Policy(
    code="orders.no_receipt", title=_("Returns without a receipt"), icon="receipt-text",
    permission="orders.set_return_policies",
    about=_("How much one person brings back that nobody can find, for store credit at the lowest price of late."),
    standard=NoReceiptLimits(),
    knobs=(
        Knob("pieces", _("Pieces of one person"), most=1_000), Knob("days", _("Within"), Unit.DAYS, least=1),
        Knob("price_days", _("Worth the lowest price of the last"), Unit.DAYS, least=1),
    ),
))  # fmt: skip
OFTEN_BACK = declare(Policy(
    code="orders.often_back", title=_("Much comes back"), icon="user-search", permission="orders.set_return_policies",
    about=_("From when on a person looks at a return, since so much came from the same customer: both must hold."),
    standard=OftenBack(),
    knobs=(
        Knob("pieces", _("Pieces brought back, at least"), least=1, most=10_000),
        Knob("percent", _("Of what they got, at least"), Unit.PERCENT, most=100),
        Knob("days", _("Within"), Unit.DAYS, least=1),
    ),
))  # fmt: skip
MONEY_BACK = declare(Policy(
    code="orders.money_back", title=_("Money back"), icon="hand-coins", permission="orders.set_return_policies",
    about=_("By when customers are promised the money for what they brought or sent back."), standard=MoneyBack(),
    knobs=(Knob("days", _("From when it came back"), Unit.DAYS, least=1, most=60),),
))  # fmt: skip
GOODWILL = declare(Policy(
    code="orders.goodwill", title=_("Goodwill"), icon="hand-heart", permission="orders.set_goodwill_limits",
    about=_("Up to how much somebody gives back alone. Above it a second person agrees."),
    standard=GoodwillLimits(),
    knobs=(
        Knob("serving", _("Those who serve customers"), Unit.MONEY, most=100_000),
        Knob("leading", _("Those who lead a team"), Unit.MONEY, most=100_000),
    ),
))  # fmt: skip
SCARCE = declare(Policy(
    code="orders.scarce", title=_("Who is served first"), icon="list-ordered",
    permission="orders.set_return_policies",
    about=_("Which orders get what turns up, when several wait for it. After these comes who has waited longest."),
    standard=ScarcePieces(),
    knobs=(
        Knob("let_down_first", _("Those whose promised day has passed"), Unit.YES_NO),
        Knob("companies_first", _("Then those of companies"), Unit.YES_NO),
    ),
))  # fmt: skip
SHELF = declare(Policy(
    code="orders.shelf", title=_("Click and collect"), icon="shopping-bag", permission="orders.set_return_policies",
    about=_("How long an order waits on the shelf, counted in days on which the store is open."),
    standard=ShelfDays(),
    knobs=(
        Knob("kept", _("It waits for"), Unit.DAYS, least=1, most=60),
        Knob("longer", _("Kept longer on request by"), Unit.DAYS, least=1, most=60),
        Knob("longer_times", _("How many times"), most=20),
        Knob("remind_before", _("Reminded before the end"), Unit.DAYS, least=1, most=30),
    ),
))  # fmt: skip
SHOP_ORDERS = declare(Policy(
    code="orders.shop_orders", title=_("Orders of other shop systems"), icon="plug",
    permission="orders.set_return_policies",
    about=_("Which orders of another shop system are news, and what it promises. It sends them itself."),
    standard=ShopOrders(),
    knobs=(
        Knob("live_hours", _("Hours for which an order is news"), least=1, most=720),
        Knob("promised_days", _("Promised within, from when they ordered"), Unit.DAYS, least=1, most=60,
             when_empty=_NO_DAY),
    ),
))  # fmt: skip
CUT_OFF = declare(Policy(
    code="orders.cut_off", title=_("Changing and canceling"), icon="scissors",
    permission="orders.set_return_policies",
    about=_("How long customers change and cancel by themselves, and how long a supplier has to answer."),
    standard=CutOff(),
    knobs=(
        Knob("customer_minutes", _("Customers, from when they ordered"), Unit.MINUTES, most=100_000,
             when_empty=_UNTIL_IT_LEAVES),
        Knob("supplier_hours", _("Hours for a supplier’s answer"), least=1, most=240),
    ),
))  # fmt: skip
UNPAID = declare(Policy(
    code="orders.unpaid", title=_("Not paid"), icon="wallet", permission="orders.set_return_policies",
    about=_("Whose card was declined is written to at once and pays by the link. How long their pieces are kept."),
    standard=UnpaidOrders(),
    knobs=(
        Knob("days", _("Kept for them, then canceled"), Unit.DAYS, least=1, most=60, when_empty=_UNTIL_DECIDED),
    ),
))  # fmt: skip
CALLS = declare(Policy(
    code="orders.calls", title=_("Calling back"), icon="phone", permission="orders.set_return_policies",
    about=_("How often a customer who wanted to be called is tried before we write instead."), standard=CallTries(),
    knobs=(
        Knob("tries", _("Tries"), least=1, most=10),
        Knob("hours_between", _("Hours between two tries, at least"), least=1, most=72),
    ),
))  # fmt: skip
PARCEL_NEWS = declare(Policy(
    code="orders.parcel_news", title=_("News of parcels"), icon="mail", permission="orders.set_return_policies",
    about=_("Whose customers we write to when a parcel leaves, with a link to where it is. Other shops may do so."),
    standard=ParcelNews(),
    knobs=(
        Knob("ours", _("Of orders placed here"), Unit.YES_NO),
        Knob("other_shops", _("Of orders of other shop systems"), Unit.YES_NO),
        Knob("arrived", _("Also when it has arrived"), Unit.YES_NO),
    ),
))  # fmt: skip
STAGES = declare(Policy(
    code="orders.stages", title=_("How long each stage may take"), icon="timer",
    permission="orders.set_stage_targets",
    about=_("From when a store or a warehouse is given an order until it has left, counted while the place is open."),
    standard=StageTargets(), list_subjects=_services,
    knobs=(
        Knob("release", _("To be released, when it is held"), Unit.MINUTES, least=1, most=20_000),
        Knob("pick", _("To be found"), Unit.MINUTES, least=1, most=20_000),
        Knob("pack", _("To be packed, or put on the shelf"), Unit.MINUTES, least=1, most=20_000),
        Knob("hand_over", _("To be taken by the carrier"), Unit.MINUTES, least=1, most=20_000),
    ),
))  # fmt: skip
