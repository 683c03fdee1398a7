"""The standing cast stands: one person in every role, each sees what is theirs."""

import pytest

from shopkeeper.organization import public as organization
from tests.cast import NOW, with_cast


@pytest.mark.django_db
def test_the_cast_holds_every_role_and_a_store_manager_sees_the_own_store() -> None:
    cast = with_cast()
    roles = {person.role for person in organization.list_people(now=NOW)}
    assert roles == set(organization.Role)
    assert [card.name for card in organization.list_outlets(by=cast.actor("YRK"))] == ["York"]
    assert len(set(cast.customers.values())) == 3
