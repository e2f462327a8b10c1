"""Turn the values of a cell into what a ``Voice`` holds; what cannot be read becomes None."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from math import isfinite
from numbers import Number, Real
from typing import Any, cast

from voc.types import Channel

_BLANK = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*")
_DATE = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?"
    r"(?:[T\s,]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?P<half>上午|下午|晚上|[ap]m)?\s*"
    r"(?P<H>\d{1,2})\s*[:时点]\s*(?:(?P<M>\d{1,2})\s*分?)?(?::?\s*(?P<S>\d{1,2})(?:\.\d+)?\s*秒?)?"
    r"\s*(?P<half2>[ap]m)?\s*(?P<tz>z|(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d{2})?|utc|gmt)?)?",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"下午", "晚上", "pm"})
# Weibo's and the mail header's way of writing a time, and packed digits by their number.
_FORMATS = ("%a %b %d %H:%M:%S %z %Y", "%a, %d %b %Y %H:%M:%S %z")
_PACKED = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_EXCEL_EPOCH = datetime(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_SCORE = re.compile(r"([-+]?\d+(?:\.\d+)?)(?:\s*/\s*\d+)?\D{0,6}")
_STARS = re.compile("(★+)☆*|(⭐+)")
_SPELLED = re.compile("(.)(?:颗?星(?:级|好评)?|分)")


def is_missing(value: object) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ == "NAType":
        return True
    return isinstance(value, (Number, datetime)) and bool(value != value)


def is_blank(text: str) -> bool:
    r"""Whether nothing is written: spaces, NULs and zero-width characters only.

    Examples
    --------
    >>> is_blank(" \u200b　"), is_blank("嗯")
    (True, False)
    """
    return _BLANK.fullmatch(text) is not None


def as_text(value: object) -> tuple[str, str | None]:
    """The text of a cell, and what is wrong with it.

    Numbers, dates and truth values are written out, nothing gives ``""``; anything else that is no
    string is a mistake.

    Examples
    --------
    >>> as_text("发货慢"), as_text(5.0), as_text(None)
    (('发货慢', None), ('5', None), ('', None))
    >>> as_text({"a": 1})
    ('', 'the text is a dict, expected a string')
    """
    if isinstance(value, str):
        return value, None
    if is_missing(value):
        return "", None
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, (Number, date, time)):
        return _written(value), None
    return "", f"the text is a {type(value).__name__}, expected a string"


def as_label(value: object) -> str | None:
    """A customer, segment, product or id: a trimmed string, or None for nothing.

    Examples
    --------
    >>> as_label(" 大客户 "), as_label(1024.0), as_label("")
    ('大客户', '1024', None)
    """
    if isinstance(value, str):
        return value.strip() or None
    return None if is_missing(value) else _written(value)


def as_score(value: object) -> float | None:
    """A score as the source scales it, or None.

    Examples
    --------
    >>> [as_score(value) for value in ("4.5", "９分", "5星", "五星好评", "★★★★☆", "4/5", "很好")]
    [4.5, 9.0, 5.0, 5.0, 4.0, 4.0, None]
    """
    if isinstance(value, str):
        return _score_of_text(value)
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        return None
    try:
        score = float(value)
    except OverflowError:
        return None
    return score if isfinite(score) else None


def as_datetime(value: object) -> datetime | None:
    """A point in time, or None when the value names none for certain.

    Reads ISO 8601, 2025/1/2, 2025年1月2日 下午3点20分, 20250102, seconds or milliseconds since 1970 (aware,
    UTC), Excel's day numbers and dates. A time without a zone stays without one. Orders that differ
    by country (1/2/2025) are not guessed.

    Examples
    --------
    >>> as_datetime("2025年1月2日 下午3点20分")
    datetime.datetime(2025, 1, 2, 15, 20)
    >>> as_datetime("1/2/2025") is None
    True
    """
    if is_missing(value) or isinstance(value, bool):
        return None
    if hasattr(value, "to_pydatetime"):  # pandas' Timestamp
        return cast(datetime, value.to_pydatetime(warn=False))
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        if isinstance(value, (Real, Decimal)):
            return _datetime_of_number(float(value))
        return _datetime_of_text(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None


@lru_cache(maxsize=1024)
def channel_of(name: str) -> Channel | None:
    """The channel that a name in a table means, or None.

    Examples
    --------
    >>> channel_of("微博评论"), channel_of("在线客服"), channel_of("Survey"), channel_of("线下")
    ('social', 'chat', 'survey', None)
    """
    words = " ".join(re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", folded(name)))
    for channel, synonyms in _channels().items():
        if any(_means(words, synonym) for synonym in synonyms):
            return channel
    return None


def folded(text: str) -> str:
    """NFKC and lower case: ＩＤ and id are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def _means(words: str, synonym: str) -> bool:
    return f" {synonym} " in f" {words} " if synonym.isascii() else synonym in words


@cache
def _channels() -> Mapping[Channel, list[str]]:
    text = (files("voc.data") / "columns.toml").read_text(encoding="utf-8")
    return cast(Mapping[Channel, list[str]], tomllib.loads(text)["channels"])


def _decoded(value: bytes) -> tuple[str, str | None]:
    try:
        return value.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return value.decode("utf-8", "replace"), f"byte {error.start + 1} is not UTF-8"


def _written(value: Any) -> str:  # noqa: ANN401
    """Whole floats without their ``.0``: tables make 5.0 of 5 when a cell of the column is empty."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else str(value)


def _score_of_text(value: str) -> float | None:
    text = folded(value).replace("\ufe0f", "").strip()
    if stars := _STARS.fullmatch(text):
        return float(len(stars[1] or stars[2]))
    if found := _SCORE.fullmatch(text):
        return float(found[1])
    spelled = _SPELLED.fullmatch(text)
    return unicodedata.numeric(spelled[1], None) if spelled else None


def _datetime_of_number(value: float) -> datetime | None:
    if int(value) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(seconds=round(value * 86_400))
    if 19_000_101 <= value < 21_000_000:
        return datetime.strptime(str(int(value)), "%Y%m%d")
    if 1e11 <= value < 5e12:
        value /= 1000
    return datetime.fromtimestamp(value, tz=UTC) if 1e8 <= value < 5e9 else None


def _datetime_of_text(value: str) -> datetime | None:
    text = unicodedata.normalize("NFKC", value).strip()
    if text.isdecimal():
        packed = _PACKED.get(len(text))
        return datetime.strptime(text, packed) if packed else _datetime_of_number(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        found = _DATE.fullmatch(text)
        return _datetime_of_parts(found) if found else _datetime_of_format(text)


def _datetime_of_parts(found: re.Match[str]) -> datetime:
    hour = int(found["H"] or 0)
    if (found["half"] or found["half2"] or "").lower() in _AFTERNOON and hour < 12:
        hour += 12
    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    clock = time(hour, int(found["M"] or 0), int(found["S"] or 0), tzinfo=_zone(found["tz"]))
    return datetime.combine(day, clock)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def _datetime_of_format(text: str) -> datetime | None:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
