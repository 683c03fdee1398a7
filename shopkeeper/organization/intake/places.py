"""What imports bring of the organization: places, people, roles, shifts."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_noop as _

from shopkeeper.core.actions import action
from shopkeeper.core.actors import Actor
from shopkeeper.core.intake import (
    DATE,
    INSTANT,
    TEXT,
    CanonicalTable,
    IntakeResult,
    Reference,
    Staged,
    register,
    register_reference,
)
from shopkeeper.core.intake import IntakeColumn as Column
from shopkeeper.core.keys import resolve_keys, resolve_or_stub
from shopkeeper.core.setwise import execute, refuse, refuse_taken, upsert
from shopkeeper.organization.contracts import OutletKind, Role
from shopkeeper.organization.models import Assignment, Brand, Department, Employee, Outlet, Region, Shift

_NAME = Column("name", TEXT, _("What people call it."), required=True)


@action
def load_regions(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Parts of the territory."""
    return upsert(staged, Region, {"name": "s.name"}, now=now)


@action
def load_brands(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Brands that customers know."""
    return upsert(staged, Brand, {"name": "s.name"}, now=now)


@action
def load_departments(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Functions of the company."""
    return upsert(staged, Department, {"name": "s.name", "parent": "s.parent_id"}, now=now)


@action
def load_outlets(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Places that customers meet. Two may not have one code."""
    code = "coalesce(s.code, s.source_key)"
    refuse_taken(staged, Outlet, "code", code, "code_taken:code")
    values = {"code": code, "region": "s.region_id", "brand": "s.brand_id"}
    plain = ("name", "kind", "format", "city", "postcode", "time_zone", "opened_on", "closed_on")
    return upsert(staged, Outlet, {**values, **{name: f"s.{name}" for name in plain}}, now=now)


@action
def load_employees(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """People who work here; how they sign in is not a matter of files."""
    return upsert(staged, Employee, {name: f"s.{name}" for name in ("name", "email", "left_on")}, now=now)


@action
def load_assignments(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Who has which role where, in half-open days."""
    refuse(staged, "ends_before_it_starts:ends_on", "s.ends_on <= s.starts_on")
    ids = {name: f"s.{name}_id" for name in ("employee", "department", "outlet")}
    return upsert(staged, Assignment, {**ids, **{n: f"s.{n}" for n in ("role", "starts_on", "ends_on")}}, now=now)


@action
def load_shifts(*, staged: Staged, by: Actor, now: datetime) -> IntakeResult:
    """Who is on duty when and where."""
    refuse(staged, "ends_before_it_starts:ends_at", "s.ends_at <= s.starts_at")
    values = {"employee": "s.employee_id", "outlet": "s.outlet_id", "starts_at": "s.starts_at", "ends_at": "s.ends_at"}
    return upsert(staged, Shift, values, now=now)


@action
def resolve_outlets(*, keys: str, by: Actor, now: datetime) -> None:
    """Outlets by their key or their code; unknown ones stay unknown, since nobody can own them."""
    resolve_keys(keys, Outlet, {"id": "t.id"})
    execute(f"UPDATE {keys} k SET id = o.id FROM organization_outlet o WHERE k.id IS NULL AND o.code = k.key")


def _named(noun: str, model: type[models.Model]) -> Reference:
    @action
    def resolve(*, keys: str, by: Actor, now: datetime) -> None:
        resolve_or_stub(keys, model, {"name": "left(k.key, 120)"}, now=now)

    return Reference(noun, resolve)


for noun, model in {"region": Region, "brand": Brand, "department": Department, "employee": Employee}.items():
    register_reference(_named(noun, model))
register_reference(Reference("outlet", resolve_outlets, unknown="unknown_outlet"))

register(
    CanonicalTable("regions", _("Parts of the territory."), (_NAME,), 10, load_regions, fills="organization_region")
)
register(
    CanonicalTable("brands", _("Brands that customers know."), (_NAME,), 10, load_brands, fills="organization_brand")
)
register(
    CanonicalTable(
        "departments",
        _("Functions of the company: garden, buying, logistics."),
        (_NAME, Column("parent_key", TEXT, _("The department above."), refers="department")),
        11,
        load_departments,
        fills="organization_department",
    )
)
register(
    CanonicalTable(
        "outlets",
        _("Places that customers meet: stores, the web shop, the contact center."),
        (
            Column("code", TEXT, _("The short code that other files use; the row's key where empty.")),
            _NAME,
            Column("kind", TEXT, _("What it is."), required=True, codes=tuple(OutletKind)),
            Column("region_key", TEXT, _("Its region."), refers="region"),
            Column("brand_key", TEXT, _("The brand it carries."), refers="brand"),
            Column("format", TEXT, _("Its format: flagship, outlet, corner.")),
            Column("city", TEXT, _("The town it is in.")),
            Column("postcode", TEXT, _("Its postcode.")),
            Column("time_zone", TEXT, _("Its time zone, as Europe/London.")),
            Column("opened_on", DATE, _("The day it opened.")),
            Column("closed_on", DATE, _("The first day it was closed for good.")),
        ),
        20,
        load_outlets,
        fills="organization_outlet",
        refusals={"code_taken": _("Another outlet has this code.")},
        tells=(_("every number by outlet and region, and who is responsible there"),),
    )
)
register(
    CanonicalTable(
        "employees",
        _("People who work here."),
        (
            _NAME,
            Column("email", TEXT, _("Their work address.")),
            Column("left_on", DATE, _("Their first day away.")),
        ),
        30,
        load_employees,
        fills="organization_employee",
    )
)
_SPAN = {"ends_before_it_starts": _("It ends before it starts.")}
register(
    CanonicalTable(
        "assignments",
        _("Who has which role, where, from when to when."),
        (
            Column("employee_key", TEXT, _("Who."), required=True, refers="employee"),
            Column("role", TEXT, _("The role."), required=True, codes=tuple(Role)),
            Column("department_key", TEXT, _("In which department."), refers="department"),
            Column("outlet_key", TEXT, _("At which outlet; empty is the whole company."), refers="outlet"),
            Column("starts_on", DATE, _("The first day."), required=True),
            Column("ends_on", DATE, _("The first day without the role.")),
        ),
        31,
        load_assignments,
        fills="organization_assignment",
        refusals=_SPAN,
        tells=(_("whom a case or a problem can be given to"),),
    )
)
register(
    CanonicalTable(
        "shifts",
        _("Who is on duty when and where."),
        (
            Column("employee_key", TEXT, _("Who."), required=True, refers="employee"),
            Column("outlet_key", TEXT, _("Where."), refers="outlet"),
            Column("starts_at", INSTANT, _("From."), required=True),
            Column("ends_at", INSTANT, _("To."), required=True),
        ),
        32,
        load_shifts,
        fills="organization_shift",
        refusals=_SPAN,
        tells=(_("whether somebody on duty can be asked to put a thing right"),),
    )
)
