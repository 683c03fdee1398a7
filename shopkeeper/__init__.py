"""Shopkeeper: customer experience for omnichannel retailers."""
