"""Pictures that people send: drawn anew, so that nothing of the file stays but what it shows, and kept in the home."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from PIL import Image, ImageOps

from shopkeeper.orders.errors import NoPicture, PictureTooLarge

LARGEST, MEGAPIXELS = 12_000_000, 50
"""Bytes of a file, and millions of points of what it unfolds to: a good camera's, and no bomb."""
SIDE, QUALITY = 1600, 82
_KINDS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of ours: no place, no time, no camera is written into it."""

    width: int
    height: int
    content: bytes


def draw_anew(file: IO[bytes], *, name: str, size: int) -> Picture:
    """The same picture as a file of our own, upright, at most `SIDE` points wide and high.

    :raises NoPicture: when it is none that we can read, or a broken one
    :raises PictureTooLarge: when the file, or what it unfolds to, is too large; told before it is unfolded
    """
    too_large = PictureTooLarge(name=name[:80], megabytes=LARGEST // 1_000_000, megapixels=MEGAPIXELS)
    if size > LARGEST:
        raise too_large
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            opened = Image.open(file, formats=_KINDS)
        if opened.width * opened.height > MEGAPIXELS * 1_000_000:
            raise too_large
        return _draw(opened)
    except Image.DecompressionBombError as bomb:
        raise too_large from bomb
    except (OSError, ValueError, SyntaxError) as broken:
        raise NoPicture(name=name[:80]) from broken


def _draw(opened: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((SIDE, SIDE))
    plain = Image.new("RGB", upright.size, "white")
    seen = upright.convert("RGBA")
    plain.paste(seen, mask=seen.getchannel("A"))
    drawn = io.BytesIO()
    plain.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return Picture(*plain.size, drawn.getvalue())


def file_of(photo_id: UUID) -> Path:
    """Where a picture lies."""
    folder: Path = settings.HOME.media / "returns"
    return folder / f"{photo_id}.jpg"


def keep_file(photo_id: UUID, content: bytes) -> None:
    """Put a picture where it lies; whole or not at all."""
    path = file_of(photo_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.rename(path)


def delete_files(paths: Iterable[Path]) -> None:
    """Let pictures go; what is gone already is no matter."""
    for path in paths:
        path.unlink(missing_ok=True)
