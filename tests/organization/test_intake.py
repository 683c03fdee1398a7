"""Outlets, people, roles and shifts as files bring them."""

from pathlib import Path

import pytest

from shopkeeper.organization.models import Assignment, Outlet, Shift
from tests.connectors.importing import counts, import_rows

pytestmark = pytest.mark.django_db

LEEDS = {"source_key": "12", "code": "LDS", "name": "Leeds", "kind": "store", "region_key": "north"}


def test_two_outlets_cannot_have_one_code(tmp_path: Path) -> None:
    run = import_rows(tmp_path, outlets=[LEEDS, {**LEEDS, "source_key": "13", "name": "Leeds, too"}])
    assert counts(run) == {"outlets": (1, 0, 0, 1)}
    assert run.parts[0].refusals[0].words == "Another outlet has this code."
    assert (Outlet.objects.get().name, Outlet.objects.get().region.name) == ("Leeds", "north")


def test_roles_and_shifts_are_spans_with_an_end_after_their_beginning(tmp_path: Path) -> None:
    roles = [
        {
            "source_key": "1",
            "employee_key": "e1",
            "role": "store_manager",
            "outlet_key": "LDS",
            "starts_on": "2026-01-01",
        },
        {"source_key": "2", "employee_key": "e1", "role": "boss", "starts_on": "2026-01-01"},
        {
            "source_key": "3",
            "employee_key": "e1",
            "role": "store_associate",
            "starts_on": "2026-01-02",
            "ends_on": "2026-01-02",
        },
    ]
    shifts = [
        {
            "source_key": "1",
            "employee_key": "e1",
            "outlet_key": "12",
            "starts_at": "2026-01-02 09:00",
            "ends_at": "2026-01-02 17:30",
        }
    ]
    people = [{"source_key": "e1", "name": "Joan Ames"}]
    run = import_rows(tmp_path, outlets=[LEEDS], employees=people, assignments=roles, shifts=shifts)
    assert counts(run)["assignments"] == (1, 0, 0, 2)
    assert (Assignment.objects.get().employee.name, Shift.objects.get().outlet.code) == ("Joan Ames", "LDS")
