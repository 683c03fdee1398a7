"""A retailer made of somebody's export: its rows are in, and a chair stands ready for each role."""

from pathlib import Path

import pytest

from shopkeeper.core import clock
from shopkeeper.core.console import operator
from shopkeeper.demo.exports import seat
from shopkeeper.demo.progress import bars
from shopkeeper.organization import public as organization

MAPPING = """
name: Corner shops
source: till
time_zone: America/Sao_Paulo
retailer: {country: BR, currency: BRL}
files: {shops: shops.csv}
tables:
  - table: outlets
    from: shops
    columns: {source_key: id, code: id, name: name, kind: {constant: store}}
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    (tmp_path / "shops.csv").write_text("id,name\n7,Market Street\n")
    (tmp_path / "corner.yaml").write_text(MAPPING)
    return tmp_path


@pytest.mark.django_db(transaction=True)
@pytest.mark.enable_socket
def test_an_export_becomes_a_retailer_with_somebody_in_each_role(export: Path) -> None:
    with bars() as shown:
        chairs = seat(shown, folder=export, mapping=export / "corner.yaml")
    retailer = organization.get_retailer()
    assert (retailer.name, retailer.time_zone) == ("Corner shops", "America/Sao_Paulo")
    assert (retailer.country, retailer.currency) == ("BR", "BRL")
    assert [outlet.name for outlet in organization.list_outlets(by=operator())] == ["Market Street"]
    assert ("Nadia Rahman", "Store manager") in chairs
    people = organization.list_people(now=clock.now())
    assert {person.role for person in people} == set(organization.Role)
    assert len(chairs) == len(people) == len(organization.Role)
    assert all(organization.find_user_id_of(person.id) for person in people)
