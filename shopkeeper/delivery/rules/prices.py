"""What a delivery costs: by zone and weight."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """A rate with its zone. An empty country means everywhere, empty areas the whole country."""

    country: str
    areas: frozenset[str]
    up_to_grams: int | None
    price: Decimal
    cost: Decimal | None
    currency: str

    def reaches(self, country: str, area: str) -> bool:
        """Whether it holds for an address."""
        return (not self.country or self.country == country) and (not self.areas or area in self.areas)


def choose_tariff(tariffs: Iterable[Tariff], *, country: str, area: str, grams: int) -> Tariff | None:
    """The rate of the narrowest zone that carries the weight, the lightest step first; None where it does not go."""
    fitting = [
        tariff
        for tariff in tariffs
        if tariff.reaches(country, area) and (tariff.up_to_grams is None or grams <= tariff.up_to_grams)
    ]
    return min(fitting, key=_rank, default=None)


def _rank(tariff: Tariff) -> tuple[bool, bool, float, Decimal]:
    step = float("inf") if tariff.up_to_grams is None else tariff.up_to_grams
    return not tariff.areas, not tariff.country, step, tariff.price


def area_of(postcode: str) -> str:
    """The letters that a postcode begins with ("LS1 4AP": "LS"); its first two digits where it has no letters."""
    text = postcode.strip().upper()
    letters = text[: len(text) - len(text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]
    return letters or text[:2]
