"""Replace personal data by stable pseudonyms, so that voices of one customer can still be joined.

The same value gets the same tag, e.g. 〔电话1a2b3c〕, in every voice and in every run with the same
salt. A tag is a keyed hash: without the salt nobody can tell which number it stands for. **With an
empty salt anybody can**, by hashing all phone numbers: use a secret salt for data that leave the house.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.collect.personal import MASKED, Personal, find_personal
from voc.types import Voice

_DIGITS = 6  # hexadecimal, of a tag in a text
_CUSTOMER_DIGITS = 12  # customers are many, and joined across runs


@dataclass(frozen=True, slots=True, eq=False)
class Masked:
    """A text without personal data.

    Attributes
    ----------
    text : str
    found : tuple of Personal
        What was replaced, with offsets into the raw text; it holds the raw values.
    offsets : ndarray of shape (len(text) + 1,), int32
        ``offsets[i]`` is the raw position of ``text[i]``; all characters of a tag lead to the start
        of what it replaces; the last entry is the length of the raw text.
    """

    text: str
    found: tuple[Personal, ...]
    offsets: NDArray[np.int32]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a half-open span of ``text`` back to the raw text; a tag counts as a whole.

        Raises
        ------
        IndexError
            The span lies outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span [{start}, {end}) is outside [0, {len(self.text)}]")
        first = int(self.offsets[start])
        if start == end:
            return first, first
        after = np.searchsorted(self.offsets, self.offsets[end - 1], side="right")
        return first, int(self.offsets[after])


class Masker:
    """Mask texts with one salt.

    Parameters
    ----------
    salt : str
        A secret; the same one gives the same tags.

    Notes
    -----
    Tags have 6 hexadecimal digits. Should two values of one kind share them, the later one takes
    other digits of its hash, so within one masker different values have different tags; only the
    tags of such a pair (one among some thousand values) may differ between runs. About 200 bytes are
    kept for each different value, all of them hashes.

    Examples
    --------
    >>> masker = Masker(salt="秘密")
    >>> masked = masker.mask("我电话138-0013-8000，别打13800138000以外的")
    >>> masked.text
    '我电话〔电话9bbd5e〕，别打〔电话9bbd5e〕以外的'
    >>> masked.found[0].text
    '138-0013-8000'
    """

    def __init__(self, salt: str = "") -> None:
        self._key = blake2b(_bytes(salt)).digest()
        self._owners: dict[tuple[str, str], str] = {}

    def mask(self, text: str) -> Masked:
        """Replace all personal data that ``find_personal`` finds."""
        found = find_personal(text)
        parts, offsets, done = [], [], 0
        for piece in found:
            tag = self._tag(piece)
            parts += [text[done : piece.start], tag]
            offsets += [np.arange(done, piece.start), np.full(len(tag), piece.start)]
            done = piece.end
        parts.append(text[done:])
        offsets.append(np.arange(done, len(text) + 1))
        return Masked("".join(parts), found, np.concatenate(offsets).astype(np.int32))

    def customer(self, customer: str) -> str:
        """Give the pseudonym of a customer: 〔客户…〕 with 12 hexadecimal digits."""
        if MASKED.fullmatch(customer):
            return customer
        digits = self._hash("customer", customer.strip())[:_CUSTOMER_DIGITS]
        return f"〔{_tags()['customer']}{digits}〕"

    def value(self, value: object, name: str = "") -> object:
        """Mask one value of a table; the name of its column helps to tell what it is.

        Whole numbers are masked as well (a phone read as a number), lists and mappings member by
        member; other values are returned as they are.

        Examples
        --------
        >>> masker = Masker()
        >>> masker.value("张三", name="姓名"), masker.value("张三丰牌", name="商品")
        ('〔姓名eef9d6〕', '张三丰牌')
        """
        if isinstance(value, Mapping):
            return {key: self.value(member, str(key)) for key, member in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(member, name) for member in value]
        text = _as_text(value)
        if text is None:
            return value
        lead = f"{name}:"
        masked = self.mask(lead + text)
        if not any(piece.end > len(lead) for piece in masked.found):
            return value
        return masked.text[int(np.searchsorted(masked.offsets, len(lead))) :]

    def _tag(self, piece: Personal) -> str:
        name = _tags()[piece.kind]
        digest = self._hash(piece.kind, _canonical(piece))
        for start in range(0, len(digest), _DIGITS):
            digits = digest[start : start + _DIGITS].ljust(_DIGITS, "0")
            if self._owners.setdefault((piece.kind, digits), digest) == digest:
                break
        return f"〔{name}{digits}〕"

    def _hash(self, kind: str, value: str) -> str:
        return blake2b(
            _bytes(value), key=self._key, person=kind.encode(), digest_size=15
        ).hexdigest()


def mask(text: str, *, salt: str = "") -> Masked:
    """Mask one text; see ``Masker`` for many.

    Examples
    --------
    >>> mask("联系人：王小明，打了12315").text
    '联系人：〔姓名849afc〕，打了12315'
    """
    return Masker(salt).mask(text)


def mask_voice(voice: Voice, masker: Masker) -> Voice:
    """Mask text, customer, meta and error of a voice; id, segment and product stay.

    Examples
    --------
    >>> voice = Voice(id="1", text="微信号abc_123", customer="U77", meta={"手机": 13800138000})
    >>> masked = mask_voice(voice, Masker())
    >>> masked.text, masked.customer, masked.meta["手机"]
    ('微信号〔微信94c8c0〕', '〔客户d1c11075d8f1〕', '〔电话fae464〕')
    """
    meta: dict[str, Any] = {name: masker.value(value, name) for name, value in voice.meta.items()}
    return replace(
        voice,
        text=masker.mask(voice.text).text,
        customer=masker.customer(voice.customer) if voice.customer else voice.customer,
        meta=MappingProxyType(meta),
        error=masker.mask(voice.error).text if voice.error else voice.error,
    )


def _canonical(piece: Personal) -> str:
    """One spelling of a value: 138-0013-8000, +86 138 0013 8000 and １３８００１３８０００ are one phone."""
    text = unicodedata.normalize("NFKC", piece.text).lower()
    if piece.kind in ("email", "wechat"):
        return text
    plain = "".join(filter(str.isalnum, text))
    return plain.removeprefix("86") if piece.kind == "phone" and len(plain) > 11 else plain


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | np.integer):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def _tags() -> dict[str, str]:
    source = files("voc.data").joinpath("personal.toml").read_text(encoding="utf-8")
    tags: dict[str, str] = tomllib.loads(source)["tag"]
    return tags
