"""Profile (体验档案): what one customer went through, from the first voice to the last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from voc._charts import COLOURS, figure
from voc._html import printable
from voc.collect.mask import Masker
from voc.errors import InputError
from voc.insight._profile_parts import (
    ChurnHint,
    Moment,
    OpenPain,
    Point,
    churn_hints,
    open_pains,
    told_again,
)
from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.insight.quotes import quoted
from voc.insight.reading import facts_of
from voc.labels import Lang, label_name
from voc.table import Column, Table, number
from voc.taxonomy import category_name
from voc.types import KINDS, STAGES

if TYPE_CHECKING:
    import plotly.graph_objects as go

_LONGEST = 60  # characters of a quote
_SHOWN = 3  # quotes of a voice


class Profile(Table[Moment]):
    """The time line of one customer, a row for each voice, and what it adds up to.

    Attributes
    ----------
    customer : str
        A pseudonym, unless the real id was asked for.
    stages : tuple of (str, int)
        Stages of the journey that were spoken of, in its order, and in how many voices.
    open_pains : tuple of OpenPain
        Without a later praise of the same leaf, and left out of fewer than two later voices.
    told_again : tuple of (str, int)
        Pains told in more than one voice, and in how many.
    churn_hints : tuple of ChurnHint
        Signs with their evidence; no forecast.
    """

    TITLE = Column("体验档案", "customer profile")
    COLUMNS = (
        Column("时间", "when"),
        Column("渠道", "channel"),
        Column("阶段", "stage"),
        Column("情感", "mood"),
        Column("情感分", "polarity", number=True),
        Column("原话", "said"),
    )
    ROW = Moment

    def __init__(self, rows: Sequence[Moment], customer: str, facts: Facts) -> None:
        super().__init__(rows, facts.taxonomy)
        self.customer = customer
        self.stages = _stages(rows)
        self.open_pains: tuple[OpenPain, ...] = open_pains(rows)
        self.told_again = told_again(rows)
        self.churn_hints: tuple[ChurnHint, ...] = churn_hints(rows)

    def cells(self, row: Moment, lang: Lang) -> Sequence[str]:
        """What a voice shows."""
        stages = [label_name("stage", stage, lang) for stage in _stages_of(row)]
        mood = [
            label_name(name, label, lang)
            for name, label in (("sentiment", row.sentiment), ("emotion", row.emotion))
            if label is not None
        ]
        return (
            f"{row.when:%Y-%m-%d}" if row.when else "—",
            label_name("channel", row.channel, lang) if row.channel else "—",
            "、".join(stages) or "—",
            " · ".join(dict.fromkeys(mood)) or "—",
            number(row.polarity),
            quoted(point.quote for point in row.points[:_SHOWN]) or "—",
        )

    def summary(self, lang: Lang = "zh") -> tuple[str, ...]:
        """What the voices add up to, a sentence each."""
        zh = lang == "zh"
        lines = [_volume(self, zh), *self._sentences(lang)]
        lines += [hint.text(lang) + _evidence(hint, zh) for hint in self.churn_hints]
        return tuple(lines)

    def to_markdown(self, lang: Lang = "zh") -> str:
        """Heading, sentences and time line as Markdown."""
        head = f"## {self.TITLE.heading(lang)} {self.customer}"
        points = "\n".join(f"- {' '.join(line.split())}" for line in self.summary(lang))
        return f"{head}\n\n{points}\n\n{super().to_markdown(lang)}"

    def plot(self) -> go.Figure:
        """The mood from voice to voice; those without a time or a mood are not shown.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        picture = figure(f"体验档案 {self.customer}", caller="Profile.plot")
        shown = [row for row in self if row.when is not None and row.polarity == row.polarity]
        picture.add_scatter(
            x=[row.when for row in shown],
            y=[row.polarity for row in shown],
            text=[printable(self.cells(row, "zh")[-1]) for row in shown],
            mode="lines+markers",
            line={"color": "#767676"},
            marker={
                "color": [COLOURS.get(row.sentiment or "", "#767676") for row in shown],
                "size": 11,
            },
        )
        picture.update_yaxes(range=[-1.05, 1.05], title="情感分")
        return picture

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{printable(line)}</li>" for line in self.summary())
        return (
            f'<div class="voc" lang="zh"><h3>{self.TITLE.zh} {printable(self.customer)}</h3>'
            f"<ul>{lines}</ul>{self.to_html()}</div>"
        )

    def __repr__(self) -> str:
        return f"Profile({self.customer}, {len(self)} voices)"

    def _sentences(self, lang: Lang) -> list[str]:
        zh = lang == "zh"
        lines = []
        if self.stages:
            told = "、".join(f"{label_name('stage', id, lang)} {n}" for id, n in self.stages)
            lines.append(f"经过的阶段（声音数）：{told}。" if zh else f"Stages (voices): {told}.")
        for pain in self.open_pains:
            name, since = category_name(pain.category, self.taxonomy, lang), _day(pain)
            lines.append(
                f"未了的痛点：{name}，{pain.voices} 次，最重 {pain.severity} 级，"
                f"{since} 起，{quoted([pain.quote])}。"
                if zh
                else f"Open pain: {name}, {pain.voices} voices, severity up to {pain.severity}, "
                f"since {since}, {quoted([pain.quote])}."
            )
        for category, n in self.told_again:
            name = category_name(category, self.taxonomy, lang)
            lines.append(
                f"反复说到：{name}，{n} 次。" if zh else f"Told again: {name}, {n} voices."
            )
        return lines


