"""What imports bring of the stock: locations, movements, counts, levels, what comes, what is kept back."""

from shopkeeper.inventory.intake import inbound, kept_back, levels, locations, movements

__all__ = ["inbound", "kept_back", "levels", "locations", "movements"]
