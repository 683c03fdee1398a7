"""One look for each kind of thing, seen side by side so that no two are mistaken for one another."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.components import register_chip

CHIPS = (
    ("person", "user-round", _("Person")),
    ("company", "building-2", _("Company")),
    ("order", "package", _("Order")),
    ("case", "life-buoy", _("Case")),
    ("problem", "triangle-alert", _("Problem")),
    ("measure", "shield-check", _("Preventive measure")),
    ("promise", "handshake", _("Promise")),
    ("outlet", "store", _("Outlet")),
    ("department", "users-round", _("Department")),
    ("employee", "id-card", _("Employee")),
    ("product", "tag", _("Product")),
    ("supplier", "factory", _("Supplier")),
    ("carrier", "truck", _("Carrier")),
    ("metric", "gauge", _("Metric")),
    ("topic", "hash", _("Topic")),
    ("feedback", "message-square-quote", _("Feedback")),
    ("source", "database", _("Source")),
)


def register_chips() -> None:
    """Tell the templates how each kind looks."""
    for name, icon, label in CHIPS:
        register_chip(name, icon=icon, label=label)
