"""What happened in somebody's story."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shopkeeper.core.components.figures import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """One thing that happened in somebody's story, or was promised to them."""

    at: datetime
    title: str
    icon: str
    detail: str = ""
    said: str = ""
    where: str = ""
    where_icon: str = ""
    url: str = ""
    tone: Tone = ""
    promise: Literal["", "kept", "broken", "open"] = ""
    promise_words: str = ""
    tags: tuple[str, ...] = ()
