"""The port to those who take cards for us: what a gateway can do, and which one is in use."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from shopkeeper.payments.contracts import GatewayAnswer, InstructionKind
from shopkeeper.payments.errors import UnknownGateway


class GatewaySilent(Exception):
    """The gateway did not respond in time; whether it did what it was told is not known."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An instruction as a gateway gets it. The same `key` again is the same errand, which it does once."""

    key: str
    kind: InstructionKind
    amount: Decimal
    currency: str
    token: str
    gateway_key: str


class Gateway(Protocol):
    """Somebody who takes cards for us. Called outside of transactions, and again when it was silent."""

    name: str
    card_fields: str
    """The template of what a payer fills in to name a card in a form of ours: it posts a `token`, never a number."""

    def carry_out(self, errand: Errand) -> GatewayAnswer:
        """Do what the errand says.

        :raises GatewaySilent: when no answer came
        """

    def look_up(self, errand: Errand) -> GatewayAnswer | None:
        """What became of an errand, or None when the gateway never heard of it.

        :raises GatewaySilent: when no answer came
        """


_GATEWAYS: dict[str, Gateway] = {}


def register(gateway: Gateway) -> None:
    """Offer a gateway; the last one offered is in use for new payments."""
    _GATEWAYS.pop(gateway.name, None)
    _GATEWAYS[gateway.name] = gateway


def get_gateway(name: str) -> Gateway:
    """A gateway by its name.

    :raises UnknownGateway: when nobody offers it
    """
    if name not in _GATEWAYS:
        raise UnknownGateway(key=name)
    return _GATEWAYS[name]


def current_gateway() -> Gateway:
    """The gateway for new payments.

    :raises UnknownGateway: when there is none
    """
    return get_gateway(next(reversed(_GATEWAYS), ""))


def name_card_fields() -> str:
    """The template of the fields in which a payer names a card to the gateway for new payments.

    :raises UnknownGateway: when there is none
    """
    return current_gateway().card_fields
