"""Whether a node that reports in batches has told of a departure yet."""

from datetime import date, datetime


def is_told(leaves_on: date, pick_up: datetime, *, told_on: date, heard_at: datetime) -> bool:
    """A batch that tells of a later day has told all of this one; one of the same day, if it came after the van did."""
    return told_on > leaves_on or (told_on == leaves_on and heard_at >= pick_up)
