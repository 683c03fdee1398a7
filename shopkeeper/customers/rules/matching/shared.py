"""Values that are nobody's own: the shop's telephone, info@, a card that a till swipes for strangers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from shopkeeper.customers.rules.clusters import is_nobodys
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.sounds import sound

OWN = {"email": ("email", "box", "box_rest"), "phone": ("phone",), "card": ("card",)}
"""Columns whose values should be one person's, each with what goes with it when it is not."""

Holder = tuple[str, str | None, str | None]
"""A value, and the given and the family name of a record that holds it."""


def find_shared_values(holders: Iterable[Holder]) -> frozenset[str]:
    """The values that count for nobody: people of more names than a family has hold them, or too many without one."""
    names: dict[str, set[str]] = defaultdict(set)
    nameless: Counter[str] = Counter()
    for value, given, family in holders:
        if name := (given or "")[:1] + sound((family or "").replace(" ", "")):
            names[value].add(name)
        else:
            nameless[value] += 1
    values = {*names, *nameless}
    return frozenset(one for one in values if is_nobodys(names=len(names[one]), nameless=nameless[one]))


def forget_values(form: Form, columns: Sequence[str]) -> Form:
    """The form without what these columns (email, phone, card) tell."""
    return {**form, **{name: None for column in columns for name in OWN[column]}} if columns else form
