"""Find personal data in Chinese text: who the customer is, where they live, how to reach them.

Numbers are judged by their form, their checksum and the words before them; a number after 订单号 and
the like is left alone, and so are prices, dates, model numbers and hotlines such as 12315.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from voc.collect.address import find_addresses
from voc.collect.names import find_names

PersonalKind = Literal[
    "phone", "id_card", "bank_card", "email", "plate", "address", "wechat", "qq", "name"
]
_Spans = Iterator[tuple[int, int]]

_NOT_BEFORE = r"(?<![0-9.¥￥$])(?<![0-9A-Za-z]-)"
_NOT_AFTER = r"(?![0-9]|\.[0-9]|-[0-9]|\s?[元块万亿%])"
_LINK = r"(?:号码|号|码)?(?:[是为:：#\s]|\([^()]{0,6}\))*"  # 电话(必填)：
_REACH = 16  # characters before a number in which its cue stands
_PHONE = re.compile(
    rf"""{_NOT_BEFORE}(?:
      (?:\+?86[-\s]?)?1[3-9][0-9](?:[-\s]?[0-9]{{4}}[-\s]?[0-9]{{4}}|[-\s][0-9]{{3}}[-\s][0-9]{{5}})
    | \(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?[-\s]?[2-9][0-9]{{2,3}}[-\s]?[0-9]{{4}}(?:(?:-|转)[0-9]{{1,6}})?
    | [48]00(?:-?[0-9]{{7}}|[-\s][0-9]{{3}}[-\s][0-9]{{4}}|[-\s][0-9]{{4}}[-\s][0-9]{{3}})
    | \+(?:852|853|886)[-\s]?[0-9](?:[-\s]?[0-9]){{6,9}}
    ){_NOT_AFTER}""",
    re.VERBOSE,
)
_LOCAL_PHONE = re.compile(rf"{_NOT_BEFORE}(?!9[56])[2-9][0-9]{{2,3}}-?[0-9]{{4}}{_NOT_AFTER}")
_DATE = re.compile(r"20[0-9]{2}-?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_ID_CARD = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}\s?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"\s?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_OLD_ID_CARD = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])"
)
_CARD = re.compile(
    rf"{_NOT_BEFORE}[0-9]{{4}}(?:[-\s]?[0-9]{{4}}){{2}}(?:[-\s]?[0-9]{{1,4}}){{1,2}}(?![0-9A-Za-z]|\.[0-9])"
)
# Issuers' ranges: 13 to 15 digits only Visa, Diners and American Express.
_ISSUER = re.compile(r"(?=[0-9]{16,19}\Z)(?:[3-6]|2[2-7]|955[89])[0-9]+|3[0-9]{13,14}|4[0-9]{12}")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10}(?![A-Za-z0-9])"
)
_WECHAT_ID = r"([A-Za-z][-_A-Za-z0-9]{5,19}|[0-9]{5,11})(?![-_A-Za-z0-9]|[元块万亿%])"
MASKED = re.compile(r"〔[^〔〕\s]{1,8}[0-9a-f]{6,12}〕")
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "‐‑‒–—−"), ord("-")
)


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data.

    Attributes
    ----------
    kind : str
        "phone", "id_card", "bank_card", "email", "plate", "address", "wechat", "qq" or "name".
    start, end : int
        Half-open raw offsets.
    text : str
        The raw characters.
    """

    kind: PersonalKind
    start: int
    end: int
    text: str


def find_personal(text: str) -> tuple[Personal, ...]:
    """Find personal data, in text order, never overlapping.

    Parameters
    ----------
    text : str
        As the customer wrote it; full-width digits and letters are understood, and what
        ``voc.collect.mask`` has masked before is left alone.

    Returns
    -------
    tuple of Personal

    Examples
    --------
    >>> found = find_personal("我叫王小明，订单号13800138000，电话１３８ ００１３ ８０００")
    >>> [(piece.kind, piece.text) for piece in found]
    [('name', '王小明'), ('phone', '１３８ ００１３ ８０００')]
    """
    folded = MASKED.sub(lambda tag: "〓" * len(tag.group()), text.translate(_FOLD))
    found: list[Personal] = []
    for kind, find in _FINDERS:
        for start, end in find(folded):
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Personal(kind, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda piece: piece.start))


def _emails(text: str) -> _Spans:
    return (match.span() for match in _EMAIL.finditer(text))


