"""A small retailer for the tests of recovery: a store, a web shop, some people who serve and some who were hurt."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.test import Client

from shopkeeper.core.actors import Actor, system_actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.models import User
from shopkeeper.customers.models import Customer, Profile
from shopkeeper.feedback.models import Feedback
from shopkeeper.orders.models import Order, Pickup
from shopkeeper.organization import public as organization
from shopkeeper.organization.models import Employee, Outlet
from shopkeeper.organization.public import Role
from shopkeeper.promises.models import Promise
from shopkeeper.recovery.models import Case

# A Wednesday morning.
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
SYSTEM = system_actor("test")
DAY = timedelta(days=1)


def outlet(code: str, kind: str = "store") -> Outlet:
    """A place that customers meet."""
    return Outlet.objects.create(code=code, name=code.title(), kind=kind, source_key=code, recorded_at=NOW)


def employ(name: str, role: Role, at: Outlet | None = None) -> Employee:
    """Somebody in a role."""
    employee = Employee.objects.create(name=name, source_key=name, recorded_at=NOW)
    organization.give_role(
        employee_id=employee.id, role=role, outlet_id=at.id if at else None,
        starts_on=date(2026, 1, 1), by=SYSTEM, now=NOW,
    )  # fmt: skip
    return employee


def actor(employee: Employee) -> Actor:
    """The employee as an actor."""
    found = organization.find_actors_of_employees([employee.id], now=NOW).get(employee.id)
    assert found
    return found


def always_open() -> None:
    """The company works from eight to eight on every day, by London's clock."""
    blocks = tuple(organization.WorkingBlock(day, time(8), time(20)) for day in range(7))
    organization.set_working_hours(calendar=organization.WorkingCalendar("Europe/London", blocks), by=SYSTEM, now=NOW)


def customer(name: str) -> UUID:
    """A person on record."""
    row = Customer.objects.create(number=f"C{Customer.objects.count()}", created_at=NOW)
    Profile.objects.create(customer=row, name=name, updated_at=NOW)
    return row.id


def order(of: UUID, number: str, *, at: Outlet | None = None, placed_at: datetime = NOW - 3 * DAY) -> Order:
    """An order of a customer."""
    return Order.objects.create(
        number=number, channel="web", outlet=at, customer_id=of, currency="GBP", placed_at=placed_at,
        source_key=number, recorded_at=NOW,
    )  # fmt: skip


def late_delivery(of: Order, *, due_at: datetime, came_at: datetime | None = None) -> Promise:
    """A delivery promised for a time, and when it came."""
    return Promise.objects.create(
        kind="delivery", ref=f"order:{of.id}", customer_id=of.customer_id, made_at=of.placed_at,
        original_due_at=due_at, due_at=due_at, fulfilled_at=came_at, source_key=str(new_id()), recorded_at=NOW,
    )  # fmt: skip


def score(
    of: UUID, stars: int, *, about: Order | None = None, at: datetime = NOW - DAY, kind: str = "review"
) -> Feedback:
    """What somebody said of us, in stars."""
    return Feedback.objects.create(
        kind=kind, scale="stars", score=Decimal(stars), customer_id=of, order=about,
        text="Nobody said a word.", occurred_at=at, source_key=str(new_id()), recorded_at=at,
    )  # fmt: skip


def missed_pickup(of: Order, at: Outlet, *, not_found_at: datetime) -> Pickup:
    """A customer stood there and the order was not found."""
    return Pickup.objects.create(
        order=of, outlet=at, customer_id=of.customer_id, promised_at=not_found_at, not_found_at=not_found_at,
        source_key=str(new_id()), recorded_at=NOW,
    )  # fmt: skip


def the_case() -> Case:
    """The only case there is."""
    return Case.objects.select_related("episode").get()


def signed_in(employee: Employee) -> Client:
    """The employee at a browser."""
    organization.give_sign_in(
        employee_id=employee.id, email=f"{employee.id}@example.org", password=None, by=SYSTEM, now=NOW
    )
    client = Client()
    client.force_login(User.objects.get(email=f"{employee.id}@example.org"))
    return client
