"""An explanation as HTML: one line a record, its characters green where they speak for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voc._html import printable
from voc.labels import label_name
from voc.taxonomy import Taxonomy, category_name

if TYPE_CHECKING:
    from voc.qualify.explain import Explanation, RecordEvidence

_AROUND = 150  # characters that are shown on either side of a quote
_LONGEST = 600  # characters that are shown of a quote
_DARKEST = 0.7  # opacity of the heaviest character, which must stay legible
_FAINT = 0.04  # of the heaviest character: what is lighter stays white
# Bluish green and vermilion of Okabe and Ito, which colour-blind people tell apart.
_FOR, _AGAINST = "0,158,115", "213,94,0"
_STYLE = """
.voc-why{font-family:"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",
"Source Han Sans SC","WenQuanYi Micro Hei",sans-serif;color:#1a1a1a;background:#fff;line-height:1.9}
.voc-why p{margin:.4em 0;white-space:pre-wrap;overflow-wrap:anywhere}
.voc-why small{color:#444}
.voc-why u{text-decoration:none;border-bottom:2px solid #1a1a1a}
.voc-why span{-webkit-print-color-adjust:exact;print-color-adjust:exact}
"""


def explanation_html(explanation: Explanation) -> str:
    """A block that needs nothing around it.

    Parameters
    ----------
    explanation : Explanation
        Of long texts the part around each quote is shown.
    """
    taxonomy = explanation.taxonomy or Taxonomy.load()
    lines = [f"<p>{_legend()}</p>"] if explanation.items else ["<p>没有记录 · no records</p>"]
    lines += [_line(item, taxonomy) for item in explanation.items]
    if explanation.left_out:
        left_out = explanation.left_out
        lines.append(f"<p>另有 {left_out} 条记录未解释 · {left_out} more records not explained</p>")
    return f'<div class="voc-why" lang="zh"><style>{_STYLE}</style>{"".join(lines)}</div>'


def _legend() -> str:
    green, red = (f'<span style="background:rgba({c},.5)">' for c in (_FOR, _AGAINST))
    return (
        f"<small>{green}绿</span> 支持该判断 · speaks for it，"
        f"{red}红</span> 反对 · speaks against it</small>"
    )


def _line(item: RecordEvidence, taxonomy: Taxonomy) -> str:
    record = item.record
    names = [
        f"{label_name('kind', record.kind)} {label_name('kind', record.kind, 'en')}",
        f"{category_name(record.category, taxonomy)} {_english(record.category, taxonomy)}".strip(),
    ]
    sums = f"{item.log_odds:+.2f} = {item.weights.sum():+.2f} 文字 text {item.rest:+.2f} 其余 rest"
    return (
        f"<p><b>{printable(' · '.join(names))}</b> <small>{sums} ({item.method})</small>\n"
        f"{_shaded(item)}</p>"
    )


def _english(id: str, taxonomy: Taxonomy) -> str:
    return taxonomy.name(id, "en") if id in taxonomy else ""


def _shaded(item: RecordEvidence) -> str:
    """The characters around the quote, which is underlined, each in its shade."""
    record = item.record
    heaviest = float(np.abs(item.weights).max(initial=0))
    stop = min(record.end, record.start + _LONGEST)

    def shown(start: int, end: int) -> str:
        pairs = zip(item.text[start:end], item.weights[start:end].tolist(), strict=True)
        return "".join(_character(character, weight, heaviest) for character, weight in pairs)

    left, right = max(0, record.start - _AROUND), min(len(item.text), stop + _AROUND)
    return (
        f"{'…' * (left > 0)}{shown(left, record.start)}<u>{shown(record.start, stop)}</u>"
        f"{shown(stop, right)}{'…' * (right < len(item.text))}"
    )


def _character(character: str, weight: float, heaviest: float) -> str:
    if abs(weight) <= _FAINT * heaviest:
        return printable(character)
    shade = f"rgba({_FOR if weight > 0 else _AGAINST},{_DARKEST * abs(weight) / heaviest:.2f})"
    return f'<span style="background:{shade}" title="{weight:+.2f}">{printable(character)}</span>'
