"""Rows of what was observed and said: contacts, steps in the shop, invitations, feedback."""

from collections.abc import Iterator

from shopkeeper.demo.generator.contacts import channel_of
from shopkeeper.demo.generator.people import CARE, LOYALTY, MARKET, NEWSLETTER, WEBSHOP
from shopkeeper.demo.generator.tables.house import agent_key
from shopkeeper.demo.generator.tables.known import Known, Row
from shopkeeper.demo.generator.voice import ASKED_BY_US
from shopkeeper.demo.generator.world import Contact, Response


def record_of_contact(contact: Contact) -> str:
    """The record under which an agent finds the person: that of the order, else the center's own."""
    if contact.order and contact.order.person is contact.person:
        return contact.order.record_key
    return contact.person.key(CARE, WEBSHOP, LOYALTY, MARKET, NEWSLETTER)


def interactions(known: Known) -> Iterator[Row]:
    for place, c in enumerate(known.story.contacts):
        if known.covers(c.at):
            yield ("contact_center", contact_key(place), c.kind, channel_of(c), record_of_contact(c), "CARE",
                   agent_key(c.agent), c.topic, c.order.number if c.order else "", c.queue, c.handle, c.outcome,
                   c.text, known.days.instant(c.at))  # fmt: skip


def contact_key(place: int) -> str:
    """The key of the contact at `place`."""
    return f"K-{place + 1:06}"


def shop_steps(known: Known) -> Iterator[Row]:
    regions = known.region_of
    for s in known.story.steps:
        if known.covers(s.at):
            buyer = s.order.record_key if s.order else ""
            yield ("web_analytics", f"{s.session}-{s.step}", s.session, s.step, s.detail, s.device, s.area,
                   regions[s.store], s.store, buyer, known.days.instant(s.at))  # fmt: skip


def invitations(known: Known) -> Iterator[Row]:
    for i in known.story.invitations:
        ours = known.is_lived and i.touchpoint in ASKED_BY_US
        if known.covers(i.at) and not ours:
            record = i.order.record_key if i.order else i.person.key(LOYALTY, WEBSHOP, CARE)
            yield ("surveys", i.key, record, i.touchpoint, i.outlet, i.order.number if i.order else "",
                   known.days.instant(i.at))  # fmt: skip


def feedback(known: Known) -> Iterator[Row]:
    for place, r in enumerate(known.story.responses):
        if known.covers(r.at):
            yield (source_of_response(r), response_key(place), r.kind, r.channel, r.touchpoint, r.invitation,
                   record_of_response(r), r.order.number if r.order else "", r.product.sku if r.product else "",
                   r.outlet, r.scale, "" if r.score is None else r.score, r.title, r.text, "en",
                   known.days.instant(r.at))  # fmt: skip


def response_key(place: int) -> str:
    """The key of the response at `place`."""
    return f"F-{place + 1:06}"


def source_of_response(response: Response) -> str:
    """The system that a response comes from."""
    return {"survey": "surveys", "review": "reviews", "complaint": "contact_center"}.get(response.kind, "reviews")


def record_of_response(response: Response) -> str:
    """The record under which somebody said it; nothing where nobody gave a name."""
    if response.person is None:
        return ""
    if response.order and response.order.person is response.person:
        return response.order.record_key
    return response.person.key(LOYALTY, WEBSHOP, CARE)
