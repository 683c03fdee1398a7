"""Values that are nobody's own: the shop's telephone, info@, a card that a till swipes for strangers."""

from collections.abc import Iterable, Sequence

from shopkeeper.customers.rules.clusters import MOST_NAMES_OF_A_VALUE
from shopkeeper.customers.rules.matching.forms import Form
from shopkeeper.customers.rules.matching.sounds import sound

_OWN = {"email": ("email", "box", "box_rest"), "phone": ("phone",), "card": ("card",)}

Shared = dict[str, frozenset[str]]
"""Column -> the values that people of too many names hold."""


def find_shared_values(forms: Iterable[Form]) -> Shared:
    """The values that count for nobody, since people of more names than a family has hold them."""
    names: dict[tuple[str, str], set[str]] = {}
    for form in forms:
        name = _name(form)
        for column in _OWN if name else ():
            value = form[column]
            if value is not None:
                names.setdefault((column, value), set()).add(name)
    return {
        column: frozenset(
            value for (of, value), held in names.items() if of == column and len(held) > MOST_NAMES_OF_A_VALUE
        )
        for column in _OWN
    }


def forget_shared_values(forms: Sequence[Form], shared: Shared) -> list[Form]:
    """The forms without the values that count for nobody."""
    return [
        forget_values(form, [column for column, values in shared.items() if form[column] in values]) for form in forms
    ]


def forget_values(form: Form, columns: Sequence[str]) -> Form:
    """The form without what these columns (email, phone, card) tell."""
    return {**form, **{name: None for column in columns for name in _OWN[column]}} if columns else form


def _name(form: Form) -> str:
    return (form["given"] or "")[:1] + sound((form["family"] or "").replace(" ", ""))
