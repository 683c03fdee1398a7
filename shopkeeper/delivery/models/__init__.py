"""Rows of the delivery."""

from shopkeeper.delivery.models.asked import Label, PutOff, Stop
from shopkeeper.delivery.models.lanes import LaneTime
from shopkeeper.delivery.models.parcels import Carrier, Parcel
from shopkeeper.delivery.models.services import BookVersion, Capacity, Closure, CutOff, Load, Rate, Service, Zone
from shopkeeper.delivery.models.tracking import CarrierLine, Claim, DepartureReport, HeldScan, Scan, StageTime

__all__ = [
    "BookVersion",
    "Capacity",
    "Carrier",
    "CarrierLine",
    "Claim",
    "Closure",
    "CutOff",
    "DepartureReport",
    "HeldScan",
    "Label",
    "LaneTime",
    "Load",
    "Parcel",
    "PutOff",
    "Rate",
    "Scan",
    "Service",
    "StageTime",
    "Stop",
    "Zone",
]  # fmt: skip
