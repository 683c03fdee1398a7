"""How often the record told the truth: every location in one list, and each with its reasons."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.inventory.access import access_location_to_see, is_own
from shopkeeper.inventory.models import Lesson
from shopkeeper.inventory.queries import rooms, truth
from shopkeeper.inventory.rules.truth import BORROWED, ENOUGH, LET_DOWN_AT_MOST, MOST, WINDOW_DAYS
from shopkeeper.inventory.words_of_truth import explain, sum_up_location, sum_up_network

_RULES = {
    "days": WINDOW_DAYS, "enough": ENOUGH, "borrowed": BORROWED, "most": MOST, "one_in": round(1 / LET_DOWN_AT_MOST),
}  # fmt: skip


@door("inventory.view_stock")
def list_truths(request: PageRequest) -> HttpResponse:
    """Where customers find what they were promised, and where not; the most doubted first."""
    now = clock.now()
    truths, lessons = truth.list_truths(now=now), truth.list_lessons()
    rows = [(room, truths.get(room.row.id), *_held_back(room.row.id, lessons)) for room in rooms.list_rooms(now=now)]
    rows.sort(key=lambda row: row[1].high if row[1] and row[1].is_enough else 2.0)
    context = {"rows": rows, "sentence": sum_up_network(truths.values()), "rules": _RULES}
    return render(request, "inventory/truths.html", context)


def _held_back(location_id: UUID, lessons: list[Lesson]) -> tuple[list[Lesson], int]:
    """The lessons of a location, most pieces first, and in how many classes it is a single piece."""
    own = sorted((each for each in lessons if each.location_id == location_id), key=lambda each: -each.pieces)
    return own, sum(each.pieces == 1 for each in own)


@door("inventory.view_stock")
def show_truth(request: PageRequest, code: str) -> HttpResponse:
    """One location: class by class, what was found, what is kept back because of it, and what was missing."""
    now, by = clock.now(), request.actor
    row = access_location_to_see(by, code)
    classes = truth.list_class_truths(row.id, now=now)
    whole = truth.Truth(truth.add_up(each.truth.tally for each in classes))
    context = {
        "row": row, "room": rooms.list_rooms(now=now, code=code)[0], "whole": whole, "rules": _RULES,
        "classes": [(each, explain(each)) for each in classes], "sentence": sum_up_location(whole, classes),
        "misses": truth.list_misses(row.id, now=now),
        "may_record": is_own(by, row.outlet_id) and by.may("inventory.record_movements"),
    }  # fmt: skip
    return render(request, "inventory/truth.html", context)
