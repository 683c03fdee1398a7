"""What is kept of an erased person's addresses and numbers, and keys that came with one of them later."""

import django.db.models.deletion
from django.db import migrations, models

import shopkeeper.core.ids
import shopkeeper.core.schema


class Migration(migrations.Migration):

    dependencies = [("customers", "0017_model_causes")]

    operations = [
        migrations.AddField(
            model_name="erasedkey",
            name="by_contact",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="ErasedContact",
            fields=[
                ("id", models.UUIDField(default=shopkeeper.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "written_xid",
                    shopkeeper.core.schema.Xid8Field(
                        db_default=shopkeeper.core.schema.CurrentTransaction(), editable=False
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                ("name_digest", models.BinaryField(max_length=32)),
                (
                    "erasure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.erasure"),
                ),
            ],
            options={"indexes": [models.Index(fields=["digest"], name="customers_erasedcontact_digest")]},
        ),
    ]
