"""An analyzer in files that processes map into memory, where its weights then lie once for all.

The process that writes the files starts those that read them, and removes the files when they are
done. What is kept and passed on of a model are the folders of voc.artifact; nothing there is pickled.
"""

from __future__ import annotations

import pickle
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from voc.engines.encoder import OnnxBody, onnx_body
from voc.errors import InputError, WorkerError

if TYPE_CHECKING:
    from voc.qualify.analyzer import Analyzer

_STREAM, _ARRAYS = "analyzer.pickle", "arrays.bin"
_ALIGNED = 64  # bytes: where an array may begin


def save_mapped(analyzer: Analyzer, folder: Path) -> None:
    """Write an analyzer to an empty folder.

    Raises
    ------
    InputError
        Some part of it cannot be sent to another process.
    WorkerError
        There is no room for the files.
    """
    stream = BytesIO()
    buffers: list[pickle.PickleBuffer] = []
    try:
        _Pickler(stream, folder, buffers).dump(analyzer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise InputError(
            f"{analyzer.name} cannot be sent to other processes ({error}); expected an engine "
            "that pickle can copy; take workers=1"
        ) from error
    try:
        spans = _write_arrays(folder / _ARRAYS, buffers)
        (folder / _STREAM).write_bytes(pickle.dumps((spans, stream.getvalue())))
    except OSError as error:
        raise WorkerError(
            f"{folder}: {analyzer.name} cannot be written ({error}); expected room for its weights "
            "in the temporary folder; set TMPDIR to another one, or take workers=1"
        ) from error


def load_mapped(folder: Path) -> Analyzer:
    """Give the analyzer that ``save_mapped`` wrote; its arrays are views of the file, read only."""
    spans, stream = pickle.loads((folder / _STREAM).read_bytes())
    with (folder / _ARRAYS).open("rb") as file:
        pages = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    analyzer: Analyzer = pickle.loads(stream, buffers=[pages[start:end] for start, end in spans])
    return analyzer


def _write_arrays(path: Path, buffers: list[pickle.PickleBuffer]) -> list[tuple[int, int]]:
    """Write arrays one after another; returns where each begins and ends."""
    spans = []
    with path.open("wb") as file:
        file.write(bytes(_ALIGNED))  # an empty file cannot be mapped
        for buffer in buffers:
            file.write(bytes(-file.tell() % _ALIGNED))
            start = file.tell()
            file.write(buffer.raw())
            spans.append((start, file.tell()))
    return spans


class _Pickler(pickle.Pickler):
    """Leaves arrays to the list of buffers, and writes encoders to files of their own."""

    def __init__(self, stream: BytesIO, folder: Path, buffers: list[pickle.PickleBuffer]) -> None:
        super().__init__(stream, protocol=5, buffer_callback=buffers.append)
        self.folder = folder

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401
        if not isinstance(obj, OnnxBody):
            return NotImplemented
        path = Path(mkdtemp(dir=self.folder)) / "encoder.onnx"
        obj.unpack(path)
        return onnx_body, (str(path),)
