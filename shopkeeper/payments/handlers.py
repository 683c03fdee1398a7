"""What the payments do when they hear of something. Each is harmless when repeated."""

from shopkeeper.core.actors import system_actor
from shopkeeper.core.events import Announcement, on
from shopkeeper.payments.events import InstructionGiven
from shopkeeper.payments.gateways import trial  # noqa: F401  offers itself
from shopkeeper.payments.gateways.errands import run_errand


@on(InstructionGiven)
def tell_the_gateway(heard: Announcement) -> None:
    """The instruction is committed: only now may the gateway know."""
    by = system_actor("payments.instruction_given")
    run_errand(instruction_id=heard.event.instruction_id, by=by, now=heard.recorded_at)
