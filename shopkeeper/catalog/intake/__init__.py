"""What imports bring of the catalog: products and where they belong, codes, packs, bundles, offers, substitutes."""

from shopkeeper.catalog.intake import bundles, codes, offers, products, substitutes

__all__ = ["bundles", "codes", "offers", "products", "substitutes"]
