"""The module as Django knows it."""

from shopkeeper.core.modules import ModuleConfig


class PaymentsConfig(ModuleConfig):
    """Money in and money back."""

    name = "shopkeeper.payments"
    label = "payments"