def _id_cards(text: str) -> _Spans:
    for match in _ID_CARD.finditer(text):
        cued = _after(text, match.start(), "id_card")
        if cued or (_is_resident(match.group()) and not _after(text, match.start(), "order")):
            yield match.span()
    for match in _OLD_ID_CARD.finditer(text):
        if _after(text, match.start(), "id_card"):
            yield match.span()


def _is_resident(number: str) -> bool:
    """Check digit and date only: the table of counties is never complete."""
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    compact = "".join(number.split()).upper()
    try:
        ric.get_birth_date(compact)
    except ValidationError:
        return False
    return bool(ric.calc_check_digit(compact) == compact[-1])


def _bank_cards(text: str) -> _Spans:
    from stdnum import luhn

    for match in _CARD.finditer(text):
        digits = re.sub("[^0-9]", "", match.group())
        if not 13 <= len(digits) <= 19 or _after(text, match.start(), "order"):
            continue
        cued = _after(text, match.start(), "bank_card")
        if cued or (
            _ISSUER.fullmatch(digits) and luhn.is_valid(digits) and _free(text, match.start())
        ):
            yield match.span()


def _phones(text: str) -> _Spans:
    for match in _PHONE.finditer(text):
        if _free(text, match.start()) and not _after(text, match.start(), "order"):
            yield match.span()
    for match in _LOCAL_PHONE.finditer(text):
        if _after(text, match.start(), "phone") and not _DATE.fullmatch(match.group()):
            yield match.span()


def _free(text: str, start: int) -> bool:
    """Whether the number does not go on a code such as JD138…."""
    letters = re.search(r"[A-Za-z]+\Z", text[max(0, start - _REACH) : start])
    return not letters or letters.group().lower() in _words()["phone_latin"]


def _after(text: str, start: int, cue: str) -> bool:
    """Whether a cue stands directly before ``start``."""
    return bool(_cue(cue).search(text, max(0, start - _REACH), start))


def _plates(text: str) -> _Spans:
    return (match.span() for match in _plate().finditer(text))


def _wechats(text: str) -> _Spans:
    return (match.span(match.lastindex or 0) for match in _wechat().finditer(text))


def _qqs(text: str) -> _Spans:
    return (match.span(1) for match in _qq().finditer(text))


_FINDERS: tuple[tuple[PersonalKind, Callable[[str], _Spans]], ...] = (
    ("email", _emails),
    ("id_card", _id_cards),
    ("bank_card", _bank_cards),
    ("phone", _phones),
    ("plate", _plates),
    ("wechat", _wechats),
    ("qq", _qqs),
    ("name", find_names),
    ("address", find_addresses),
)  # the first to claim a character has it


@cache
def _cue(name: str) -> re.Pattern[str]:
    """A cue and what may link it to the number that follows, up to the end."""
    return re.compile(rf"{_either(name)}{_LINK}\Z", re.IGNORECASE)


@cache
def _plate() -> re.Pattern[str]:
    letter, sign = "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"
    return re.compile(
        rf"(?<![全最])[{_words()['plate']}]{letter}[·.\-\s]?"
        rf"(?:[A-HJK]{sign}[0-9]{{4}}|[0-9]{{5}}[A-HJK]|{sign}{{4}}[挂学警港澳]"
        rf"|(?=(?:[A-Z]*[0-9]){{3}}){sign}{{5}})(?![A-Za-z0-9]|\.[0-9]|\s?[元块万款])",
        re.IGNORECASE,
    )


@cache
def _wechat() -> re.Pattern[str]:
    """After 加微信 and the like any id; after 微信 alone only one with a digit or a colon before."""
    return re.compile(
        rf"{_either('wechat_sure')}(?!ip|log)[号是为加:\s]{{0,4}}{_WECHAT_ID}"
        rf"|{_either('wechat')}(?:\s?[号是为:]{{1,3}}\s?|\s?(?=[A-Za-z_-]*[0-9])){_WECHAT_ID}",
        re.IGNORECASE,
    )


@cache
def _qq() -> re.Pattern[str]:
    return re.compile(
        rf"{_either('qq')}[号码是为:\s]{{0,4}}([1-9][0-9]{{4,10}})(?![0-9A-Za-z@]|\s?[元块万亿%])",
        re.IGNORECASE,
    )


def _either(name: str) -> str:
    """Any word of a list; a Latin word only where no other Latin letter is before it."""
    words = sorted(_words()[name], key=len, reverse=True)
    return rf"(?:(?<![A-Za-z])(?=[A-Za-z])|(?![A-Za-z]))(?:{'|'.join(map(re.escape, words))})"


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("voc.data").joinpath("personal.toml").read_text(encoding="utf-8"))
