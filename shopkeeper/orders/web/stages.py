"""The board of stages: what waits at every place, how long, and which ones wait too long."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from shopkeeper.core import clock
from shopkeeper.core.web.doors import PageRequest, door
from shopkeeper.orders.contracts import Stage, StageClock
from shopkeeper.orders.queries import list_numbers
from shopkeeper.orders.queries.board import StageBoard, get_board
from shopkeeper.orders.queries.stages import Waiting


@door("orders.move_orders")
def show_board(request: PageRequest) -> HttpResponse:
    """Places with their stages; of one place and stage, each order that waits."""
    board, at, stage = get_board(by=request.actor, now=clock.now()), request.GET.get("at", ""), _stage(request)
    shown = [one for one in board.waiting if stage and one.key == at and board.clocks[one.ref].stage is stage]
    return render(request, "orders/stages.html", {
        "board": board, "at": at, "stage": stage, "place": shown[0].place if shown else "",
        "rows": _rows(board, shown), "may_set": request.actor.may("orders.set_stage_targets"),
    })  # fmt: skip


def _stage(request: PageRequest) -> Stage | None:
    asked = request.GET.get("stage", "")
    return Stage(asked) if asked in set(Stage) else None


def _rows(board: StageBoard, shown: list[Waiting]) -> list[tuple[str, str, StageClock]]:
    """Number, page and clock of each, what is due first on top."""
    numbers = dict(list_numbers(one.order_id for one in shown))
    shown = sorted(shown, key=lambda one: _due(board.clocks[one.ref]))
    return [(numbers.get(one.order_id, ""), _page(one), board.clocks[one.ref]) for one in shown]


def _due(found: StageClock) -> tuple[bool, datetime]:
    return found.due_at is None, found.due_at or found.started_at


def _page(one: Waiting) -> str:
    kind, _, key = one.ref.partition(":")
    if kind == "parcel":
        return reverse("orders:send", args=[one.order_id, UUID(key)])
    return reverse("orders:pickup", args=[UUID(key)])
