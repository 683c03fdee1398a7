"""What can be promised, now and by a day, by the formulas of HotWax (ATP), Omnium (inbound) and Sterling (safety)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shopkeeper.inventory.contracts import Coming


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of a position, as far as they decide what can be promised."""

    on_hand: int
    reserved: int = 0
    damaged: int = 0
    held: int = 0
    display: int = 0
    owed: int = 0
    safety: int = 0
    safety_percent: int = 0
    buffer: int = 0
    buffer_percent: int = 0


def available_to_promise(
    *, on_hand: int, reserved: int, safety: int, threshold: int, queued: int, excluded: int
) -> int:
    """Pieces that a network can promise online: on hand minus reserved, safety stock, threshold, orders that wait for a
    location, and what lies at locations that do not count."""
    return on_hand - (reserved + safety + threshold + queued + excluded)


def usable(counters: Counters) -> int:
    """Pieces that are there and may be sold. A part below zero was told in the wrong order and counts as none."""
    return counters.on_hand - sum(max(0, part) for part in (counters.damaged, counters.held, counters.display))


def kept_back(quantity: int, pieces: int, percent: int) -> int:
    """Pieces kept back out of `quantity`: fixed ones and a percentage, rounded up."""
    return pieces + -(-max(0, quantity) * percent // 100)


def most_specific(*, names_location: bool, names_kind: bool, names_category: bool) -> int:
    """How much a rule says; of those that fit, the one that says most holds alone: a location before a kind of
    locations before a category. `inventory_rule` in stock.sql says the same, and a test holds both equal."""
    return names_location * 4 + names_kind * 2 + names_category


def free_now(counters: Counters, channel_pieces: int = 0, channel_percent: int = 0) -> int:
    """Pieces that can be promised now; below zero when more is promised or kept back than there is."""
    there = usable(counters)
    back = kept_back(there, counters.safety, counters.safety_percent)
    back += kept_back(there, counters.buffer, counters.buffer_percent)
    back += kept_back(there, channel_pieces, channel_percent)
    return there - counters.reserved - counters.owed - back


def owed(coming: Sequence[tuple[date, int]]) -> int:
    """Pieces promised out of what comes, beyond what comes in time. `coming`: (due, quantity minus promised)."""
    total, deepest = 0, 0
    for day in sorted({due for due, _ in coming}):
        total += sum(net for due, net in coming if due == day)
        deepest = min(deepest, total)
    return -deepest


def rooms(coming: Sequence[tuple[date, int]]) -> list[int]:
    """For each delivery, how many pieces can still be promised out of it so that nobody who was promised some lacks one
    more, on whatever day. `coming` as for `owed`; the answer is in its order."""
    borne = owed(coming)
    sums = {day: sum(net for due, net in coming if due <= day) for day, _ in coming}
    return [
        max(0, min(net, borne + min(total for day, total in sums.items() if day >= due)))
        for due, net in coming
    ]  # fmt: skip


def by_date(free_without_coming: int, coming: Iterable[tuple[date, int]]) -> tuple[Coming, ...]:
    """What can be promised by each coming day: cumulative, and never more than any later day can bear.

    `free_without_coming` is `free_now` before what is owed was taken off. Looking ahead keeps a piece that somebody was
    promised for the day after tomorrow from being sold tomorrow.
    """
    sums: dict[date, int] = {}
    for due, net in coming:
        sums[due] = sums.get(due, 0) + net
    days, running = [], free_without_coming
    for due in sorted(sums):
        running += sums[due]
        days.append((due, running))
    result, least = [], None
    for due, total in reversed(days):
        least = total if least is None else min(least, total)
        result.append(Coming(due, max(0, least)))
    return tuple(reversed(result))


def of_bundle(components: Iterable[tuple[int, int]]) -> int:
    """Bundles that can be promised: the part that runs out first decides. Items are (available, pieces a bundle)."""
    return min((max(0, available) // pieces for available, pieces in components), default=0)
