"""What may come back is a policy like all others, which keeps its versions."""

from django.db import migrations

MOVE = """
    INSERT INTO core_policyversion (id, code, subject, values, why, set_by, set_by_name, set_at)
    SELECT id, 'orders.returns', coalesce(category_id::text, '*'),
           jsonb_build_object('days', days, 'is_final_sale', is_final_sale, 'person_above', person_above::text,
                              'worn_percent', worn_percent, 'refunds_delivery', refunds_delivery),
           '', set_by, '', set_at
      FROM orders_returnpolicy
"""


class Migration(migrations.Migration):
    """What was set so far becomes the first version of each."""

    dependencies = [
        ('core', '0003_policies'),
        ('orders', '0006_asked_cancellations'),
    ]

    operations = [
        migrations.RunSQL(MOVE),
        migrations.DeleteModel(name='ReturnPolicy'),
    ]
