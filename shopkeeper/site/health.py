"""Whether the installation is alive: the database responds and migrations are done."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from shopkeeper.core.web.doors import PUBLIC, door


@door(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database responds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
