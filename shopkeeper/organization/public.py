"""What others may use of the organization."""

from shopkeeper.organization.access import find_actors_of_employees, find_user_id_of
from shopkeeper.organization.actions import (
    close_everywhere,
    describe_retailer,
    end_role,
    give_role,
    give_sign_in,
    hire,
    open_everywhere,
    open_outlet,
    set_company_hours,
    set_working_hours,
)
from shopkeeper.organization.contracts import (
    OutletCard,
    OutletKind,
    Person,
    RetailerCard,
    Role,
    WorkingBlock,
    WorkingCalendar,
)
from shopkeeper.organization.errors import NeverOpen, NobodyInRole, OutletNotFound
from shopkeeper.organization.queries import (
    find_person,
    find_person_for,
    find_person_or_substitute,
    get_calendar,
    get_outlet,
    get_person_for,
    get_retailer,
    list_brands,
    list_calendars,
    list_closed_days,
    list_on_duty,
    list_outlets,
    list_outlets_with_hours,
    list_people,
)
from shopkeeper.organization.rules.business_time import (
    add_working_time,
    close_of_open_day,
    openings,
    working_time_between,
)
from shopkeeper.organization.rules.hours import read_hours, write_hours
from shopkeeper.organization.words import role_in_words

__all__ = [
    "NeverOpen", "NobodyInRole", "OutletCard", "OutletKind", "OutletNotFound", "Person", "RetailerCard", "Role",
    "WorkingBlock", "WorkingCalendar", "add_working_time", "close_everywhere", "close_of_open_day", "describe_retailer", "end_role", "find_actors_of_employees",
    "find_person", "find_person_for",
    "find_person_or_substitute", "find_user_id_of", "get_calendar", "get_outlet", "get_person_for",
    "get_retailer", "give_role", "give_sign_in", "hire",
    "list_brands", "list_calendars", "list_closed_days", "list_on_duty", "list_outlets", "list_outlets_with_hours", "list_people", "open_everywhere", "open_outlet", "openings", "read_hours", "role_in_words", "set_company_hours",
    "set_working_hours",
    "working_time_between", "write_hours",
]  # fmt: skip
