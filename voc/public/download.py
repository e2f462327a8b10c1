"""Fetch one file over HTTP: whole and unaltered, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from voc.errors import DownloadError, InputError
from voc.public.cache import check_sum
from voc.public.source import SourceFile

_CHUNK = 1 << 16
_TIMEOUT = 30.0  # seconds without a byte


def download(file: SourceFile, target: Path) -> None:
    """Fetch a file, with a bar on the terminal, check its sum, and only then put it in its place.

    Parameters
    ----------
    file : SourceFile
    target : Path
        Its folder is made if need be.

    Raises
    ------
    DownloadError
        No network, no such file, cut off, or no room on the disk.
    ArtifactError
        Its sha256 is another one.
    InputError
        The address is none of HTTP.
    """
    if not file.url.startswith(("https://", "http://")):
        raise InputError(f"got the address {file.url!r}, expected https://…; mend the catalogue")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise DownloadError(_unwritable(target.parent, error)) from error
    try:
        with os.fdopen(handle, "wb") as out:
            save(_chunks(file), out, target.parent)
        check_sum(Path(part), file.sha256, stands_for=target)
        os.replace(part, target)
    finally:
        Path(part).unlink(missing_ok=True)


def save(chunks: Iterator[bytes], out: BinaryIO, folder: Path) -> None:
    """Write all chunks.

    Raises
    ------
    DownloadError
        The disk is full or broken; names the folder.
    """
    for chunk in chunks:
        try:
            out.write(chunk)
            out.flush()
        except OSError as error:
            raise DownloadError(_unwritable(folder, error)) from error


def _chunks(file: SourceFile) -> Iterator[bytes]:
    from tqdm.auto import tqdm

    request = Request(file.url, headers={"User-Agent": "voc"})
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:
            length = answer.headers.get("Content-Length")
            total = int(length) if length and length.isdigit() else None
            # disable=None: no bar where nobody looks, as in a log file.
            with tqdm(total=total, unit="B", unit_scale=True, desc=file.name, disable=None) as bar:
                received = 0
                while chunk := answer.read(_CHUNK):
                    received += len(chunk)
                    bar.update(len(chunk))
                    yield chunk
    except HTTPError as error:
        error.close()
        raise DownloadError(
            f"{file.url} answers {error.code} {error.reason}; the file may have moved: get it by "
            "hand and pass folder="
        ) from error
    except (OSError, HTTPException) as error:  # also URLError, timeouts, names that do not resolve
        raise DownloadError(
            f"{file.url} cannot be reached ({error}); check the network and its proxy, try again, "
            "or get the file by hand and pass folder="
        ) from error
    if total is not None and received != total:
        raise DownloadError(f"{file.url} broke off after {received} of {total} bytes; try again")


def _unwritable(folder: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"no room left in {folder}; free some, or set VOC_CACHE to another folder"
    return f"{folder} cannot be written ({error.strerror}); set VOC_CACHE to another folder"
