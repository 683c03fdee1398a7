"""Styles and scripts, served as they are now: they may be built anew while the pages run."""

import os
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import MissingFileError


class FilesAsTheyAre(WhiteNoiseMiddleware):
    """A file that changed is looked at again: its length was noted at start, and cut off what was longer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._seen: dict[str, tuple[str, tuple[int, int]]] = {}
        super().__init__(*args, **options)

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Note how the file is."""
        super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
        self._seen[url] = path, _mark_of(path)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, with the length that it has."""
        path, mark = self._seen.get(request.path_info, ("", (0, 0)))
        with suppress(OSError, MissingFileError):
            if path and _mark_of(path) != mark:
                self.add_file_to_dictionary(request.path_info, path)
        response: HttpResponseBase = super().__call__(request)
        return response


def _mark_of(path: str) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_mtime_ns, found.st_size
