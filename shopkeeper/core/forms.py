"""Forms that speak plainly: what is missing, in words that say what to do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_PLAIN = {
    "required": _("Fill this in."),
    "invalid_choice": _("Choose one from the list."),
    "invalid_list": _("Choose from the list."),
    "min_value": _("Write %(limit_value)s or more."),
    "max_value": _("Write %(limit_value)s or less."),
    "min_length": _("Write %(limit_value)s characters or more."),
    "max_length": _("Write %(limit_value)s characters or fewer: these are %(show_value)s."),
    "max_digits": _("Write %(max)s digits or fewer."),
    "max_decimal_places": _("Write %(max)s digits or fewer after the point."),
    "max_whole_digits": _("Write %(max)s digits or fewer before the point."),
    "null_characters_not_allowed": _("Leave out the characters that cannot be seen."),
}
_BY_KIND: dict[type[forms.Field], Any] = {
    forms.DateTimeField: _("Write a day and a time, such as 14 May 2026, 09:30."),
    forms.DateField: _("Write a day, such as 14 May 2026."),
    forms.TimeField: _("Write a time, such as 09:30."),
    forms.IntegerField: _("Write a whole number."),
    forms.DecimalField: _("Write a number."),
    forms.FloatField: _("Write a number."),
    forms.EmailField: _("Write an e-mail address, such as ruth@example.org."),
}


class PlainForm(forms.Form):
    """A form whose fields say what to do instead of what is invalid; a field's own messages win."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for code, words in _messages_for(field).items():
                if _is_standard(field, code):
                    field.error_messages[code] = words


def _messages_for(field: forms.Field) -> dict[str, Any]:
    invalid = next((words for kind, words in _BY_KIND.items() if type(field) is kind), None)
    return _PLAIN if invalid is None else _PLAIN | {"invalid": invalid}


def _is_standard(field: forms.Field, code: str) -> bool:
    kinds = (vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__)
    standard = next((messages[code] for messages in kinds if code in messages), None)
    return field.error_messages.get(code) is standard
