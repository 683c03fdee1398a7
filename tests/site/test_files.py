"""Styles and scripts that are built anew while pages run."""

from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory, override_settings

from shopkeeper.site.files import FilesAsTheyAre


def test_a_file_that_was_built_anew_comes_whole(tmp_path: Path) -> None:
    script = tmp_path / "app.js"
    script.write_text("old()")
    with override_settings(WHITENOISE_ROOT=str(tmp_path)):
        serve = FilesAsTheyAre(lambda _request: HttpResponse(status=404))
    assert fetch(serve) == ("5", b"old()")
    script.write_text("newer_and_longer()")
    assert fetch(serve) == ("18", b"newer_and_longer()")
    assert serve(RequestFactory().get("/orders/")).status_code == 404


def fetch(serve: FilesAsTheyAre) -> tuple[str, bytes]:
    response = serve(RequestFactory().get("/app.js"))
    assert isinstance(response, FileResponse)
    whole = b"".join(response)
    response.close()
    return response["Content-Length"], whole
