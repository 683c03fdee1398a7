"""Whether the installation is alive, for whoever watches it from outside."""

from importlib.metadata import version

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse

from shopkeeper.core.web.doors import PUBLIC
from shopkeeper.site import schema

_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, 503 while they cannot; the body names what is missing."""
    try:
        parts = {
            "database": "ok",
            "schema": "current" if _has_current_schema() else "older",
            "worker": "ok" if _count_workers() else "absent",
        }
    except Error:
        parts = {"database": "down"}
    serving = parts.get("schema") == "current"
    body = {"status": "ok" if serving else "down", **parts, "version": version("shopkeeper-cx")}
    response = JsonResponse(body, status=200 if serving else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


healthz.permission = PUBLIC  # type: ignore[attr-defined]  # it walks past the page stack, and so past its doors


def _count_workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        return int(cursor.fetchone()[0])


def _has_current_schema() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(schema.QUESTION)
        return schema.is_answer(cursor.fetchone())
