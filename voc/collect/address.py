"""Find postal addresses: chains of 省 市 区 镇 路 号 栋 单元 室, wide to narrow.

Provinces and cities are known by name; every other name is guessed by the character that closes it
(路, 区 …), from the last character on that no place name holds (在, 到, 寄 …).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_HINTS = re.compile("[省市州盟区县旗镇乡村路街道弄巷号栋幢单元室]")
# Levels that count; the rest only makes a chain longer.
_WIDE = ("province", "city", "district", "town", "village", "road")
_LEAST_LEVELS = 2
_NARROW = ("number", "estate", "block")


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of addresses of two levels or more.

    A road with its number is enough, and so is a housing estate with a block; "上海市" alone, a shop
    on "3楼" or a "服务区" are none.

    Parameters
    ----------
    text : str
        In half width.

    Examples
    --------
    >>> text = "寄到浙江杭州西湖区文三路90号3幢201室，不是上海市"
    >>> [text[start:end] for start, end in find_addresses(text)]
    ['浙江杭州西湖区文三路90号3幢201室']
    """
    if not _HINTS.search(text):
        return
    run, chain = _patterns()
    for piece in run.finditer(text):
        if len(set(_HINTS.findall(piece.group()))) >= _LEAST_LEVELS:
            for found in chain.finditer(text, *piece.span()):
                if _is_address(found):
                    yield found.span()


def _is_address(chain: re.Match[str]) -> bool:
    wide = sum(bool(chain[level]) for level in _WIDE)
    narrow = sum(bool(chain[level]) for level in _NARROW)
    blocks = len(set(re.findall("号楼|栋|幢|单元|室", chain["block"] or "")))
    if wide:
        return wide + narrow >= _LEAST_LEVELS
    return narrow >= _LEAST_LEVELS or blocks >= _LEAST_LEVELS


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Runs of characters that may stand in an address; the chain itself."""
    words = tomllib.loads(files("voc.data").joinpath("personal.toml").read_text(encoding="utf-8"))
    place = words["address"]
    name = rf"[^\W_{place['stop']}省市区县镇乡路街号栋幢室]"
    provinces = "|".join(place["province"])
    cities = "|".join(sorted(place["city"].split(), key=len, reverse=True))
    block = r"[0-9A-Za-z一二三四五六七八九十]{1,4}"
    run = re.compile(rf"(?:[^\W_{place['stop']}]|[-\s])+")
    chain = re.compile(
        rf"""
        (?=[^\W_{place["stop"]}])
        (?:(?P<province>(?:{provinces})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区))\s?
          |(?:{provinces})\s?)?
        (?:(?P<city>(?:{cities})(?:市|地区|盟|{name}{{0,6}}自治州|州))\s?|(?:{cities})(?![区县])\s?)?
        (?P<district>(?:{name}{{1,6}}?(?:(?:工业园|开发|高新|新)区
            |(?<![小社地专景园厂校片库误大分各雷特禁辖考盲产服务])区
            |县(?!城)|旗(?![舰袍帜])|(?<![超城门股上菜夜都本全当])市)\s?){{1,2}})?
        (?P<town>{name}{{1,6}}?(?:街道|镇|乡)\s?)?
        (?P<village>{name}{{1,6}}?(?<![乡农多])村(?:[0-9]{{1,2}}[组社队])?\s?)?
        (?P<road>(?:{name}{{1,8}}?(?:(?<![思线网电半走套退出问迷绕马各常道])路|(?<!逛)街(?!道)|大道|胡同|巷)
            (?:[东西南北中][路段]?)?\s?){{1,2}})?
        (?P<number>[0-9]{{1,5}}(?:[-之][0-9]{{1,4}})?(?:号(?![线店机楼])(?:院|大院|附[0-9]+号)?|弄)\s?){{0,2}}
        (?P<estate>{name}{{2,12}}?(?:小区|花园|公寓|大厦|广场|家园|花苑|新村|苑|宿舍)\s?(?=[0-9A-Za-z一二三四五六七八九十]))?
        (?P<block>{block}(?:号楼|栋|幢|座|单元)(?:\s?{block}(?:号楼|栋|幢|座|单元|楼|层|室|户|房|号))*
            (?:\s?-?[0-9]{{2,4}}(?![0-9.]|[元块天个年月日次]))?
          |[0-9]{{3,4}}室)?
        """,
        re.VERBOSE,
    )
    return run, chain
