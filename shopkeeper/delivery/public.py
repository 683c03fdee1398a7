"""What others may use of the delivery."""

from shopkeeper.delivery.actions.asking import answer_stop, ask_to_stop
from shopkeeper.delivery.actions.dates import move_parcel, redirect_parcel
from shopkeeper.delivery.actions.forecasts import tracking_address
from shopkeeper.delivery.actions.labels import ask_label
from shopkeeper.delivery.actions.lines import open_line
from shopkeeper.delivery.actions.parcels import (
    cancel_parcel,
    deliver_parcel,
    hand_over_parcel,
    prepare_parcel,
    return_to_sender,
    undo_hand_over,
)
from shopkeeper.delivery.actions.putting_off import put_off_parcel
from shopkeeper.delivery.actions.services import close_day, set_capacity, set_service, switch_service
from shopkeeper.delivery.actions.tracking import hear_carrier
from shopkeeper.delivery.contracts import (
    Announced,
    BasketLine,
    CapacitySpec,
    CarrierScan,
    ClosureSpec,
    CutOffSpec,
    DeliveryOffer,
    Destination,
    OfferPart,
    ParcelCard,
    ParcelState,
    RateSpec,
    SealedOffer,
    SentFrom,
    ServiceKind,
    ServiceSpec,
    StopCard,
    TrackingStatus,
    VoidLabel,
)
from shopkeeper.delivery.errors import (
    CarrierNotFound,
    DayFull,
    OfferNotOurs,
    ParcelNotFound,
    ParcelSettled,
    ParcelUnderWay,
    ServiceNotFound,
)
from shopkeeper.delivery.policies import SPLITS
from shopkeeper.delivery.queries.arrivals import days_longer, list_arrivals
from shopkeeper.delivery.queries.asked import (
    find_label,
    find_ref_of_label,
    list_announced,
    list_stops_for_ref,
    list_void_labels,
)
from shopkeeper.delivery.queries.collecting import find_ready_at, find_road
from shopkeeper.delivery.queries.cut_offs import find_cut_off
from shopkeeper.delivery.queries.departures import list_unheard
from shopkeeper.delivery.queries.offers import offer_deliveries
from shopkeeper.delivery.queries.parcels import (
    find_refs_by_tracking,
    is_number_taken,
    list_not_arriving,
    list_parcels_for_ref,
    list_parcels_for_refs,
    list_parcels_of,
    list_pick_ups,
    list_undelivered,
)
from shopkeeper.delivery.queries.sealing import open_offer
from shopkeeper.delivery.queries.services import list_service_names
from shopkeeper.delivery.queries.tracking import TrackedScan, list_scans_for_ref
from shopkeeper.delivery.rules.prices import area_of
from shopkeeper.delivery.words import status_in_words

__all__ = [
    "SPLITS",
    "Announced",
    "BasketLine",
    "CapacitySpec",
    "CarrierNotFound",
    "CarrierScan",
    "ClosureSpec",
    "CutOffSpec",
    "DayFull",
    "DeliveryOffer",
    "Destination",
    "OfferNotOurs",
    "OfferPart",
    "ParcelCard",
    "ParcelNotFound",
    "ParcelSettled",
    "ParcelState",
    "ParcelUnderWay",
    "RateSpec",
    "SealedOffer",
    "SentFrom",
    "ServiceKind",
    "ServiceNotFound",
    "ServiceSpec",
    "StopCard",
    "TrackedScan",
    "TrackingStatus",
    "VoidLabel",
    "answer_stop",
    "area_of",
    "ask_label",
    "ask_to_stop",
    "cancel_parcel",
    "close_day",
    "days_longer",
    "deliver_parcel",
    "find_cut_off",
    "find_label",
    "find_ready_at",
    "find_ref_of_label",
    "find_refs_by_tracking",
    "find_road",
    "hand_over_parcel",
    "hear_carrier",
    "is_number_taken",
    "list_announced",
    "list_arrivals",
    "list_not_arriving",
    "list_parcels_for_ref",
    "list_parcels_for_refs",
    "list_parcels_of",
    "list_pick_ups",
    "list_scans_for_ref",
    "list_service_names",
    "list_stops_for_ref",
    "list_undelivered",
    "list_unheard",
    "list_void_labels",
    "move_parcel",
    "offer_deliveries",
    "open_line",
    "open_offer",
    "prepare_parcel",
    "put_off_parcel",
    "redirect_parcel",
    "return_to_sender",
    "set_capacity",
    "set_service",
    "status_in_words",
    "switch_service",
    "tracking_address",
    "undo_hand_over",
]  # fmt: skip
