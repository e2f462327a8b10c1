"""``voc.report``: all that was found, in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from voc.collect.write import whole_file
from voc.errors import InputError
from voc.insight.alert_rules import Rules, rules_of
from voc.insight.bilingual import Both
from voc.insight.reading import facts_of
from voc.labels import Lang
from voc.reporting.blocks import Section
from voc.reporting.masked import masked
from voc.reporting.page import markdown, page
from voc.reporting.sections import sections
from voc.topic_model.topic import Topics

_TITLE = Both("客户声音报告", "Voice of the customer")
_KINDS = (".html", ".md")


@dataclass(frozen=True)
class Report:
    """Sections of findings, in Chinese and in English.

    Attributes
    ----------
    title : Both
    sections : sequence of Section
    made : Both
        The line at its end.
    """

    title: Both
    sections: Sequence[Section]
    made: Both

    def to_html(self) -> str:
        """One page in both languages that fetches nothing and runs no script."""
        return page(self.title, self.sections, self.made)

    def to_markdown(self, lang: Lang = "zh") -> str:
        """The same in one language, as Markdown.

        Parameters
        ----------
        lang : "zh" or "en"
        """
        return markdown(self.title, self.sections, self.made, lang)

    def save(self, path: str | Path, *, lang: Lang = "zh", overwrite: bool = False) -> None:
        """Write a file; it appears whole or not at all.

        Parameters
        ----------
        path : str or Path
            Ends in ".html" or ".md".
        lang : "zh" or "en"
            Of the Markdown.
        overwrite : bool

        Raises
        ------
        InputError
            It exists, its folder does not, or it ends in something else.
        """
        path = Path(path)
        check_path(path, overwrite=overwrite)
        text = self.to_html() if path.suffix.lower() == ".html" else self.to_markdown(lang)
        with whole_file(path) as part:
            # A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
            part.write_text(text, encoding="utf-8", errors="replace")

    def _repr_html_(self) -> str:
        from voc._html import printable

        return f'<iframe title="{self.title.zh}" srcdoc="{printable(self.to_html())}" style="width:100%;height:40em;border:1px solid #ccc"></iframe>'

    def __repr__(self) -> str:
        return f"Report({', '.join(section.id for section in self.sections)})"


def report(
    source: Any,  # noqa: ANN401
    path: str | Path | None = None,
    *,
    topics: Topics | None = None,
    title: str | None = None,
    outcome: str = "score",
    rules: Rules | str | Path | None = None,
    lang: Lang = "zh",
    overwrite: bool = False,
) -> Report:
    """Put all findings into one file that a manager can open.

    Headline numbers, alerts, ranked pains and needs with quotes, the journey map, topics, trends,
    drivers, personas, method and limits. Quotes are masked and escaped. A section that lacks what it
    needs, as trends lack times, says so; the others are still made.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or pandas.DataFrame of records
    path : str or Path, optional
        File to write: ".html" (both languages, for screen, phone and paper) or ".md".
    topics : Topics, optional
        ``voc.topics(result).topics``; without them that section is left out.
    title : str, optional
    outcome : str
        What drivers go with: "score", or a key of the voices' ``meta``.
    rules : Rules or path, optional
        For alerts.
    lang : "zh" or "en"
        Of Markdown.
    overwrite : bool
        Replace the file.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        The source is none of these, the file cannot be written, or the rules have a mistake.

    Examples
    --------
    >>> import voc
    >>> report(voc.classify(["等了三天才发货", "客服很热情"])).to_markdown().splitlines()[:3]
    ['# 客户声音报告', '', '## 总览']
    """
    if path is not None:
        check_path(Path(path), overwrite=overwrite)  # before the work, not after it
    facts = masked(facts_of(source))
    given = None if rules is None else rules_of(rules)
    found = sections(facts, topics=topics, outcome=outcome, rules=given)
    made = Report(_TITLE if title is None else Both(title, title), found, _made())
    if path is not None:
        made.save(path, lang=lang, overwrite=overwrite)
    return made


def check_path(path: Path, *, overwrite: bool) -> None:
    """Refuse a file that a report cannot be written to.

    Raises
    ------
    InputError
        It exists, its folder does not, or it ends in something else.
    """
    if path.suffix.lower() not in _KINDS:
        raise InputError(f"{path} ends in {path.suffix!r}; expected {' or '.join(_KINDS)}")
    if not path.parent.is_dir():
        raise InputError(f"the folder of {path} does not exist; make it first")
    if path.is_dir() or (path.exists() and not overwrite):
        raise InputError(f"{path} exists; choose another name or pass overwrite=True")


def _made() -> Both:
    import voc

    when = f"{datetime.now():%Y-%m-%d %H:%M}"
    return Both(
        f"由 voc {voc.__version__} 生成于 {when}。", f"Made by voc {voc.__version__}, {when}."
    )
