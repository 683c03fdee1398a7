"""The whole way from a mapping's text, or file names, to parts that are known to work on the files that are there."""

from pathlib import Path

from shopkeeper.connectors.errors import InvalidMapping, UnreadableImport
from shopkeeper.connectors.mappings.by_name import mapping_by_name
from shopkeeper.connectors.mappings.plans import Plan, plan_parts
from shopkeeper.connectors.mappings.reading import read_mapping
from shopkeeper.engines import files


def plan_all(text: str, *, name: str, folder: Path, scratch: Path, time_zone: str, reader: files.Reader) -> list[Plan]:
    """All parts in order; without a mapping, those that the names of the files speak. `time_zone` is the retailer's.

    :raises InvalidMapping: when a file or column is not there, or an expression cannot work: all complaints at once
    """
    try:
        mapping = read_mapping(text, name=name) if text else mapping_by_name(folder, reader)
        plans = plan_parts(mapping, folder, time_zone=mapping.time_zone or time_zone, scratch=scratch)
        complaints = [plan.sentence(c, mapping.document) for plan in plans for c in reader.check(plan.extraction)]
    except files.UnreadableFile as unreadable:
        raise UnreadableImport(reason=str(unreadable)) from unreadable
    if complaints:
        raise InvalidMapping(complaints="\n".join(complaints))
    return plans
