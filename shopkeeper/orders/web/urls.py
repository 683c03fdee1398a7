"""Addresses of the order book."""

from django.urls import path

from shopkeeper.orders.web import calling, keeping, orders, own, phone, picking, pickups, placed

urlpatterns = [
    path("orders/", orders.list_orders, name="orders"),
    path("orders/new/", phone.take_order, name="phone"),
    path("orders/unfilled/", placed.list_unfilled, name="unfilled"),
    path("orders/<uuid:order_id>/sourcing/", placed.look_again, name="look_again"),
    path("orders/<uuid:order_id>/missing/", placed.report_missing, name="missing"),
    path("orders/<uuid:order_id>/holds/", placed.hold, name="hold"),
    path("orders/<uuid:order_id>/holds/<uuid:hold_id>/release/", placed.let_go, name="hold_release"),
    path("orders/<uuid:order_id>/cancellations/<uuid:cancellation_id>/undo/", placed.undo, name="undo"),
    path("orders/<uuid:order_id>/call/", calling.book, name="call"),
    path("orders/<uuid:order_id>/call/<uuid:call_id>/", calling.settle, name="call_settled"),
    path("orders/<uuid:order_id>/own-link/", calling.send_link, name="own_link"),
    path("orders/<str:key>/", orders.show_order, name="order"),
    path("orders/<uuid:order_id>/cancellation/", orders.cancel, name="cancellation"),
    path("orders/<uuid:order_id>/return/", orders.take_back, name="return"),
    path("pickups/", pickups.list_pickups, name="pickups"),
    path("pickups/picking/", picking.show_walk, name="walk"),
    path("pickups/picking/scans/", picking.scan_any, name="walk_scan"),
    path("pickups/<uuid:pickup_id>/", pickups.show_pickup, name="pickup"),
    path("pickups/<uuid:pickup_id>/scans/", picking.scan, name="pickup_scan"),
    path("pickups/<uuid:pickup_id>/shortage/", picking.report_short, name="pickup_short"),
    path("pickups/<uuid:pickup_id>/extension/", keeping.keep_longer, name="pickup_longer"),
    path("pickups/<uuid:pickup_id>/collector/", keeping.name_collector, name="pickup_collector"),
    path("pickups/<uuid:pickup_id>/release/", keeping.release, name="pickup_release"),
    path("pickups/<uuid:pickup_id>/put-back/", keeping.put_back, name="pickup_put_back"),
    path("pickups/<uuid:pickup_id>/readiness/", pickups.mark_ready, name="pickup_ready"),
    path("pickups/<uuid:pickup_id>/collection/", pickups.collect, name="pickup_collected"),
    path("pickups/<uuid:pickup_id>/miss/", pickups.report_not_found, name="pickup_not_found"),
    path("order/<str:token>/", own.show, name="own"),
    path("order/<str:token>/cancellation/", own.cancel, name="own_cancel"),
    path("order/<str:token>/extension/", own.keep_longer, name="own_longer"),
    path("order/<str:token>/collector/", own.name_collector, name="own_collector"),
    path("order/<str:token>/call-back/", own.ask_for_call, name="own_call"),
]
