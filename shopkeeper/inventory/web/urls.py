"""Addresses of the stock."""

from django.urls import path

from shopkeeper.inventory.web import (
    awaited,
    counting,
    in_stock,
    locations,
    moving,
    open_door,
    products,
    record,
    scanning,
    states,
    suggestions,
    truth,
)

urlpatterns = [
    path("locations/", locations.list_locations, name="locations"),
    path("locations/<str:code>/", locations.show_location, name="location"),
    path("locations/<str:code>/switch/", locations.switch, name="switch"),
    path("locations/<str:code>/truth/", truth.show_truth, name="truth"),
    path("stock/truth/", truth.list_truths, name="truths"),
    path("stock/awaited/", awaited.list_waiting, name="awaited"),
    path("stock/awaited/requests/", awaited.note_request, name="awaited_note"),
    path("stock/awaited/requests/<uuid:request_id>/withdrawal/", awaited.withdraw, name="awaited_withdrawal"),
    path("stock/suggestions/", suggestions.list_suggestions, name="suggestions"),
    path("stock/suggestions/<uuid:suggestion_id>/", suggestions.decide, name="suggestion"),
    path("stock/products/<uuid:product_id>/", products.show_availability, name="availability"),
    path("stock/scan/", scanning.scan, name="scan"),
    path("stock/counts/", counting.list_tasks, name="counts"),
    path("stock/counts/<str:code>/", counting.count_shelf, name="count"),
    path("stock/receiving/", moving.list_deliveries, name="receiving"),
    path("stock/receiving/<uuid:inbound_id>/", moving.receive_pieces, name="receive"),
    path("stock/transfers/", moving.list_transfers, name="transfers"),
    path("stock/transfers/suggested/<uuid:suggestion_id>/", moving.send_suggested, name="send_suggested"),
    path("stock/transfers/<str:code>/wishes/", moving.ask_for_pieces, name="transfer_wish"),
    path("stock/transfers/<str:code>/", moving.send_pieces, name="transfer"),
    path("stock/states/<str:code>/", states.change_state, name="states"),
    path("stock/held/", record.list_held, name="held"),
    path("stock/check/", record.show_check, name="check"),
    path("stock/reservations/", record.list_forgotten, name="forgotten"),
    path("in-stock/confirmation/<str:token>/", in_stock.confirm, name="restock_confirmation"),
    path("in-stock/<path:sku>/", in_stock.show, name="in_stock"),
    path("api/public/availability/<path:sku>", open_door.respond_with_availability, name="public_availability"),
]
