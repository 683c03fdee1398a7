"""Addresses of the customer record."""

from django.urls import path

from shopkeeper.customers.web import customers, duplicates, golden, identity, opt_ins, own, privacy, quality, relations

urlpatterns = [
    path("customers/", customers.list_customers, name="customers"),
    # Fixed addresses come before `<key>`, which would take them for a customer's number.
    path("customers/duplicates/", duplicates.show_next, name="duplicates"),
    path("customers/duplicates/<uuid:proposal_id>/", duplicates.show_pair, name="pair"),
    path("customers/duplicates/<uuid:proposal_id>/confirmation/", duplicates.confirm, name="confirmation"),
    path("customers/duplicates/<uuid:proposal_id>/rejection/", duplicates.reject, name="rejection"),
    path("customers/duplicates/<uuid:proposal_id>/skipping/", duplicates.skip, name="skipping"),
    path("customers/duplicates/<uuid:proposal_id>/undoing/", duplicates.reopen, name="undoing"),
    path("customers/golden-rules/", golden.show_rules, name="golden_rules"),
    path("customers/golden-rules/<str:attribute>/", golden.change_rule, name="golden_rule"),
    path("customers/golden-rules/<str:attribute>/preview/", golden.preview_rule, name="golden_preview"),
    path("customers/quality/", quality.show_quality, name="quality"),
    path("customers/models/training/", quality.train, name="training"),
    path("customers/models/<int:version>/effect/", quality.look, name="effect"),
    path("customers/models/<int:version>/activation/", quality.activate, name="activation"),
    path("customers/opt-in-rules/", opt_ins.show_rules, name="opt_in_rules"),
    path("customers/opt-in-rules/end/", opt_ins.drop_rule, name="opt_in_rule_end"),
    path("my/", own.ask, name="own_page_ask"),
    path("my/<str:token>/", own.show, name="own_page"),
    path("my/<str:token>/consents/", own.switch, name="own_consents"),
    path("my/<str:token>/contact/", own.contact, name="own_contact"),
    path("c/<str:token>/", opt_ins.opt_in, name="opt_in"),
    path("customers/<str:key>/", customers.show_customer, name="customer"),
    path("customers/<str:key>/identity/", identity.show_identity, name="identity"),
    path("customers/<str:key>/values/", golden.show_values, name="values"),
    path("customers/<str:key>/relations/", relations.show_relations, name="relations"),
    path("customers/<str:key>/relations/<uuid:relation_id>/end/", relations.end, name="relation_end"),
    path("customers/<str:key>/parting/", identity.part, name="parting"),
    path("customers/<str:key>/merge/", identity.merge, name="merge"),
    path("customers/<str:key>/unmerge/", identity.unmerge, name="unmerge"),
    path("customers/<str:key>/own-link/", own.send_link, name="own_link"),
    path("customers/<str:key>/consents/", privacy.record_consent, name="consents"),
    path("customers/<str:key>/export.json", privacy.export, name="export"),
    path("customers/<str:key>/erasure/", privacy.erase, name="erasure"),
]
