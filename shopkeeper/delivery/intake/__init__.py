"""What imports bring of the delivery. Each file registers its tables."""

from shopkeeper.delivery.intake import parcels, services

__all__ = ["parcels", "services"]
