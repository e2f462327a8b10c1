"""Everything voc raises on purpose.

    VocError
    ├── InputError (ValueError)        a source, column or argument that voc cannot use
    ├── TaxonomyError (ValueError)     a taxonomy or label file with a mistake; names file and line
    ├── ArtifactError (ValueError)     a model or corpus folder: incomplete, altered or too new
    ├── ModelNotFoundError (LookupError)   no model, engine or corpus of that name
    ├── DownloadError (OSError)        a file that was asked for could not be fetched and kept
    ├── DeliveryError (OSError)        an alert could not be handed on; it may be tried again
    ├── MissingExtraError (ImportError)    an optional package is not installed
    └── WorkerError (RuntimeError)         a worker process ended before its work was done

Every message says what it got, what it expected and what to do. One odd text never raises: it comes
back as a ``TaggedVoice`` of type "other", marked.

Examples
--------
>>> import voc
>>> try:
...     voc.load("no-such-model")
... except voc.errors.VocError as error:
...     print(type(error).__name__)
ModelNotFoundError
"""


class VocError(Exception):
    """Base of all errors that voc raises on purpose."""


class InputError(VocError, ValueError):
    """A source, column or argument that voc cannot use."""


class TaxonomyError(VocError, ValueError):
    """A taxonomy or label file with a mistake."""


class ArtifactError(VocError, ValueError):
    """A model or corpus folder that is incomplete, altered or of an unknown format."""


class ModelNotFoundError(VocError, LookupError):
    """No model, engine or corpus of that name."""


class DownloadError(VocError, OSError):
    """A file that was asked for could not be fetched and kept."""


class DeliveryError(VocError, OSError):
    """An alert could not be handed on; it may be tried again."""


class MissingExtraError(VocError, ImportError):
    """An optional package is not installed."""


class WorkerError(VocError, RuntimeError):
    """A worker process ended before its work was done."""
