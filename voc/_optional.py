"""Import a package that only an extra installs, or say how to get it."""

from __future__ import annotations

import importlib
from types import ModuleType

from voc.errors import MissingExtraError


def require(module: str, *, extra: str, caller: str) -> ModuleType:
    """Import ``module`` or raise an error that names the caller and the command that installs it.

    Parameters
    ----------
    module : str
        Import name, e.g. ``"pandas"``.
    extra : str
        The extra of voc that brings it, e.g. ``"frame"``.
    caller : str
        What the user called, e.g. ``"Result.to_frame"``.

    Raises
    ------
    MissingExtraError
        The package is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"{caller} needs {module}. Install it with: pip install 'voc[{extra}]'"
        ) from error
