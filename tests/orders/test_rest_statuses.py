"""The description of the REST API says how routes of orders respond: 201 where they make something."""

import inspect

from shopkeeper.orders.rest import router


def test_each_route_of_orders_that_makes_something_says_so_in_the_description() -> None:
    routers = [router, *(inner for _, inner, _ in router._routers)]
    operations = [one for each in routers for view in each.path_operations.values() for one in view.operations]
    made = {one.view_func.__name__: one for one in operations if "status=201" in inspect.getsource(one.view_func)}
    silent = [name for name, one in made.items() if 201 not in one.response_models]
    assert silent == []
    assert set(made["post_placement"].response_models) == {200, 201}
