"""The customer journey map as a page, which on phones turns into cards, and as Markdown."""

from __future__ import annotations

from voc._charts import COLOURS, FONTS
from voc._html import printable
from voc.insight.journey_curve import colour
from voc.insight.journey_map import svg
from voc.insight.journey_places import mood_text
from voc.insight.journey_sheet import Item, Lane, Sheet, Step
from voc.types import KINDS

_FONTS = FONTS.replace(", ", ",")
_EDGES = "".join(f".voc-journey li.quote.{kind}{{border-color:{COLOURS[kind]}}}" for kind in KINDS)
_STYLE = f"""
.voc-journey{{font-family:{_FONTS};color:#1f2933;background:#fff;line-height:1.6}}
.voc-journey svg{{display:block;width:100%;height:auto}}
.voc-journey .cards{{display:none}}
.voc-journey .cells{{overflow-x:auto;margin-top:1em}}
.voc-journey table{{border-collapse:collapse;width:100%;font-size:.85em}}
.voc-journey th,.voc-journey td{{border-bottom:1px solid #dde2e7;padding:.35em .6em;text-align:left;
vertical-align:top}}
.voc-journey .number{{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}}
.voc-journey td:nth-child(-n+2){{white-space:nowrap}}
.voc-journey tr{{break-inside:avoid}}
@media screen and (max-width:48em){{
.voc-journey .map{{display:none}}
.voc-journey .cards{{display:block}}
.voc-journey h2{{font-size:1.35em;margin:.2em 0 .6em;line-height:1.3}}
.voc-journey .facts{{background:#f4f6f8;border-radius:8px;padding:.7em .9em;margin:0 0 1em;
display:grid;grid-template-columns:auto 1fr;gap:.15em 1em}}
.voc-journey .facts dt{{color:#5f6b78}}
.voc-journey .facts dd{{margin:0}}
.voc-journey article{{border:1px solid #dde2e7;border-radius:10px;margin:0 0 1em;overflow:hidden}}
.voc-journey article>h3{{background:#35566f;color:#fff;margin:0;padding:.5em .8em;font-size:1.1em;
display:flex;justify-content:space-between;gap:1em}}
.voc-journey article>h3 small{{font-weight:400}}
.voc-journey article.silent>h3{{background:#e6e9ec;color:#4b5763}}
.voc-journey .scale{{position:relative;height:10px;border-radius:5px;margin:1em;background:#edf0f3}}
.voc-journey .scale i{{position:absolute;top:0;height:10px;border-radius:5px;opacity:.35}}
.voc-journey .scale b{{position:absolute;top:-4px;width:18px;height:18px;margin-left:-9px;
border-radius:50%}}
.voc-journey .mood{{margin:.8em .9em -.6em;display:flex;justify-content:space-between}}
.voc-journey h4{{margin:.6em .9em .1em;font-size:.85em;color:#5f6b78}}
.voc-journey ul{{margin:0 .9em .6em;padding:0;list-style:none}}
.voc-journey li{{overflow-wrap:anywhere}}
.voc-journey li small{{color:#5f6b78;margin-left:.35em}}
.voc-journey li.entry{{display:inline-block;margin-right:1.1em}}
.voc-journey li.score{{font-weight:700;color:#6b4e00;font-size:1.15em}}
.voc-journey li.advice small{{display:block;margin:0}}
.voc-journey li.quote{{border-left:3px solid;padding-left:.6em;margin:.35em 0}}
{_EDGES}
.voc-journey .headline{{margin:0 0 .8em}}
.voc-journey .note{{font-size:.85em;color:#5f6b78}}
}}
"""
_PAGE = """@page{size:A4 landscape;margin:9mm}
body{margin:0 auto;padding:16px;max-width:1500px}
@media print{body{padding:0;max-width:none}.voc-journey .map svg{max-height:190mm}
.voc-journey .cells{break-before:page}}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
"""


