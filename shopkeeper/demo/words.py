"""The words that a demo retailer is furnished with: names, streets, what people write."""

import msgspec
import yaml

from shopkeeper.demo.scenario import SCENARIOS


class Words(msgspec.Struct, frozen=True):
    """Lists to draw from; `topics` is code to name, kind, parent; `says` is what happened to sentences."""

    given: list[str]
    family: list[str]
    streets: list[str]
    mail_hosts: list[str]
    product_names: list[str]
    companies: list[str]
    topics: dict[str, tuple[str, str, str]]
    says: dict[str, list[str]]


def read_words() -> Words:
    """The words beside the scenarios."""
    return msgspec.convert(yaml.safe_load((SCENARIOS / "words.yaml").read_text(encoding="utf-8")), Words)
