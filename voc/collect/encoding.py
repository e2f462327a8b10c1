"""Find out how a text file is encoded, from its bytes."""

from __future__ import annotations

import codecs
import gzip
import io
import re
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from voc.errors import InputError

_WINDOW = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH = 2000  # characters to judge by
_UNDECODED = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")
_PUNCTUATION = re.compile("[\u2010-\u2027\u3000-\u303f\uff00-\uffef]")


def open_text(path: Path) -> TextIO:
    """Open a text file, plain or gzip, in the encoding that its bytes show.

    Undecodable bytes do not raise; ``repaired`` finds where they were. Line ends are kept.

    Raises
    ------
    InputError
        The encoding cannot be told.
    """
    encoding = find_encoding(path)
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, errors=errors, newline="")


def open_bytes(path: Path) -> BinaryIO:
    """Open a file, through gzip when its name ends in .gz."""
    return cast(BinaryIO, gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def find_encoding(path: Path) -> str:
    """Encoding of a text file, judged by its first part that is not plain ASCII.

    Raises
    ------
    InputError
        The bytes are no text of any encoding.
    """
    with open_bytes(path) as file:
        while window := file.read(_WINDOW):
            if not window.isascii() or 0 in window:
                encoding = encoding_of(window)
                if encoding != "ascii":
                    return _or_refuse(encoding, path)
    return "utf-8"


def encoding_of(data: bytes) -> str | None:
    r"""Encoding of the beginning of a text: "ascii" when all would do, None when none does.

    A character cut off at the end does not count against an encoding.

    Examples
    --------
    >>> [encoding_of("物流太慢".encode(name)) for name in ("utf-8", "gbk", "utf-8-sig", "utf-16")]
    ['utf-8', 'gb18030', 'utf-8-sig', 'utf-16']
    >>> encoding_of("编号,内容\n1,物流太慢\n".encode("utf-16-le"))
    'utf-16-le'
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    if data.startswith(b"PK\x03\x04"):
        return None
    wide = _utf16(data)
    if wide:
        return wide
    if data.isascii():
        return "ascii"
    text = _decode(data, "utf-8")
    if _lost(text) < 0.1:
        return "utf-8"
    shares = {"utf-8": _everyday(text), "gb18030": _everyday(_decode(data, "gb18030"))}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= 0.5 else _last_resort(data)


def repaired(text: str, file: TextIO) -> tuple[str, int]:
    """Text with U+FFFD for each undecodable byte, and how many there were.

    Parameters
    ----------
    text : str
        Read from ``file``.
    file : TextIO
        Opened by ``open_text``.
    """
    return (_REPLACED if file.errors == "replace" else _UNDECODED).subn("\ufffd", text)


def undecodable(lost: int, file: TextIO) -> str:
    """What to say about a line that lost bytes."""
    return f"{lost} byte{'s' if lost > 1 else ''} not in the file's encoding, {file.encoding}"


def _decode(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)


def _lost(text: str) -> float:
    """Share of replacement characters among those that are not ASCII."""
    return text.count("\ufffd") / max(1, sum(character > "\x7f" for character in text))


def _everyday(text: str) -> float:
    """Share of everyday Chinese (GB 2312 level 1, punctuation) among what is not ASCII."""
    foreign = [character for character in text if character > "\x7f"][:_ENOUGH]
    return sum(map(_is_everyday, foreign)) / max(1, len(foreign))


def _is_everyday(character: str) -> bool:
    if _PUNCTUATION.match(character):
        return True
    code = character.encode("gb2312", "ignore")
    return bool(code) and 0xB0 <= code[0] <= 0xD7


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: there are NULs, and one byte order makes everyday text of them."""
    if 0 not in data:
        return None
    head = data[: 2 * _ENOUGH]
    shares = {name: _likely(_decode(head, name)) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= 0.8 else None


def _likely(text: str) -> float:
    """Share of printable ASCII and everyday Chinese."""
    printable = sum("\t" <= character <= "~" for character in text)
    return (printable + _everyday(text) * (len(text) - printable)) / max(1, len(text))


def _last_resort(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536]).best()
    return codecs.lookup(best.encoding).name if best else None


def _or_refuse(encoding: str | None, path: Path) -> str:
    if encoding is None:
        raise InputError(
            f"{path} is no text file of a known encoding; save it as UTF-8 text, "
            "or give a workbook its .xlsx ending"
        )
    return encoding
