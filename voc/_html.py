"""Tagged voices as HTML: the text with its quotes highlighted, and the tags by their Chinese names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from voc.labels import label_name
from voc.taxonomy import Taxonomy, category_name
from voc.types import KINDS, Record, TaggedVoice

_LONGEST = 1000  # characters of a text that are shown
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Vermilion, blue and bluish green of Okabe and Ito, which colour-blind people tell apart; the line
# below differs too, and each quote ends with the name of its kind.
_STYLE = """
.voc{font-family:"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",
"Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;color:#1a1a1a;background:#fff;line-height:1.7}
.voc table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}
.voc th,.voc td{border-bottom:1px solid #ccc;padding:.3em .7em;text-align:left;vertical-align:top;
color:#1a1a1a;background:#fff}
.voc .number{text-align:right;white-space:nowrap;width:1%;font-variant-numeric:tabular-nums}
.voc td:first-child,.voc td.tags{white-space:nowrap}
.voc td.text{white-space:pre-wrap;overflow-wrap:anywhere;width:100%}
.voc mark{color:#1a1a1a;padding:0 .1em;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.voc mark.pain{background:#fbe0d3;border-bottom:2px solid #d55e00}
.voc mark.need{background:#d6e9f5;border-bottom:2px dashed #0072b2}
.voc mark.praise{background:#d3efe5;border-bottom:4px double #009e73}
.voc mark[data-kind]::after{content:attr(data-kind);font-size:.65em;vertical-align:super;
margin-left:.2em;color:#444}
.voc tr{break-inside:avoid}
@media(max-width:48em){.voc th,.voc td{padding:.3em}.voc th.number{white-space:normal}
.voc .voices thead{display:none}.voc .voices td{display:block;border:0;padding:.1em 0}
.voc .voices tr{display:block;border-bottom:1px solid #ccc;padding:.5em 0}}
"""


def voices_html(
    tagged: Sequence[TaggedVoice], more: int = 0, taxonomy: Taxonomy | None = None
) -> str:
    """A table that needs nothing around it: text, tags and points of each voice.

    Parameters
    ----------
    tagged : sequence of TaggedVoice
        All of them are shown.
    more : int
        How many others there are, for the line below the table.
    taxonomy : Taxonomy, optional
        Whose names the categories have, instead of those of the built-in one.
    """
    taxonomy = taxonomy or Taxonomy.load()
    rows = "".join(_row(voice, taxonomy) for voice in tagged)
    points = "、".join(label_name("kind", kind) for kind in KINDS)
    rest = f"<p>另有 {more} 条客户声音未显示</p>" if more else ""
    return (
        f'<div class="voc" lang="zh"><style>{_STYLE}</style><p>图例：{_legend()}</p><table class="voices">'
        f"<thead><tr><th>编号</th><th>客户声音</th><th>判断</th><th>{points}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{rest}</div>"
    )


def table_html(
    header: Iterable[str], rows: Iterable[Iterable[str]], numbers: frozenset[int]
) -> str:
    """A plain table; the columns whose places are in ``numbers`` are set to the right."""

    def line(tag: str, cells: Iterable[str]) -> str:
        return "".join(
            f"<{tag}{' class=number' if place in numbers else ''}>{printable(cell)}</{tag}>"
            for place, cell in enumerate(cells)
        )

    body = "".join(f"<tr>{line('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{line('th', header)}</tr></thead><tbody>{body}</tbody></table>"


def page_html(title: str, *parts: str) -> str:
    """One self-contained page that prints well."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{printable(title)}'
        '</title><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}@page{{margin:15mm}}body{{margin:2em}}</style></head>"
        f'<body class="voc"><h1>{printable(title)}</h1>{"".join(parts)}</body></html>\n'
    )


def printable(text: str) -> str:
    """Text escaped for HTML, with U+FFFD for what no page can hold."""
    return escape(_UNPRINTABLE.sub("\ufffd", text))


def _legend() -> str:
    names = ((kind, label_name("kind", kind)) for kind in KINDS)
    return " ".join(f'<mark class="{kind}">{name}</mark>' for kind, name in names)


def _row(tagged: TaggedVoice, taxonomy: Taxonomy) -> str:
    points = "<br>".join(printable(_point(record, taxonomy)) for record in tagged.records)
    return (
        f'<tr><td>{printable(tagged.voice.id)}</td><td class="text">{_marked(tagged, taxonomy)}</td>'
        f'<td class="tags">{"<br>".join(map(printable, _tags(tagged)))}</td>'
        f'<td class="tags">{points}</td></tr>'
    )


def _tags(tagged: TaggedVoice) -> list[str]:
    lines = [
        f"{label_name('voice_type', tagged.voice_type)} · "
        f"{label_name('sentiment', tagged.sentiment)} {tagged.score:+.2f}",
        f"{label_name('emotion', tagged.emotion)} · {label_name('urgency', tagged.urgency)}",
        "、".join(label_name("flag", flag) for flag in sorted(tagged.flags)),
        "、".join(label_name("mark", mark) for mark in sorted(tagged.voice.marks)),
        tagged.voice.error or "",
    ]
    return [line for line in lines if line]


def _point(record: Record, taxonomy: Taxonomy) -> str:
    parts = [label_name("kind", record.kind), category_name(record.category, taxonomy)]
    if record.severity:
        parts.append(label_name("severity", record.severity))
    return " · ".join((*parts, f"{record.confidence:.0%}"))


def _marked(tagged: TaggedVoice, taxonomy: Taxonomy) -> str:
    """The text, cut wherever a quote begins or ends, so that quotes may overlap."""
    text = tagged.voice.text[:_LONGEST]
    ends = {min(end, len(text)) for r in tagged.records for end in (r.start, r.end)}
    pieces = [
        _piece(
            text[start:end], end, [r for r in tagged.records if r.start <= start < r.end], taxonomy
        )
        for start, end in pairwise(sorted({0, len(text)} | ends))
    ]
    left = len(tagged.voice.text) - len(text)
    return "".join(pieces) + (f" …（还有 {left} 字）" if left else "")


def _piece(text: str, end: int, records: list[Record], taxonomy: Taxonomy) -> str:
    if not records:
        return printable(text)
    title = printable("；".join(_point(record, taxonomy) for record in records))
    last = [label_name("kind", record.kind) for record in records if record.end == end]
    kind = f' data-kind="{"/".join(last)}"' if last else ""
    return f'<mark class="{records[0].kind}" title="{title}"{kind}>{printable(text)}</mark>'
