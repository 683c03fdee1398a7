"""Addresses of the order book."""

from django.urls import path

from shopkeeper.orders.web import orders, phone, pickups, placed

urlpatterns = [
    path("orders/", orders.list_orders, name="orders"),
    path("orders/new/", phone.take_order, name="phone"),
    path("orders/unfilled/", placed.list_unfilled, name="unfilled"),
    path("orders/<uuid:order_id>/sourcing/", placed.look_again, name="look_again"),
    path("orders/<uuid:order_id>/missing/", placed.report_missing, name="missing"),
    path("orders/<uuid:order_id>/holds/", placed.hold, name="hold"),
    path("orders/<uuid:order_id>/holds/<uuid:hold_id>/release/", placed.let_go, name="hold_release"),
    path("orders/<uuid:order_id>/cancellations/<uuid:cancellation_id>/undo/", placed.undo, name="undo"),
    path("orders/<str:key>/", orders.show_order, name="order"),
    path("orders/<uuid:order_id>/cancellation/", orders.cancel, name="cancellation"),
    path("orders/<uuid:order_id>/return/", orders.take_back, name="return"),
    path("pickups/", pickups.list_pickups, name="pickups"),
    path("pickups/<uuid:pickup_id>/readiness/", pickups.mark_ready, name="pickup_ready"),
    path("pickups/<uuid:pickup_id>/collection/", pickups.collect, name="pickup_collected"),
    path("pickups/<uuid:pickup_id>/miss/", pickups.report_not_found, name="pickup_not_found"),
]
