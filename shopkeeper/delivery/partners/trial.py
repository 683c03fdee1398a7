"""A carrier for trials: it stops a parcel until it is out for delivery, and is silent where the number says so."""

from shopkeeper.delivery.contracts import TrackingStatus
from shopkeeper.delivery.partners import PartnerSilent, StopAnswer, StopErrand, register

_TOO_LATE = (TrackingStatus.OUT_FOR_DELIVERY, TrackingStatus.ATTEMPTED, TrackingStatus.DELIVERED)


class TrialPartner:
    """Brings no parcel."""

    name = "trial"

    def stop(self, errand: StopErrand) -> StopAnswer:
        """By the last scan; a number that begins with SILENT gets no answer."""
        if errand.tracking_number.startswith("SILENT"):
            raise PartnerSilent
        if errand.last_scan in _TOO_LATE:
            return StopAnswer(agreed=False, why="out for delivery")
        return StopAnswer(agreed=True)

    def make_label(self, key: str) -> str:
        """A number that anybody can tell from the key."""
        return f"RT{key.replace('-', '')[-12:].upper()}"

    def void_label(self, key: str) -> None:
        """It bills nobody for one."""


register(TrialPartner())
