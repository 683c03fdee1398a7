"""The playbooks, allowances and words that an installation starts with."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import yaml
from django.db import migrations

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
# In the retailer's own currency: role, a month, in one case without asking.
ALLOWANCES = [
    ("store_manager", "400", "25"),
    ("contact_center_agent", "1000", "20"),
    ("contact_center_manager", "1500", "60"),
    ("chief_customer_officer", "5000", "500"),
]


def write_playbooks(apps, schema_editor):
    """Put the playbooks of `playbooks.yaml` in force as their first version."""
    playbook, step = apps.get_model("recovery", "Playbook"), apps.get_model("recovery", "PlaybookStep")
    for plan in yaml.safe_load((Path(__file__).parents[1] / "playbooks.yaml").read_text()):
        row = playbook.objects.create(
            code=plan["code"], fault=plan["code"], name=plan["name"], starts_at=BEGINNING
        )
        for position, values in enumerate(plan["steps"], start=1):
            step.objects.create(playbook=row, position=position, **values)


def write_allowances(apps, schema_editor):
    """What each role may give, until somebody decides otherwise."""
    for role, monthly, ceiling in ALLOWANCES:
        apps.get_model("recovery", "Allowance").objects.create(
            role=role, monthly=Decimal(monthly), ceiling=Decimal(ceiling)
        )


class Migration(migrations.Migration):
    dependencies = [("recovery", "0001_initial")]

    operations = [
        migrations.RunPython(write_playbooks, migrations.RunPython.noop),
        migrations.RunPython(write_allowances, migrations.RunPython.noop),
    ]
