"""Which causes become problems by themselves is a policy like all others, which keeps its versions."""

from django.db import migrations

MOVE = """
    INSERT INTO core_policyversion (id, code, subject, values, why, set_by, set_by_name, set_at)
    SELECT id, 'improvement.opening', '*',
           jsonb_build_object('is_on', is_on, 'fewest_people', fewest_people, 'least_a_year', least_a_year::text),
           '', set_by, '', set_at
      FROM improvement_openingpolicy
"""


class Migration(migrations.Migration):
    """What was set so far becomes its first versions."""

    dependencies = [
        ('core', '0003_policies'),
        ('improvement', '0002_opening_policy'),
    ]

    operations = [
        migrations.RunSQL(MOVE),
        migrations.DeleteModel(name='OpeningPolicy'),
    ]
