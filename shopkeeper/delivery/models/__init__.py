"""Rows of the delivery."""

from shopkeeper.delivery.models.lanes import LaneTime
from shopkeeper.delivery.models.parcels import Carrier, Parcel
from shopkeeper.delivery.models.services import BookVersion, Capacity, Closure, CutOff, Load, Rate, Service, Zone

__all__ = [
    "BookVersion", "Capacity", "Carrier", "Closure", "CutOff", "LaneTime", "Load", "Parcel", "Rate", "Service", "Zone",
]  # fmt: skip
