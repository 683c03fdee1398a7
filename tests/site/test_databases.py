"""The tests' own database: what one test commits, no other test sees."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType


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
