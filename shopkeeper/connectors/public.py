"""What others may use of the imports."""

from shopkeeper.connectors.contracts import PartCard, RefusalCard, RunCard, RunState
from shopkeeper.connectors.runs import import_folder

__all__ = ["PartCard", "RefusalCard", "RunCard", "RunState", "import_folder"]
