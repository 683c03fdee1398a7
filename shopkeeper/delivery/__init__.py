"""Carriers, their services, and parcels on their way."""
