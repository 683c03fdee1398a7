"""Every way in which the lake can fail, each as a sentence for whoever offers or reads a data set."""


class LakeError(Exception):
    """The lake cannot do it; what it held before is still there."""


class RepeatedKey(LakeError):
    """Two rows of a data set share a key: a join multiplies rows, and every sum over them would be wrong."""

    def __init__(self, name: str, key: str) -> None:
        super().__init__(
            f"The data set {name} gives the key {key} more than once; its query must give one row for each key."
        )