def fragment(sheet: Sheet, cells: str) -> str:
    """Give the map and its cards, of which a screen shows what it has room for, and the table.

    Parameters
    ----------
    sheet : Sheet
    cells : str
        The table, in HTML.
    """
    title = "阶段 × 触点" if sheet.lang == "zh" else "Stage × touchpoint"
    return (
        f'<div class="voc-journey" lang="{sheet.lang}"><style>{_STYLE}</style>'
        f'<div class="map">{svg(sheet)}</div><div class="cards">{_cards(sheet)}</div>'
        f'<div class="cells" role="region" aria-label="{title}" tabindex="0">{cells}</div></div>'
    )


def page(sheet: Sheet, inside: str) -> str:
    """One self-contained page; on A4, landscape, the map fills the first sheet."""
    return (
        f'<!DOCTYPE html>\n<html lang="{sheet.lang}"><head><meta charset="utf-8">'
        f"<title>{printable(sheet.title)}</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_PAGE}</style></head><body><main>{inside}</main></body></html>\n"
    )


def markdown(sheet: Sheet, cells: str) -> str:
    """The map as a table, one column a stage, and the cells as another below it."""
    mood = (sheet.word("curve"), *map(_mood, sheet.steps))
    count = (sheet.word("voices"), *(step.count for step in sheet.steps))
    lanes = ((lane.name, *map(_joined, lane.cells)) for lane in sheet.lanes)
    head = (sheet.word("stage"), *(step.name for step in sheet.steps))
    rows = [head, ["---"] * len(head), count, mood, *lanes]
    table = "\n".join(f"| {' | '.join(map(_in_markdown, row))} |" for row in rows)
    facts = " · ".join(f"{name} {value}" for name, value in sheet.facts)
    return "\n\n".join(
        (f"## {_in_markdown(sheet.title)}", sheet.headline, facts, table, sheet.note, cells)
    )


def _cards(sheet: Sheet) -> str:
    facts = "".join(
        f"<dt>{printable(name)}</dt><dd>{printable(value)}</dd>" for name, value in sheet.facts
    )
    cards = "".join(_card(sheet, number, step) for number, step in enumerate(sheet.steps))
    return (
        f'<h2>{printable(sheet.title)}</h2><p class="headline">{printable(sheet.headline)}</p><dl class="facts">{facts}</dl>{cards}'
        f'<p class="note">{printable(sheet.note)}</p>'
    )


def _card(sheet: Sheet, number: int, step: Step) -> str:
    head = f"<h3>{printable(step.name)}<small>{printable(step.count)}</small></h3>"
    if not step.place.voices:
        return f'<article class="silent">{head}</article>'
    lanes = "".join(_list(lane, lane.cells[number]) for lane in sheet.lanes if lane.cells[number])
    return f"<article>{head}{_scale(sheet, step)}{lanes}</article>"


def _scale(sheet: Sheet, step: Step) -> str:
    place = step.place
    if place.mood != place.mood:
        return ""
    tone = colour(place.mood)
    low, at, high = (50 + 50 * mood for mood in (place.mood_low, place.mood, place.mood_high))
    emotion = f"<span>{printable(step.emotion)}</span>" if step.emotion else ""
    return (
        f'<p class="mood"><span>{sheet.word("curve")} {mood_text(place)}</span>{emotion}</p>'
        f'<div class="scale" aria-hidden="true">'
        f'<i style="left:{low:.1f}%;width:{high - low:.1f}%;background:{tone}"></i>'
        f'<b style="left:{at:.1f}%;background:{tone}"></b></div>'
    )


def _list(lane: Lane, items: tuple[Item, ...]) -> str:
    rows = "".join(
        f'<li class="{item.shape} {item.tone}">{printable(item.text)}'
        f"{f'<small>{printable(item.note)}</small>' if item.note else ''}</li>"
        for item in items
    )
    return f"<h4>{printable(lane.name)}</h4><ul>{rows}</ul>"


def _mood(step: Step) -> str:
    return " · ".join(filter(None, (mood_text(step.place), step.emotion)))


def _joined(items: tuple[Item, ...]) -> str:
    shown = (f"{item.text}（{item.note}）" if item.note else item.text for item in items)
    return "；".join(shown) or "—"


def _in_markdown(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
