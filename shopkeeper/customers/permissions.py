"""What the customer record guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare
from shopkeeper.organization.public import Role

declare(
    "customers.view_customers",
    _("See customers, their story and their contact details"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.ECOMMERCE_MANAGER, Role.MARKETING_MANAGER, Role.ACCOUNT_MANAGER, Role.DATA_STEWARD,
        Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "customers.merge_customers",
    _("Decide which records are one person"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.decide_pairs",
    _("Say whether two records that look alike are one person"),
    roles=[
        Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.STORE_MANAGER,
    ],
)  # fmt: skip
declare(
    "customers.record_consent",
    _("Write down what a customer allows or refuses"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.MARKETING_MANAGER, Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "customers.view_consent_conflicts",
    _("See where sources disagree about what customers allow"),
    roles=[Role.DATA_STEWARD, Role.MARKETING_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.set_opt_in_rules",
    _("Say where a yes has to be confirmed by the customer"),
    roles=[Role.DATA_STEWARD, Role.MARKETING_MANAGER, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.relate_customers",
    _("Say who lives, works or comes with whom"),
    roles=[
        Role.STORE_MANAGER, Role.STORE_ASSOCIATE, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
        Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "customers.export_customers",
    _("Give a person everything that is held about them"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.handle_requests",
    _("Take what people ask for about their data, and settle it"),
    roles=[
        Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT,
    ],
)  # fmt: skip
declare(
    "customers.erase_customers",
    _("Erase a person for ever"),
    roles=[Role.DATA_STEWARD],
)
declare(
    "customers.record_customers",
    _("Hand over customer records from another system"),
    roles=[Role.IT_OWNER, Role.DATA_STEWARD],
)
declare(
    "customers.view_quality",
    _("See how good the customer record is"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER, Role.MARKETING_MANAGER, Role.IT_OWNER],
)
declare(
    "customers.train_models",
    _("Train the model that says who is who, and switch it on"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.set_matching_rules",
    _("Write rules of which records are one person, and switch them on"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.name_columns",
    _("Say what the free columns of a customer's record hold"),
    roles=[Role.DATA_STEWARD, Role.IT_OWNER, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.set_survivorship",
    _("Decide which of the known values is a customer's"),
    roles=[Role.DATA_STEWARD, Role.CHIEF_CUSTOMER_OFFICER],
)
declare(
    "customers.pin_values",
    _("Set a value of a customer by hand"),
    roles=[
        Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.CONTACT_CENTER_AGENT, Role.DATA_STEWARD,
        Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "customers.mend_sources",
    _("See which contact details fail and where they are typed"),
    roles=[
        Role.STORE_MANAGER, Role.CONTACT_CENTER_MANAGER, Role.ECOMMERCE_MANAGER, Role.IT_OWNER, Role.DATA_STEWARD,
        Role.CHIEF_CUSTOMER_OFFICER,
    ],
)  # fmt: skip
declare(
    "customers.place_sources",
    _("Say where the records of a source are typed"),
    roles=[Role.IT_OWNER, Role.DATA_STEWARD],
)
