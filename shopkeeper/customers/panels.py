"""What the customer record adds to the frame: its page in the navigation, its people in the search."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from shopkeeper.core import navigation, panels, search
from shopkeeper.core.actors import Actor
from shopkeeper.core.navigation import NavItem, Section
from shopkeeper.core.panels import Context
from shopkeeper.core.search import Hit
from shopkeeper.core.words import write_code, write_number
from shopkeeper.core.work import Notice, WorkItem, register_figures, register_notices, register_work
from shopkeeper.customers.actions.merging import sign
from shopkeeper.customers.figures import list_own_figures
from shopkeeper.customers.queries.households import list_neighbors
from shopkeeper.customers.queries.identity import find_customer_card
from shopkeeper.customers.queries.likely import gather_likely_duplicate
from shopkeeper.customers.queries.matching import find_proposed_model
from shopkeeper.customers.queries.own_pages import find_choice
from shopkeeper.customers.queries.pins import list_pins_to_look_at
from shopkeeper.customers.queries.proposals import count_waiting
from shopkeeper.customers.queries.relations import list_relations
from shopkeeper.customers.queries.requests import list_open_requests
from shopkeeper.customers.queries.search import search_customers
from shopkeeper.customers.queries.shared_values import find_alarm
from shopkeeper.customers.queries.telling import tell_cause
from shopkeeper.customers.queries.trust import TrustCard, list_lost
from shopkeeper.customers.words import ATTRIBUTES, SHARED_VALUES, VALUE_KINDS
from shopkeeper.organization.public import Role

VIEW, DECIDE, MERGE = "customers.view_customers", "customers.decide_pairs", "customers.merge_customers"
RELATE = "customers.relate_customers"
PIN, MEND = "customers.pin_values", "customers.mend_sources"
REQUESTS, ERASE = "customers.handle_requests", "customers.erase_customers"
CONFLICTS, TRAIN = "customers.view_consent_conflicts", "customers.train_models"
LIKELY = "customers/_likely_duplicate.html"
QUALITY, OPT_IN_RULES = "customers.view_quality", "customers.set_opt_in_rules"
PATIENCE = timedelta(days=7)
"""A pair that waits longer than this is a person who is two to everybody who serves them."""

PROPOSED_FOR = timedelta(days=14)
"""So long a model that trained itself is somebody's work; after that whoever wants it finds it on the page."""


def find_people(text: str, *, by: Actor, now: datetime, limit: int) -> list[Hit]:
    """People for the search of the whole house."""
    return [
        Hit(
            kind="person",
            title=hit.card.name or hit.card.number,
            detail=" · ".join(filter(None, [hit.card.city, hit.card.email, hit.card.number])),
            url=reverse("customers:customer", args=[hit.card.number]),
            icon="user-round",
            score=hit.score,
        )
        for hit in search_customers(text, by=by, limit=limit)
    ]


