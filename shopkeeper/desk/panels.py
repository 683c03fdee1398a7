"""What the desk adds to the frame and the navigation."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

from shopkeeper.core import audit, navigation, work
from shopkeeper.core.actors import ANONYMOUS, Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.web import shell
from shopkeeper.core.web.doors import SIGNED_IN
from shopkeeper.core.work import Notice
from shopkeeper.organization import public as organization


def roles_to_switch_to(request: HttpRequest, *, now: datetime) -> list[dict[str, Any]]:
    """The people whose chair a visitor of the demo may take; nobody outside the demo."""
    if not settings.DEMO:
        return []
    current = str(getattr(request, "actor", ANONYMOUS).id)
    people = {person.role: person for person in reversed(organization.list_people(now=now))}
    return [
        {
            "name": person.name,
            "role": organization.role_in_words(person.role),
            "url": reverse("desk:take_chair", args=[person.id]),
            "is_current": str(person.id) == current,
        }
        for person in people.values()
    ]


def list_failing_work(*, by: Actor, now: datetime) -> list[Notice]:
    """Background work that fails, for whoever looks after the machinery: before it is given up, not after."""
    if not by.may("core.view_system"):
        return []
    given_up, again = len(audit.list_failures(by=by)), len(audit.list_retries(by=by))
    over = ngettext(
        "%(n)s piece of background work was given up.", "%(n)s pieces of background work were given up.", given_up
    )
    failing = ngettext(
        "%(n)s piece of background work fails and is tried again.",
        "%(n)s pieces of background work fail and are tried again.", again,
    )  # fmt: skip
    page, said = reverse("desk:system"), ((over, given_up), (failing, again))
    return [Notice("machines", text % {"n": n}, page, "activity", "warn", 6.0) for text, n in said if n]


work.register_notices("desk.machines", list_failing_work)
shell.offer("search_url", lambda request, now: reverse("desk:search"))
shell.offer("sign_out_url", lambda request, now: reverse("account_logout"))
shell.offer("live_url", lambda request, now: "/live/")
shell.offer("roles", roles_to_switch_to)

navigation.register(NavItem(Section.TODAY, _("Today"), "desk:home", "sunrise", SIGNED_IN, order=1))
navigation.register(NavItem(Section.TODAY, _("All my work"), "desk:work", "list-checks", SIGNED_IN, order=5))
navigation.register(NavItem(Section.TODAY, _("Company"), "desk:company", "building-2", "desk.view_company", order=9))
navigation.register(
    NavItem(Section.SETUP, _("The retailer"), "desk:retailer", "store", "organization.manage_people", order=10)
)
navigation.register(
    NavItem(Section.SETUP, _("What we decided"), "core:policies", "scale", "core.view_policies", order=15)
)
navigation.register(NavItem(Section.SETUP, _("System"), "desk:system", "activity", "core.view_system", order=90))
navigation.register(
    NavItem(Section.SETUP, _("People and roles"), "desk:people", "users", "organization.manage_people", order=20)
)
