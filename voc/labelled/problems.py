"""What is wrong with the rows of a source, told at once instead of one by one."""

from __future__ import annotations

from voc.errors import InputError

_SHOWN = 10


class Problems:
    """Rows that cannot be used.

    Parameters
    ----------
    source : str
        For the message.

    Examples
    --------
    >>> problems = Problems("标注.csv")
    >>> problems.add("line 3", InputError("got labels but no text"))
    >>> problems.refuse()
    Traceback (most recent call last):
    voc.errors.InputError: 标注.csv: 1 row cannot be used; mend or remove it
      line 3: got labels but no text
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._count = 0
        self._first: list[str] = []

    def add(self, where: str, error: InputError) -> None:
        """Note what is wrong with one row."""
        self._count += 1
        if self._count <= _SHOWN:
            self._first.append(f"{where}: {error}")

    def refuse(self) -> None:
        """Raise if there were any.

        Raises
        ------
        InputError
            With the first ten, and how many more there are.
        """
        if not self._count:
            return
        one = self._count == 1
        rows = "1 row cannot be used; mend or remove it" if one else (
            f"{self._count} rows cannot be used; mend or remove them"
        )  # fmt: skip
        more = self._count - len(self._first)
        rest = [f"… and {more} more"] if more else []
        raise InputError("\n  ".join([f"{self._source}: {rows}", *self._first, *rest]))
