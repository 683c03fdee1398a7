"""How telephone numbers are written down, from the tables of the phonenumbers library."""

from collections.abc import Iterator

import phonenumbers


def list_dialing() -> Iterator[tuple[str, str, str]]:
    """(country, calling code, trunk prefix) of every country."""
    for country in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
        if metadata:
            yield country, str(metadata.country_code), metadata.national_prefix or ""
