"""What the site guards."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.permits import declare

declare("site.operate", _("Start, stop and inspect this installation"), roles=["administrator"])
