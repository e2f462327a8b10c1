"""Arrays in a .npz file: equal arrays give equal bytes, and large tables of bytes stay on disk."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from struct import unpack
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell
_LOCAL_HEADER = 30  # bytes before an entry's name; the last four are the lengths of name and extra


def write_npz(file: Path | IO[bytes], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays uncompressed, in the order of their names, without a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=_EPOCH)
            with archive.open(entry, "w", force_zip64=True) as stream:
                array = np.ascontiguousarray(arrays[name])
                np.lib.format.write_array(stream, array, allow_pickle=False)


def read_npz(path: Path) -> dict[str, NDArray[Any]]:
    """Read arrays; those of bytes are mapped into memory, where all processes share them.

    Raises
    ------
    ValueError, OSError, zipfile.BadZipFile
        The file is broken, or holds objects.
    """
    with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        return {
            entry.filename.removesuffix(".npy"): _array(path, stream, archive, entry)
            for entry in archive.infolist()
        }


def _array(
    path: Path, stream: IO[bytes], archive: zipfile.ZipFile, entry: zipfile.ZipInfo
) -> NDArray[Any]:
    with archive.open(entry) as member:
        version = np.lib.format.read_magic(member)
        if version != (1, 0):
            raise ValueError(f"{entry.filename} is a .npy file of version {version}, not (1, 0)")
        shape, fortran_order, kind = np.lib.format.read_array_header_1_0(member)
        head = member.tell()
        if kind != np.int8 or fortran_order or entry.compress_type != zipfile.ZIP_STORED:
            member.seek(0)
            array: NDArray[Any] = np.lib.format.read_array(member, allow_pickle=False)
            return array
    stream.seek(entry.header_offset + _LOCAL_HEADER - 4)
    before = entry.header_offset + _LOCAL_HEADER + sum(unpack("<HH", stream.read(4)))
    return np.memmap(path, kind, "r", before + head, shape)