def gather_relations(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """With whom somebody lives or may live, for whom they work, whom they answer for; nothing when nobody is known."""
    found = list_relations(customer_id, on=now.date())
    near = list_neighbors(customer_id) if by.may(RELATE) else []
    return {"relations": found, "near": near} if found or near else None


def gather_wishes(customer_id: UUID, *, by: Actor, now: datetime) -> Context:
    """How the person wants to be reached, and the way to send them the link to their own page."""
    card, choice = find_customer_card(customer_id), find_choice(customer_id)
    quiet_until = choice.quiet_until if choice.is_quiet(on=now.date()) else None
    wishes = {"preferred": choice.preferred_channel, "quiet_until": quiet_until, "may_request": by.may(REQUESTS)}
    return {"card": card, **wishes} if card else None


def list_pairs_to_judge(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One item for those who answer for who is who, while pairs wait; weightier with age."""
    stewards = [person for person in people if person.is_asked_for(MERGE)]
    waiting = count_waiting() if stewards else None
    if waiting is None or waiting.oldest_at is None:
        return []
    title = ngettext("Judge %(n)s possible duplicate", "Judge %(n)s possible duplicates", waiting.pairs)
    return [
        WorkItem(
            kind="duplicates", title=title % {"n": write_number(waiting.pairs)},
            why=gettext("Until then a person may be two to everybody who serves them."),
            url=reverse("customers:duplicates"), icon="users", person_id=person.id,
            due_at=waiting.oldest_at + PATIENCE, weight=10.0,
        )
        for person in stewards
    ]  # fmt: skip


def list_models_to_switch_on(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One item for those who answer for who is who, while a model waits that trained itself."""
    stewards = [person for person in people if person.is_asked_for(TRAIN)]
    model = find_proposed_model(since=now - PROPOSED_FOR) if stewards else None
    if model is None or model.effect is None:
        return []
    title, why = gettext("Look at the new model of who is who"), tell_cause(model.cause) if model.cause else ""
    if model.cause is None:
        title = gettext("Look at the first model of who is who")
        told = gettext("Learned from your records: it would join %(n)s customers that fixed rules hold to be two.")
        why = told % {"n": write_number(model.effect.merged)}
    return [
        WorkItem(
            kind="first_model", title=title, why=why, url=reverse("customers:quality"), icon="graduation-cap",
            person_id=person.id, weight=8.0,
        )
        for person in stewards
    ]  # fmt: skip


def list_moved_pins(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """What somebody set by hand and a source has overtaken since: one item each."""
    waiting = list_pins_to_look_at({sign(person): person.id for person in people if person.may(PIN)}, now=now)
    return [
        WorkItem(
            kind="pin", title=gettext("Look again at the %(value)s of %(name)s") % {
                "value": gettext(ATTRIBUTES[pin.attribute]).lower(), "name": name,
            },
            why=gettext("You set “%(value)s” by hand; %(source)s says “%(moved)s” since.") % {
                "value": pin.value, "source": write_code(pin.source), "moved": pin.moved_to,
            },
            url=reverse("customers:values", args=[number]), icon="pin", person_id=person, weight=4.0,
        )
        for person, pins in waiting.items()
        for pin, number, name in pins
    ]  # fmt: skip


def list_failing_sources(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """Too many contact details fail: for those at the place where they are typed, else for whoever answers for data."""
    menders = [person for person in people if person.is_asked_for(MEND)]
    lost = list_lost() if menders else []
    return [
        WorkItem(
            kind="failing_source",
            title=gettext("%(failed)s of %(tried)s %(kind)s typed at %(place)s failed") % {
                "failed": write_number(card.trust.failed), "tried": write_number(card.trust.tried),
                "kind": gettext(VALUE_KINDS[card.kind]), "place": card.place or card.source,
            },
            why=gettext("Others are used where there are any. Read them back to the customer when they are typed."),
            url=reverse("customers:sources"), icon="mail-x", person_id=person.id, weight=9.0,
        )
        for card in lost
        for person in menders
        if _answers_for(person, card)
    ]  # fmt: skip


def _answers_for(person: Actor, card: TrustCard) -> bool:
    if card.outlet_id is None:
        return Role.IT_OWNER in person.roles or Role.DATA_STEWARD in person.roles
    return not person.scopes.company_wide and person.scopes.allows("outlet_id", card.outlet_id)


def list_requests_to_settle(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """What people asked for about their data, by the day until which the law gives us, for those who settle it."""
    settling = [person for person in people if person.is_asked_for(ERASE)]
    return [
        WorkItem(
            kind="privacy_request", title=gettext("Settle a request: %(name)s") % {"name": card.customer_name},
            why=gettext("The law gives us until %(day)s.") % {"day": f"{card.due_on.day} {card.due_on:%B}"},
            url=reverse("customers:request", args=[card.id]), icon="shield", person_id=person.id,
            due_at=datetime.combine(card.due_on, time.min, tzinfo=now.tzinfo), weight=60.0,
        )
        for card in (list_open_requests() if settling else [])
        for person in settling
    ]  # fmt: skip


def list_notices(*, by: Actor, now: datetime) -> list[Notice]:
    """Pairs that wait too long."""
    if not by.may(MERGE):
        return []
    waiting = count_waiting()
    if waiting.oldest_at is None or now - waiting.oldest_at <= PATIENCE:
        return []
    text = gettext("Possible duplicates wait for more than a week: %(n)s pairs.") % {"n": write_number(waiting.pairs)}
    return [Notice("duplicates", text, reverse("customers:duplicates"), "users", "warn", 5.0)]


def warn_of_shared_values(*, by: Actor, now: datetime) -> list[Notice]:
    """A source began to send one address or number for everybody: it joins nobody, and somebody has to mend it."""
    alarm = find_alarm(now=now) if by.may(MERGE) else None
    if alarm is None:
        return []
    text = ngettext(
        "From %(source)s comes one %(value)s for people of many names. It joins nobody: mend it where it is typed.",
        "%(n)s values came with people of many names, lately one %(value)s from %(source)s. They join nobody: mend "
        "them where they are typed.",
        alarm.values,
    )
    said = {"n": write_number(alarm.values), "source": alarm.source, "value": gettext(SHARED_VALUES[alarm.kind])}
    return [Notice("shared_value", text % said, reverse("customers:shared_values"), "triangle-alert", "warn", 8.0)]


def list_values_to_mend(*, people: Sequence[Actor], now: datetime) -> list[WorkItem]:
    """One item for those who answer for who is who, while a source sends one value for everybody."""
    stewards = [person for person in people if person.is_asked_for(MERGE)]
    alarm = find_alarm(now=now) if stewards else None
    if alarm is None:
        return []
    title = ngettext(
        "Mend one %(value)s that %(source)s sends for everybody",
        "Mend %(n)s values that came for everybody, lately one %(value)s from %(source)s",
        alarm.values,
    )
    said = {"n": write_number(alarm.values), "source": alarm.source, "value": gettext(SHARED_VALUES[alarm.kind])}
    why = gettext("No record is joined by it until then. See where it is typed.")
    url = reverse("customers:shared_values")
    return [
        WorkItem(
            kind="shared_values",
            title=title % said,
            why=why,
            url=url,
            icon="triangle-alert",
            person_id=person.id,
            weight=9.0,
        )
        for person in stewards
    ]


register_figures("customers.quality", list_own_figures)
register_work("customers.duplicates", list_pairs_to_judge)
register_work("customers.first_model", list_models_to_switch_on)
register_work("customers.requests", list_requests_to_settle)
navigation.register(
    NavItem(Section.PEOPLE, _("Requests about data"), "customers:requests", "shield", REQUESTS, order=16)
)
navigation.register(
    NavItem(
        Section.PEOPLE, _("Consents that differ"), "customers:consent_conflicts", "shield-alert", CONFLICTS, order=17
    )
)
register_work("customers.moved_pins", list_moved_pins)
register_work("customers.failing_sources", list_failing_sources)
register_work("customers.shared_values", list_values_to_mend)
register_notices("customers.shared_values", warn_of_shared_values)
register_notices("customers.duplicates", list_notices)
panels.register(
    "customer_banner", "customers.likely_duplicate", permission=DECIDE, template=LIKELY, gather=gather_likely_duplicate
)
panels.register(
    "customer", "customers.relations", permission=VIEW, template="customers/_relations.html", gather=gather_relations,
    order=60,
)  # fmt: skip
panels.register(
    "customer", "customers.wishes", permission=VIEW, template="customers/_wishes.html", gather=gather_wishes, order=70
)
navigation.register(
    NavItem(Section.PEOPLE, _("Possible duplicates"), "customers:duplicates", "users", DECIDE, order=12)
)
navigation.register(NavItem(Section.PEOPLE, _("Who lives together"), "customers:households", "house", RELATE, order=13))
navigation.register(
    NavItem(Section.PEOPLE, _("Quality of who is who"), "customers:quality", "gauge", QUALITY, order=14)
)
navigation.register(
    NavItem(Section.SETUP, _("Confirmed consents"), "customers:opt_in_rules", "mail-check", OPT_IN_RULES, order=60)
)
search.register("customers.people", permission=VIEW, find=find_people)
navigation.register(NavItem(Section.PEOPLE, _("Customers"), "customers:customers", "user-round", VIEW, order=10))
