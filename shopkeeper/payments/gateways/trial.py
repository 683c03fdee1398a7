"""A gateway for trials that behaves as real ones do: declines, falls silent, decides later, knows errands by key.

What it does depends on the token alone, so it needs no memory: `ok`, `declined`, `silent` (done, but the answer was
lost), `lost` (the errand never arrived at first; a second one does), `slow` (decided later, told by a notice or found
by asking). An authorization that a web shop brings is good when it begins with `auth_`.
"""

from decimal import Decimal

from shopkeeper.payments.contracts import GatewayAnswer, InstructionKind, Verdict
from shopkeeper.payments.gateways import Errand, GatewaySilent, register

_LIMIT = Decimal(100_000)


class TrialGateway:
    """Takes no money."""

    name = "trial"
    card_fields = "payments/_trial_card.html"

    def __init__(self) -> None:
        self._silent_once: set[str] = set()

    def carry_out(self, errand: Errand) -> GatewayAnswer:
        """By the token."""
        word = errand.token.partition(":")[0]
        if word == "silent" or (word == "lost" and errand.key not in self._silent_once):
            self._silent_once.add(errand.key)
            raise GatewaySilent
        if word == "slow" and errand.kind is InstructionKind.AUTHORIZE:
            return GatewayAnswer(Verdict.WAITING, f"trial_{errand.key[-12:]}")
        return self._decide(errand, word)

    def look_up(self, errand: Errand) -> GatewayAnswer | None:
        """What it would have done, or nothing for one that never arrived."""
        word = errand.token.partition(":")[0]
        if errand.gateway_key.startswith("auth_"):
            return GatewayAnswer(Verdict.DONE, errand.gateway_key)
        return None if word == "lost" else self._decide(errand, word)

    def _decide(self, errand: Errand, word: str) -> GatewayAnswer:
        known = word in ("ok", "silent", "lost", "slow") or errand.gateway_key.startswith(("auth_", "trial_"))
        if errand.kind is InstructionKind.AUTHORIZE and (not known or errand.amount > _LIMIT):
            return GatewayAnswer(Verdict.DECLINED, why="declined by the bank")
        return GatewayAnswer(Verdict.DONE, errand.gateway_key or f"trial_{errand.key[-12:]}")


register(TrialGateway())
