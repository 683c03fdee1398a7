"""What analytics is told of problems."""

import pytest
from django.db import connection

from shopkeeper.improvement.actions.closing import ask_to_close
from shopkeeper.improvement.datasets import PROBLEMS
from shopkeeper.organization.public import Role
from tests.improvement.scene import NOW, SYSTEM, employ, late_in_the_north


@pytest.mark.django_db
def test_an_attempt_to_close_a_problem_is_known_to_analytics() -> None:
    employ("Sam Reed", Role.SUPPLY_CHAIN_MANAGER)
    problem = late_in_the_north()
    ask_to_close(problem_id=problem.id, by=SYSTEM, now=NOW)
    with connection.cursor() as cursor:
        columns = "problem_number, level, metric, attempts, people, is_closed, open_days"
        cursor.execute(f"SELECT {columns} FROM ({PROBLEMS.sql}) AS rows")
        assert cursor.fetchall() == [(problem.number, "company", "on_time_delivery", 1.0, 0.0, False, None)]
