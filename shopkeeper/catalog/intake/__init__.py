"""What imports bring of the catalog: products and where they belong, their codes and packs, bundles, offers."""

from shopkeeper.catalog.intake import bundles, codes, offers, products

__all__ = ["bundles", "codes", "offers", "products"]
