"""The process that does background work, and takes up again what a killed one left half done."""

import asyncio
import logging

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from shopkeeper.core import beats, clock

HEARTBEAT = 3.0
SILENCE = 15.0
"""Seconds without a heartbeat after which a worker counts as dead. Jobs are idempotent: a wrong guess is harmless."""
_JOBS_AT_ONCE = 3
_GRACE = 8.0
log = logging.getLogger(__name__)


def work() -> None:
    """Work until told to stop; running jobs get a few seconds to finish."""
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()):
        try:
            asyncio.run(_work())
        except ConnectorException as lost:
            # Our parent starts us again, and then the database may be back.
            raise SystemExit(f"The database is away, background work rests: {lost.__cause__}") from None


async def _work() -> None:
    async with app.open_async():
        beside = [asyncio.create_task(_rescue_for_ever()), asyncio.create_task(_beat_for_ever())]
        try:
            await app.run_worker_async(
                concurrency=_JOBS_AT_ONCE,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
                shutdown_graceful_timeout=_GRACE,
                install_signal_handlers=True,
            )
        finally:
            for task in beside:
                task.cancel()


async def _rescue_for_ever() -> None:
    while True:
        await rescue_abandoned_jobs()
        await asyncio.sleep(SILENCE)


async def _beat_for_ever() -> None:
    while True:
        await asyncio.to_thread(beat)
        await asyncio.sleep(beats.SECONDS)


def beat() -> int:
    """One beat, with a connection of its own that goes back to the pool; gives how many things were handled."""
    try:
        return beats.run_all(now=clock.now())
    finally:
        connections.close_all()


async def rescue_abandoned_jobs() -> list[int]:
    """Queue again what dead workers were doing; returns the ids of those jobs."""
    await app.job_manager.prune_stalled_workers(SILENCE)
    abandoned: list[Job] = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE))
    for job in abandoned:
        log.warning("a worker died; its job runs again", extra={"job": job.id, "task": job.task_name})
        await app.job_manager.retry_job(job)
    return [job.id for job in abandoned if job.id is not None]
