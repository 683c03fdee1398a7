"""Rows of the imports: a run, its parts, what was refused."""

from typing import ClassVar

from django.db import models

from shopkeeper.core.models import Row


class ImportRun(Row):
    """One import: which files by which mapping, asked for by whom, how far it is.

    It is a draft, finished, failed, or still to do; whether somebody works on it now, the lock on it tells.
    """

    number = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=60)
    folder = models.CharField(max_length=1000)
    mapping_name = models.CharField(max_length=200, blank=True)
    mapping = models.TextField(blank=True)
    """The mapping as it was then; empty where files and columns are canonical by name."""
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=160)
    confirmed_at = models.DateTimeField(null=True)
    """Empty while it is a draft: files are there, what they mean is still being said."""
    in_background = models.BooleanField(default=False)
    """A worker carries it out, and takes it up again by itself after a crash."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-requested_at"], name="connectors_run_recent")]


class ImportPart(Row):
    """One file into one canonical table: how far, and what became of its rows."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    """Its place in the run; parents come before children."""
    entry = models.PositiveSmallIntegerField()
    """Which entry of the mapping."""
    table = models.CharField(max_length=60)
    file = models.CharField(max_length=400, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    read = models.BigIntegerField(default=0)
    """Bytes of the file read so far."""
    done_line = models.BigIntegerField(default=0)
    """Rows up to this line are committed; a resumed run goes on behind it."""
    records = models.BigIntegerField(default=0)
    """Records in the file, known at its end; a filter leaves some out, a group makes one row of many."""
    rows = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    """Rows of whose key a later row of the same batch was taken instead."""
    refused = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="connectors_part_place"),
        ]


class RefusedCount(Row):
    """How many rows of a part were refused for one reason, and the column it lies in."""

    part = models.ForeignKey(ImportPart, models.CASCADE, related_name="refusals")
    code = models.CharField(max_length=60)
    column = models.CharField(max_length=60, blank=True)
    rows = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["part", "code", "column"], name="connectors_refusal_reason"),
        ]


class RefusedRow(models.Model):
    """The line of a refused row; what stood in it stays in the file. At most a hundred thousand for each part."""

    pk = models.CompositePrimaryKey("part", "line")
    part = models.ForeignKey(ImportPart, models.CASCADE, related_name="+", db_index=False)
    line = models.BigIntegerField()
    code = models.CharField(max_length=60)
    column = models.CharField(max_length=60, blank=True)
