"""What the core does again and again."""

from datetime import timedelta

from shopkeeper.core import idempotency, partitions, schedule

schedule.register("core.forget_old_keys", every=timedelta(hours=6), sweep=idempotency.forget_old_keys)
schedule.register("core.ensure_partitions", every=timedelta(hours=12), sweep=partitions.ensure_next_months)
