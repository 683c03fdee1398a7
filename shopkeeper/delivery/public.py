"""What others may use of the delivery."""

from shopkeeper.delivery.actions import cancel_parcel, deliver_parcel, hand_over_parcel, prepare_parcel
from shopkeeper.delivery.contracts import ParcelCard, ParcelState
from shopkeeper.delivery.errors import ParcelNotFound, ParcelSettled
from shopkeeper.delivery.queries import (
    list_parcels_for_ref,
    list_parcels_for_refs,
    list_parcels_of,
    list_undelivered,
)

__all__ = [
    "ParcelCard",
    "ParcelNotFound",
    "ParcelSettled",
    "ParcelState",
    "cancel_parcel",
    "deliver_parcel",
    "hand_over_parcel",
    "list_parcels_for_ref",
    "list_parcels_for_refs",
    "list_parcels_of",
    "list_undelivered",
    "prepare_parcel",
]
