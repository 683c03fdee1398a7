"""Events: what the system changed, announced in the same transaction, heard by modules above after commit."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, dataclass_transform
from uuid import UUID

import msgspec
from django.db import connection

from shopkeeper.core.actors import Actor
from shopkeeper.core.ids import new_id
from shopkeeper.core.requests import current_request_id
from shopkeeper.core.statements import fetch

# Ids, codes, numbers and times only: an event is kept for ever and must never hold what a person wrote.
_PLAIN = (str, int, bool, UUID, date, datetime, Decimal, Enum, type(None))
_TEXT_LIMIT = 120
_WAITING = "_announced_and_not_written"
_ANNOUNCE = """SELECT core_announce($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::text[], $6::timestamptz[],
    $7::text, $8::boolean[], $9::boolean[])"""
type _Row = tuple[UUID, str, str, str, str, datetime, bool, bool]


@dataclass(frozen=True, slots=True)
class Handler:
    """A reaction to an event: its name, what it calls, and whether it also takes imported history."""

    name: str
    function: Callable[["Announcement"], None]
    takes_history: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event as its handlers receive it: what happened, when, by whom."""

    id: UUID
    event: Any
    by_kind: str
    by_id: str
    recorded_at: datetime
    history: bool


EVENTS: dict[str, type] = {}
_HANDLERS: dict[str, dict[str, Handler]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event[T](cls: type[T]) -> type[T]:
    """Declare an event: a frozen dataclass in a module's events.py, named in the past tense."""
    made = dataclass(frozen=True, kw_only=True, slots=True)(cls)
    EVENTS[wire_name(made)] = made
    return made


def wire_name(cls: type) -> str:
    """`shopkeeper.orders.events.OrderPlaced` is `orders.order_placed` on the wire."""
    module = cls.__module__.split(".")[1]
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__)
    return f"{module}.{words.lstrip('_')}"


def on(cls: type, *, takes_history: bool = False) -> Callable[[Callable[[Announcement], None]], Any]:
    """Subscribe a handler. Handlers are retried, so they are idempotent; imports only reach those that take history."""

    def subscribe(function: Callable[[Announcement], None]) -> Callable[[Announcement], None]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        _HANDLERS.setdefault(wire_name(cls), {})[name] = Handler(name, function, takes_history)
        return function

    return subscribe


def handlers_of(name: str, *, history: bool) -> list[Handler]:
    """Who hears the event `name`; with `history` only those who take imports."""
    return [handler for handler in _HANDLERS.get(name, {}).values() if handler.takes_history or not history]


def get_handler(event_name: str, handler_name: str) -> Handler | None:
    """The handler of that name, or None once it has been removed from the code."""
    return _HANDLERS.get(event_name, {}).get(handler_name)


def announce(event: Any, *, by: Actor, now: datetime, history: bool = False) -> UUID:
    """Write the event row and one dispatch job in the running transaction.

    Within an action they are written when it ends, with all others that it announced: one journey for all of them.
    """
    name, identifier = wire_name(type(event)), new_id()
    dispatched = bool(handlers_of(name, history=history))
    row: _Row = (identifier, name, encode(event), by.kind, by.id, now, history, dispatched)
    waiting: list[_Row] | None = getattr(connection, _WAITING, None)
    if waiting is None:
        _write([row])
    else:
        waiting.append(row)
    return identifier


@contextmanager
def announcing_together() -> Iterator[None]:
    """What is announced in this block is written at its end; nothing of it, when the block fails."""
    waiting: list[_Row] = []
    setattr(connection, _WAITING, waiting)
    try:
        yield
        if waiting:
            _write(waiting)
    finally:
        setattr(connection, _WAITING, None)


def _write(rows: Sequence[_Row]) -> None:
    ids, names, payloads, kinds, actors, times, histories, dispatched = (
        list(column) for column in zip(*rows, strict=True)
    )
    fetch(_ANNOUNCE, [ids, names, payloads, kinds, actors, times, current_request_id(), histories, dispatched])


def encode(event: Any) -> str:
    """The event's fields as JSON. Refuses free text and anything that is not a plain value."""
    payload = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    for name, value in payload.items():
        items = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(item, _PLAIN) for item in items):
            raise TypeError(f"{type(event).__name__}.{name} is not a plain value")
        if any(isinstance(item, str) and len(item) > _TEXT_LIMIT for item in items):
            raise ValueError(f"{type(event).__name__}.{name} looks like free text; events hold ids and codes")
    return msgspec.json.encode(payload).decode()


def decode(name: str, payload: dict[str, Any]) -> Any:
    """The event object from its stored payload; fields that this version does not know are left out."""
    return msgspec.convert(payload, EVENTS[name], strict=False)
