"""The tests' own database: what one test commits, no other test sees."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from shopkeeper.core.database import current_url
from shopkeeper.site.database import check_alive


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next_one(round_: int) -> None:
    users = get_user_model().objects
    assert not users.exists()
    users.create(email="kept@example.com", joined_at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.django_db
def test_what_migrations_wrote_is_still_there_after_tests_that_commit() -> None:
    assert not get_user_model().objects.exists()
    assert ContentType.objects.filter(app_label="core", model="user").exists()


@pytest.mark.enable_socket
@pytest.mark.django_db
def test_a_connection_that_the_server_has_closed_is_found_before_a_request_meets_it() -> None:
    resting = psycopg.connect(current_url(), autocommit=True)
    check_alive(resting)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [resting.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        check_alive(resting)
