"""The port to carriers that do things for us: stop a parcel on its way, make a label, void it."""

from dataclasses import dataclass
from typing import Protocol


class PartnerSilent(Exception):
    """The carrier did not respond in time; whether it did what it was asked is not known."""


@dataclass(frozen=True, slots=True)
class StopErrand:
    """A parcel that is to be stopped. The same `key` again is the same errand."""

    key: str
    tracking_number: str
    last_scan: str


@dataclass(frozen=True, slots=True)
class StopAnswer:
    """Whether a carrier stops a parcel, and why not."""

    agreed: bool
    why: str = ""


class Partner(Protocol):
    """A carrier behind its interface. Called outside of transactions, and again when it was silent."""

    name: str

    def stop(self, errand: StopErrand) -> StopAnswer:
        """Ask for a parcel to be stopped and brought back.

        :raises PartnerSilent: when no answer came
        """

    def make_label(self, key: str) -> str:
        """The tracking number of a label for a parcel that goes or comes back; the same `key` gives the same label.

        :raises PartnerSilent: when no answer came
        """

    def void_label(self, key: str) -> None:
        """Nothing goes by the label of this key; one that it never made is void as well.

        :raises PartnerSilent: when no answer came
        """


_PARTNERS: dict[str, Partner] = {}


def register(partner: Partner) -> None:
    """Offer a partner by its name; the last one offered serves carriers that have none of their own."""
    _PARTNERS.pop(partner.name, None)
    _PARTNERS[partner.name] = partner


def partner_for(carrier_key: str) -> Partner:
    """The partner of a carrier."""
    return _PARTNERS.get(carrier_key) or _PARTNERS[next(reversed(_PARTNERS))]
