"""What the customer record asks to be written to people. Each is harmless when repeated: a message is unique by ref."""

from pathlib import Path

import yaml

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.customers import public as customers
from shopkeeper.customers.events import OptInAsked, OwnLinkAsked, RequestChecked, RequestOpened, RequestSettled
from shopkeeper.messages.actions import offer_text, queue_message, send_last_word
from shopkeeper.organization import public as organization

_TEXTS = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))


@on(OptInAsked)
def ask_to_confirm(heard: Announcement) -> None:
    """A yes is none before the person says so from their own address: send them the link."""
    letter = customers.find_opt_in_letter(heard.event.opt_in_id, now=heard.recorded_at)
    if letter is None:
        return
    _offer_texts(heard)
    values = {"link": letter.link, "days": str(letter.days), "retailer": organization.get_retailer().name}
    queue_message(
        customer_id=letter.customer_id, template="opt_in", ref=f"opt-in:{heard.event.opt_in_id}", values=values,
        channel=letter.channel, contact_point=letter.contact_point, by=system_actor("customers.opt_in_asked"),
        now=heard.recorded_at,
    )  # fmt: skip


@on(OwnLinkAsked)
def send_own_link(heard: Announcement) -> None:
    """Somebody wants to see what is known of them: send the link to their own page."""
    letter = customers.find_own_link_letter(heard.event.link_id, now=heard.recorded_at)
    if letter is None:
        return
    _offer_texts(heard)
    retailer = organization.get_retailer().name
    values = {"name": letter.name, "link": letter.link, "hours": str(letter.hours), "retailer": retailer}
    queue_message(
        customer_id=letter.customer_id, template="own_page", ref=f"own-link:{heard.event.link_id}", values=values,
        channel=letter.channel, contact_point=letter.contact_point, by=system_actor("customers.own_link_asked"),
        now=heard.recorded_at,
    )  # fmt: skip


@on(RequestOpened)
@on(RequestChecked)
@on(RequestSettled)
def tell_of_request(heard: Announcement) -> None:
    """What became of what somebody asked for about their data; who was erased gets their receipt, and no more."""
    event = heard.event
    by = system_actor("customers.request")
    _offer_texts(heard)
    letter = customers.find_request_letter(event.request_id, now=heard.recorded_at)
    retailer = organization.get_retailer().name
    if letter is not None:
        queue_message(
            customer_id=letter.customer_id, template=f"request_{letter.about}", ref=f"request:{event.request_id}",
            values={**letter.values, "retailer": retailer}, contact_point=letter.contact_point, by=by,
            now=heard.recorded_at,
        )  # fmt: skip
    elif isinstance(event, RequestSettled) and event.kind == "erasure":
        send_last_word(
            customer_id=event.customer_id, request_id=event.request_id, template="request_erased", by=by,
            values={"retailer": retailer, "reference": str(event.request_id)}, now=heard.recorded_at,
        )  # fmt: skip


def _offer_texts(heard: Announcement) -> None:
    for text in _TEXTS:
        offer_text(**text, by=system_actor("messages.texts"), now=heard.recorded_at)
