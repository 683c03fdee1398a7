"""Background work: what a killed worker was doing is done by another."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from shopkeeper.site.worker import rescue_abandoned_jobs

pytestmark = pytest.mark.django_db(transaction=True)


def begin_a_job(*, silent_for: str) -> int:
    """A job that a worker took, and how long ago that worker was last heard of."""
    job_id = app.configure_task("core.tick", queue="timers").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [silent_for],
        )
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [cursor.fetchone()[0]])
    return job_id


def status_of(job_id: int) -> str:
    return ProcrastinateJob.objects.get(pk=job_id).status


def test_the_job_of_a_dead_worker_waits_for_the_next_one() -> None:
    job_id = begin_a_job(silent_for="20 seconds")
    assert status_of(job_id) == "doing"
    assert rescue() == [job_id]
    assert status_of(job_id) == "todo"


def test_the_job_of_a_living_worker_is_left_alone() -> None:
    job_id = begin_a_job(silent_for="5 seconds")
    assert rescue() == []
    assert status_of(job_id) == "doing"


def rescue() -> list[int]:
    """In a thread of its own: a browser of another test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_rescue())).result()


async def _rescue() -> list[int]:
    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            return await rescue_abandoned_jobs()
