"""Whatever holds a person is told, given back, exported and erased with them."""

from django.apps import apps

from shopkeeper.customers.facts import list_facts
from shopkeeper.customers.models import Customer, SourceRecord

IDENTITY = {
    "Customer", "SourceRecord", "FormerVersion", "MatchKey", "SharedValue", "Link", "Merge", "Distinction", "Profile",
    "Erasure", "Proposal", "StandardForm", "BlockingKey", "RuleKey", "ValueTrial",
}  # fmt: skip
"""The customer record itself, which its own actions merge, part and erase."""


def keys_to_people(model: type) -> set[str]:
    people = (Customer, SourceRecord)
    return {field.name for field in model._meta.concrete_fields if field.is_relation and field.related_model in people}


def test_every_model_with_a_key_to_a_person_is_in_its_modules_customer_facts() -> None:
    held: dict[tuple[str, type], set[str]] = {}
    for facts in list_facts():
        for item in facts.held:
            held.setdefault((facts.name, item.model), set()).update({item.customer, item.record})
    missing = []
    for model in apps.get_models():
        keys = keys_to_people(model)
        if not keys or (model._meta.app_label == "customers" and model.__name__ in IDENTITY):
            continue
        known = held.get((model._meta.app_label, model), set())
        if keys - known:
            missing.append(f"{model._meta.label}: {', '.join(sorted(keys - known))}")
    assert not missing, "say in customer_facts.py what happens to these rows when people merge, part or are erased"


def test_what_an_erasure_overwrites_exists() -> None:
    for facts in list_facts():
        for item in facts.held:
            columns = {field.name for field in item.model._meta.concrete_fields}
            assert set(item.blank) <= columns, f"{item.model._meta.label} has no {set(item.blank) - columns}"
            assert item.at in columns
