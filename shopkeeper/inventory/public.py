"""What others may use of the inventory."""

from shopkeeper.inventory.access import access_location
from shopkeeper.inventory.actions.buffers import apply_buffers, set_buffer
from shopkeeper.inventory.actions.checking import check_stock, repair_stock
from shopkeeper.inventory.actions.claims import (
    consume,
    expire_reservations,
    harden,
    release,
    short_pick,
    split_reservation,
)  # fmt: skip
from shopkeeper.inventory.actions.coming import (
    cancel_inbound,
    expect,
    move_inbound,
    receive,
    refresh_coming,
    transfer,
)  # fmt: skip
from shopkeeper.inventory.actions.corrections import adjust, count, move_within
from shopkeeper.inventory.actions.dated import reserve_by_date, reserve_when_it_comes
from shopkeeper.inventory.actions.elsewhere import reserve_from_elsewhere
from shopkeeper.inventory.actions.feed_looks import look_at_feeds
from shopkeeper.inventory.actions.feeds import record_movements
from shopkeeper.inventory.actions.held import replay_held_movements
from shopkeeper.inventory.actions.leaving import send_transfer
from shopkeeper.inventory.actions.lessons import learn_buffers
from shopkeeper.inventory.actions.places import hear_from, switch_off, switch_on
from shopkeeper.inventory.actions.reservations import move_reservation, reserve
from shopkeeper.inventory.actions.restock import request_restock, tell_who_waits, withdraw_restock
from shopkeeper.inventory.actions.returned import give_out_again, put_aside_again, put_returned, take_back
from shopkeeper.inventory.actions.searches import keep_found, record_search, record_searches
from shopkeeper.inventory.actions.silence import allow_closed_hours
from shopkeeper.inventory.actions.suggestions import suggest_stock
from shopkeeper.inventory.actions.waiting import serve_queues
from shopkeeper.inventory.contracts import (
    Availability,
    Claim,
    Coming,
    Confidence,
    Demand,
    Found,
    InboundKind,
    Kept,
    LocationCard,
    LocationKind,
    MovementKind,
    Ordered,
    Recorded,
    ReservationCard,
    ReservationKind,
    ReservedLine,
    ReserveOutcome,
    ReturnedTo,
    Road,
    Shortfall,
    Stock,
    StockMovement,
)  # fmt: skip
from shopkeeper.inventory.errors import (
    InboundNotFound,
    LocationNotFound,
    NotEnoughStock,
    NotThatManyReserved,
    ReasonMissing,
    ReservationNotFound,
    StillOnItsWay,
)  # fmt: skip
from shopkeeper.inventory.queries.availability import get_availability
from shopkeeper.inventory.queries.checks import find_last_inspection, list_drifts
from shopkeeper.inventory.queries.lead_times import get_lead_time, list_lead_times, list_leaving_times
from shopkeeper.inventory.queries.places import (
    find_stocked,
    get_locations,
    has_open,
    list_held_movements,
    list_locations,
    list_reservations,
)  # fmt: skip
from shopkeeper.inventory.queries.roads import find_origin, list_roads, list_supplied, register_calendar
from shopkeeper.inventory.rules.lead_times import LeadTime, measure_lead_time
from shopkeeper.inventory.rules.nearness import Point, distance_km
from shopkeeper.inventory.rules.roads import DrivingDays, Roads

__all__ = [
    "Availability", "Claim", "Coming", "Confidence", "Demand", "DrivingDays", "Found", "InboundKind", "InboundNotFound",
    "Kept", "LeadTime", "LocationCard", "LocationKind", "LocationNotFound", "MovementKind", "NotEnoughStock",
    "NotThatManyReserved", "Ordered", "Point", "ReasonMissing", "Recorded", "ReservationCard", "ReservationKind",
    "ReservationNotFound", "ReserveOutcome", "ReservedLine", "ReturnedTo", "Road", "Roads", "Shortfall", "StillOnItsWay",
    "Stock", "StockMovement", "access_location", "adjust", "allow_closed_hours", "apply_buffers", "cancel_inbound", "check_stock",
    "consume", "count", "distance_km", "expect", "expire_reservations", "find_last_inspection",
    "find_origin", "find_stocked",
    "get_availability", "get_lead_time", "get_locations", "give_out_again", "harden", "has_open", "hear_from",
    "keep_found", "learn_buffers",
    "list_drifts", "list_held_movements", "list_lead_times", "list_leaving_times", "list_locations", "list_reservations", "list_roads", "list_supplied", "look_at_feeds", "measure_lead_time", "move_inbound",
    "move_reservation", "move_within", "put_aside_again", "put_returned", "receive", "record_movements",
    "record_search", "record_searches", "refresh_coming", "register_calendar", "release", "repair_stock", "replay_held_movements",
    "request_restock", "reserve", "reserve_by_date", "reserve_from_elsewhere", "reserve_when_it_comes", "send_transfer", "serve_queues", "set_buffer",
    "short_pick", "split_reservation", "suggest_stock", "switch_off", "switch_on", "take_back",
    "tell_who_waits", "transfer", "withdraw_restock",
]  # fmt: skip
