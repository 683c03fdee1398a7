"""Money is decimal, has one currency, and rounds only when asked."""

from decimal import Decimal

import pytest

from shopkeeper.core.money import CurrencyMismatch, Money


def test_money_adds_subtracts_and_multiplies_exactly() -> None:
    price = Money(Decimal("0.10"), "GBP")
    assert price + price * 2 == Money(Decimal("0.30"), "GBP")
    assert price - price == Money(Decimal("0.00"), "GBP")
    assert -price < price <= price


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("2.345", "GBP", "2.34"), ("2.355", "GBP", "2.36"), ("10.5", "JPY", "10"), ("1.2345", "KWD", "1.234")],
)
def test_money_rounds_to_the_minor_unit_half_to_even(amount: str, currency: str, rounded: str) -> None:
    assert Money(Decimal(amount), currency).rounded() == Money(Decimal(rounded), currency)


def test_two_currencies_do_not_add_and_floats_are_no_money() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "GBP") + Money(Decimal(1), "EUR")
    with pytest.raises(TypeError):
        Money(1.5, "GBP")  # type: ignore[arg-type]
