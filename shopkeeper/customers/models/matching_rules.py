"""Rows of the rules that a retailer writes itself."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shopkeeper.core.models import Row
from shopkeeper.customers.models.records import SourceRecord


class MatchingRuleQuerySet(models.QuerySet["MatchingRule"]):
    """Rules of the retailer's own."""

    def kept(self) -> "MatchingRuleQuerySet":
        """Those that are in force, or may be."""
        return self.filter(ended_at=None)

    def in_force(self) -> "MatchingRuleQuerySet":
        """Those that join records."""
        return self.kept().exclude(switched_on_at=None)


class MatchingRule(Row):
    """Two records are one person where they say the same in all of these columns, once somebody has switched it on."""

    number = models.PositiveIntegerField(unique=True)
    attributes = ArrayField(models.CharField(max_length=20))
    reason = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    effect = models.JSONField(default=dict)
    """What switching it on would have changed when that was worked out last."""
    switched_on_by = models.CharField(max_length=120, blank=True)
    switched_on_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = MatchingRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["attributes"], condition=models.Q(ended_at=None), name="customers_matchingrule_kept"
            ),
        ]


class RuleKey(models.Model):
    """What a record says to a rule, as a hash: records that share one are one person by it."""

    pk = models.CompositePrimaryKey("record", "rule")
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    rule = models.ForeignKey(MatchingRule, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    digest = models.BigIntegerField()
    name = models.BigIntegerField()
    """Initial and family name, as a hash: what people of too many names share joins nobody."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["rule", "digest"], name="customers_rulekey_digest"),
        ]
