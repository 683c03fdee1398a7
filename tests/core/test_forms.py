"""Forms say what to do."""

from django import forms

from shopkeeper.core.forms import PlainForm


class Visit(PlainForm):
    """A few fields."""

    name = forms.CharField()
    on = forms.DateField()
    outlet = forms.ChoiceField(choices=[("leeds", "Leeds")])
    people = forms.IntegerField(error_messages={"required": "How many come?"})
    mail = forms.EmailField(required=False)


def test_what_is_missing_or_unreadable_is_said_as_something_to_do() -> None:
    errors = Visit({"on": "someday", "outlet": "york", "mail": "ruth"}).errors

    assert errors["name"] == ["Fill this in."]
    assert errors["on"] == ["Write a day, such as 14 May 2026."]
    assert errors["outlet"] == ["Choose one from the list."]
    assert errors["mail"] == ["Write an e-mail address, such as ruth@example.org."]


def test_a_field_that_has_words_of_its_own_keeps_them() -> None:
    assert Visit({}).errors["people"] == ["How many come?"]
