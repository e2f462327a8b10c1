"""A report as one page that needs nothing around it: no script, no font, no request to any host.

Both languages are in it; which one is shown, two radio buttons before the text decide by CSS alone, so
that it works from a mailbox, prints, and can be used without a mouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import get_args

from voc._html import printable
from voc.insight.bilingual import Both
from voc.labels import Lang
from voc.reporting.blocks import Section

_LANGS: tuple[Lang, ...] = get_args(Lang)
_NAMES = {"zh": "中文", "en": "English"}
_CONTENTS = Both("目录", "contents")


def page(title: Both, sections: Sequence[Section], made: Both) -> str:
    """Write the page.

    Parameters
    ----------
    title : Both
    sections : sequence of Section
    made : Both
        The line at the bottom: by what it was made, and when.
    """
    style = (files("voc.data") / "report.css").read_text(encoding="utf-8")
    switches = "".join(
        f'<input type="radio" name="lang" id="lang-{lang}"{" checked" * (lang == "zh")}>'
        f'<label for="lang-{lang}" lang="{lang}">{_NAMES[lang]}</label>'
        for lang in _LANGS
    )
    articles = "".join(_article(title, sections, made, lang) for lang in _LANGS)
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        # Nothing may be fetched and no script run, whatever a customer wrote.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f"<title>{printable(title.zh)}</title><style>{style}</style></head>"
        f'<body class="voc">{switches}{articles}</body></html>\n'
    )


def markdown(title: Both, sections: Sequence[Section], made: Both, lang: Lang = "zh") -> str:
    """Write the same as Markdown, in one language."""
    parts = [f"# {title.text(lang)}"]
    for section in sections:
        parts.append(f"## {section.title.text(lang)}")
        parts += filter(None, (block.markdown(lang) for block in section.blocks))
    return "\n\n".join((*parts, f"---\n\n{made.text(lang)}")) + "\n"


def _article(title: Both, sections: Sequence[Section], made: Both, lang: Lang) -> str:
    links = "".join(
        f'<li><a href="#{section.id}-{lang}">{printable(section.title.text(lang))}</a></li>'
        for section in sections
    )
    body = "".join(_section(section, lang) for section in sections)
    return (
        f'<main class="{lang}" lang="{lang}"><h1>{printable(title.text(lang))}</h1>'
        f'<nav aria-label="{_CONTENTS.text(lang)}"><ul>{links}</ul></nav>{body}'
        f"<footer>{printable(made.text(lang))}</footer></main>"
    )


def _section(section: Section, lang: Lang) -> str:
    id = f"{section.id}-{lang}"
    blocks = "".join(block.html(lang) for block in section.blocks)
    return (
        f'<section aria-labelledby="{id}"><h2 id="{id}">'
        f"{printable(section.title.text(lang))}</h2>{blocks}</section>"
    )
