"""Offers under our seal: whoever orders sends one back, and nobody can have changed its price, day or basket."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import msgspec
from django.core import signing

from shopkeeper.delivery.contracts import DeliveryOffer, SealedOffer
from shopkeeper.delivery.errors import OfferNotOurs

HOLDS = timedelta(minutes=30)
"""So long a basket may lie at checkout; less where the cut-off is nearer."""
_SALT = "delivery.offer"


def seal(offer: DeliveryOffer, *, pieces: Mapping[str, int], country: str, area: str) -> DeliveryOffer:
    """The offer with its `key`: what it says, for which basket and area, and until when it holds."""
    asked_at = offer.order_by - timedelta(seconds=offer.seconds_left)
    kept = SealedOffer(
        service=offer.service, carrier=offer.carrier, price=offer.price, currency=offer.currency,
        promised_on=offer.promised_on, days=offer.days, ready_at=offer.ready_at, parts=offer.parts,
        country=country, area=area, pieces=dict(pieces), holds_until=min(offer.order_by, asked_at + HOLDS),
        comes_on=offer.comes_on, sent_from=offer.sent_from,
    )  # fmt: skip
    return replace(offer, key=_signer().sign(signing.b64_encode(msgspec.json.encode(kept)).decode()))


def open_offer(key: str) -> SealedOffer:
    """What was offered.

    :raises OfferNotOurs: when the seal is not ours, or broken
    """
    try:
        return msgspec.json.decode(signing.b64_decode(_signer().unsign(key).encode()), type=SealedOffer)
    except (signing.BadSignature, ValueError) as error:
        raise OfferNotOurs from error


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)
