"""Forms say what to do."""

import re
from pathlib import Path

from django import forms

from shopkeeper.core.forms import PlainForm


class Visit(PlainForm):
    """A few fields."""

    name = forms.CharField()
    on = forms.DateField()
    outlet = forms.ChoiceField(choices=[("leeds", "Leeds")])
    people = forms.IntegerField(error_messages={"required": "How many come?"})
    mail = forms.EmailField(required=False)
    stays = forms.IntegerField(required=False, min_value=1, max_value=30)
    rate = forms.DecimalField(required=False, max_digits=5, decimal_places=2)
    town = forms.CharField(required=False, min_length=2, max_length=5)


def test_what_is_missing_or_unreadable_is_said_as_something_to_do() -> None:
    errors = Visit({"on": "someday", "outlet": "york", "mail": "ruth"}).errors

    assert errors["name"] == ["Fill this in."]
    assert errors["on"] == ["Write a day, such as 14 May 2026."]
    assert errors["outlet"] == ["Choose one from the list."]
    assert errors["mail"] == ["Write an e-mail address, such as ruth@example.org."]


def test_a_field_that_has_words_of_its_own_keeps_them() -> None:
    assert Visit({}).errors["people"] == ["How many come?"]


def test_what_is_too_small_too_large_or_too_long_is_said_in_plain_words() -> None:
    few = Visit({"stays": "0", "rate": "12.345", "town": "A"}).errors
    many = Visit({"stays": "31", "rate": "12345.6", "town": "Wakefield"}).errors
    said = [[str(words) for words in errors[name]] for errors in (few, many) for name in ("stays", "rate", "town")]
    assert said == [
        ["Write 1 or more."], ["Write 2 digits or fewer after the point."], ["Write 2 characters or more."],
        ["Write 30 or less."], ["Write 5 digits or fewer."],
        ["Write 5 characters or fewer: these are 9."],
    ]  # fmt: skip


def test_no_form_is_left_to_words_of_its_framework() -> None:
    root = Path(__file__).parents[2] / "shopkeeper"
    own = [path for path in root.rglob("*.py") if re.search(r"\(forms\.(Model)?Form\)", path.read_text("utf-8"))]
    assert [str(path.relative_to(root)) for path in own] == ["core/forms.py"]
