"""What the customer record does again and again."""

from datetime import timedelta

from shopkeeper.core import schedule
from shopkeeper.customers.actions.blocking import recount_comparisons
from shopkeeper.customers.actions.first_model import propose_first_model
from shopkeeper.customers.actions.hearing import weigh_sources
from shopkeeper.customers.actions.next_model import propose_next_model
from shopkeeper.customers.actions.nights import NIGHTLY, relink_at_night, suggest_at_night
from shopkeeper.customers.actions.noticing import let_go_of_values
from shopkeeper.customers.actions.reaching import REACH, count_reach

HOUSEHOLDS = "customers.suggest_households"
NEXT = "customers.propose_next_model"
PAIRS = "customers.count_comparisons"
FIRST = "customers.propose_first_model"

schedule.register(NIGHTLY, every=timedelta(minutes=10), sweep=relink_at_night)
schedule.register(FIRST, every=timedelta(minutes=10), sweep=propose_first_model)
schedule.register(HOUSEHOLDS, every=timedelta(minutes=10), sweep=suggest_at_night)
schedule.register(NEXT, every=timedelta(minutes=10), sweep=propose_next_model)
schedule.register(PAIRS, every=timedelta(minutes=10), sweep=recount_comparisons)
schedule.register(REACH, every=timedelta(hours=1), sweep=count_reach)
schedule.register("customers.weigh_sources", every=timedelta(minutes=30), sweep=weigh_sources)
schedule.register("customers.let_go_of_values", every=timedelta(minutes=30), sweep=let_go_of_values)
