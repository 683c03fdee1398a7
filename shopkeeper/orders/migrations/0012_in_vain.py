"""Who came to collect in vain was promised in vain: what was written down before as kept is broken."""

from django.db import migrations

_IN_VAIN = """
UPDATE promises_promise p
SET is_short = true,
    fulfilled_at = CASE WHEN u.ready_at > u.not_found_at THEN u.ready_at
                        WHEN u.collected_at > u.not_found_at THEN u.collected_at END,
    breach_announced_at = coalesce(p.breach_announced_at, u.not_found_at)
FROM orders_pickup u
WHERE p.kind = 'pickup' AND p.ref = 'order:' || u.order_id AND u.not_found_at >= least(u.promised_at, u.ready_at)"""


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0011_details'),
        ('promises', '0003_ledger'),
    ]

    operations = [migrations.RunSQL(_IN_VAIN, migrations.RunSQL.noop)]
