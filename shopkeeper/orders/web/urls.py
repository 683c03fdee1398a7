"""Addresses of the order book."""

from django.urls import path

from shopkeeper.orders.web import orders, pickups

urlpatterns = [
    path("orders/", orders.list_orders, name="orders"),
    path("orders/<str:key>/", orders.show_order, name="order"),
    path("orders/<uuid:order_id>/cancellation/", orders.cancel, name="cancellation"),
    path("orders/<uuid:order_id>/return/", orders.take_back, name="return"),
    path("pickups/", pickups.list_pickups, name="pickups"),
    path("pickups/<uuid:pickup_id>/readiness/", pickups.mark_ready, name="pickup_ready"),
    path("pickups/<uuid:pickup_id>/collection/", pickups.collect, name="pickup_collected"),
    path("pickups/<uuid:pickup_id>/miss/", pickups.report_not_found, name="pickup_not_found"),
]
