"""Every way in which the imports say no."""

from django.utils.translation import gettext_noop as _

from shopkeeper.core.refusals import NotFound, Refusal


class InvalidMapping(Refusal):
    """A mapping says something that cannot be."""

    code = "invalid_mapping"
    message = _("%(complaints)s")
    status = 422


class NothingToImport(Refusal):
    """No file fits any canonical table."""

    code = "nothing_to_import"
    message = _(
        "In %(folder)s, no file is named after a table that can be imported (%(tables)s). "
        "Rename the files or give a mapping."
    )
    status = 422


class UnreadableImport(Refusal):
    """A file cannot be read."""

    code = "unreadable_file"
    message = _("%(reason)s")
    status = 422


class PackedFile(Refusal):
    """A workbook or an archive was given where files of rows are wanted."""

    code = "packed_file"
    message = _(
        "%(file)s is a workbook or an archive. Save each sheet as CSV (UTF-8) under the name of its table, such as "
        "products.csv, or unpack it first."
    )
    status = 422


class FileChanged(Refusal):
    """A file is another one than when the run began."""

    code = "file_changed"
    message = _("%(file)s has changed since this import began. A new import takes the files as they are now.")


class ImportBusy(Refusal):
    """Somebody is working on the run."""

    code = "import_busy"
    message = _("The import %(number)s is running already.")


class AlreadyStarted(Refusal):
    """A draft that is no draft any more."""

    code = "already_started"
    message = _("The import %(number)s has started, so it cannot be changed. Open a new one.")


class NoRoom(Refusal):
    """The disk would be full."""

    code = "no_room"
    message = _("There is no room for these files: %(needed)s needed, %(free)s free on the server.")
    status = 507


class NoFiles(Refusal):
    """Nothing was handed over."""

    code = "no_files"
    message = _("Choose at least one file.")
    status = 422


class AddressRefused(Refusal):
    """Webhooks do not go there."""

    code = "webhook_address_refused"
    message = _("Webhooks do not go to “%(url)s”, but to https:// and a public name, without a password.")
    status = 422


class UnknownEvents(Refusal):
    """Nothing of that name is ever announced."""

    code = "unknown_events"
    message = _("Nothing is announced under %(names)s. Name a module, such as orders, or an event of it.")
    status = 422


class EndpointNotFound(NotFound):
    """There is no such endpoint."""

    code = "webhook_endpoint_not_found"
    message = _("There is no webhook endpoint “%(key)s”.")


class NoSuchSequence(Refusal):
    """Nothing with this number is kept."""

    code = "no_such_sequence"
    message = _("Messages %(first)s to %(last)s are kept. Replay from one of these.")
    status = 422


class UnknownShape(Refusal):
    """Nobody knows how that system writes orders."""

    code = "unknown_shape"
    message = _("Nobody here knows how “%(key)s” writes orders. Known are: %(known)s.")
    status = 422


class NoOrderInIt(Refusal):
    """A document holds no order of the shape that was named."""

    code = "no_order"
    message = _("There is no order in it as %(shape)s writes them. Check the shape, and that the file is JSON.")
    status = 422
