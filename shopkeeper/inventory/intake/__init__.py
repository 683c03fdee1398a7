"""What imports bring of the stock: locations, movements, counts, what systems say is there, what is on its way."""

from shopkeeper.inventory.intake import inbound, levels, locations, movements

__all__ = ["inbound", "levels", "locations", "movements"]