def profile(
    source: Any,  # noqa: ANN401
    customer: str,
    *,
    salt: str = "",
    show_customer: bool = False,
) -> Profile:
    """Tell what one customer went through.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or table of records
        A table lacks voices without records, flags and moods.
    customer : str
        As in ``Voice.customer``.
    salt : str
        A secret for the pseudonyms of the customer and of personal data in quotes. With an empty
        one, whoever knows all ids can tell who it is.
    show_customer : bool
        Show the id itself; quotes are masked all the same.

    Returns
    -------
    Profile
        In order of time; voices without a time come last.

    Raises
    ------
    InputError
        No voice of that customer.

    Notes
    -----
    A pain is open until a later voice of the customer praises the same leaf, or two later voices
    leave it out. That nobody speaks of it again does not prove that it is settled, least of all if
    the customer is gone.

    Examples
    --------
    >>> import voc
    >>> told = profile(voc.load_corpus("demo").annotated, "C0625")
    >>> told
    Profile(〔客户e9843f3e83fb〕, 3 voices)
    >>> told.told_again
    (('delivery.speed', 3),)
    """
    facts = facts_of(source)
    places = {name: place for place, name in enumerate(facts.customer.values)}
    if str(customer) not in places:
        raise InputError(
            f"got a customer without voices; expected one of the {len(places)} in this source; "
            "look ids up in the column customer of to_frame('voices')"
        )
    masker = Masker(salt)
    voices = np.flatnonzero(facts.customer.codes == places[str(customer)])
    rows = [_moment(facts, voice, masker) for voice in _in_time(facts, voices)]
    shown = str(customer) if show_customer else masker.customer(str(customer))
    return Profile(rows, shown, facts)


def _in_time(facts: Facts, voices: Ints) -> list[int]:
    ordered: list[int] = voices[np.argsort(facts.time[voices], kind="stable")].tolist()  # NaT last
    return ordered


def _moment(facts: Facts, voice: int, masker: Masker) -> Moment:
    rows = np.flatnonzero(facts.voice == voice).tolist()
    return Moment(
        voice_id=str(facts.id[voice]),
        when=facts.time[voice].item(),
        channel=facts.channel.text(voice),
        product=facts.product.text(voice),
        sentiment=facts.sentiment.text(voice),
        emotion=facts.emotion.text(voice),
        polarity=float(facts.polarity[voice]),
        urgency=int(facts.urgency[voice]),
        score=float(facts.score[voice]),
        flags=tuple(sorted(facts.flags[voice])),
        points=tuple(_point(facts, row, masker) for row in rows),
    )


def _point(facts: Facts, row: int, masker: Masker) -> Point:
    quote = masker.mask(facts.quote[row]).text
    return Point(
        kind=KINDS[facts.kind[row]],
        category=facts.category.text(row) or "",
        severity=int(facts.severity[row]),
        stage=facts.stage.text(row),
        quote=quote if len(quote) <= _LONGEST else f"{quote[: _LONGEST - 1]}…",
    )


def _stages(rows: Sequence[Moment]) -> tuple[tuple[str, int], ...]:
    counts = Counter(stage for row in rows for stage in _stages_of(row))
    return tuple((stage, counts[stage]) for stage in STAGES if stage in counts)


def _stages_of(row: Moment) -> list[str]:
    told = {point.stage for point in row.points}
    return [stage for stage in STAGES if stage in told]


def _volume(told: Profile, zh: bool) -> str:
    days = [row.when for row in told if row.when is not None]
    moods = [row.polarity for row in told if row.polarity == row.polarity]
    line = f"{len(told)} 条声音" if zh else f"{len(told)} voices"
    if days:
        line += f"，{days[0]:%Y-%m-%d} 至 {days[-1]:%Y-%m-%d}" if zh else (
            f", {days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}"
        )  # fmt: skip
    if moods:
        course = f"{moods[0]:+.2f} → {moods[-1]:+.2f}"
        line += f"；情感分 {course}" if zh else f"; polarity {course}"
    return line + ("。" if zh else ".")


def _evidence(hint: ChurnHint, zh: bool) -> str:
    words = quoted(hint.evidence)
    return f"（{words}）" if zh and words else f" ({words})" if words else ""


def _day(pain: OpenPain) -> str:
    return f"{pain.since:%Y-%m-%d}" if pain.since else "—"
