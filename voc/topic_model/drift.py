"""Whether what comes in now is still like what the topics were learned from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import isnan, nan
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voc._charts import COLOURS, PALETTE, figure
from voc.errors import InputError
from voc.insight.codes import Ints
from voc.labels import Lang
from voc.statistics.many import check_alpha
from voc.statistics.proportions import Floats
from voc.table import Column, Table, number, p_value, percent
from voc.topic_model.calendar import Period, calendar_of
from voc.topic_model.period_fit import TopicFit, verdict
from voc.topic_model.shift import lower_scores, stability_index

if TYPE_CHECKING:
    import plotly.graph_objects as go

Units = tuple[Ints, Floats]

_SHIFTED = 0.2  # a stability index that is usually called a shift
_MORE_OUTLIERS = 0.05
_COLOURS = {True: PALETTE[0], False: COLOURS["negative"], None: "#b0b0b0"}


class TopicDrift(Table[TopicFit]):
    """One row a period, in order of time."""

    TITLE = Column("话题是否仍适用", "Do the topics still fit")
    ROW = TopicFit
    COLUMNS: ClassVar = (
        Column("时段", "period"),
        Column("条数", "units", number=True),
        Column("无话题", "no topic", number=True),
        Column("学习时", "when learned", number=True),
        Column("贴合度", "fit", number=True),
        Column("学习时", "when learned", number=True),
        Column("PSI", "PSI", number=True),
        Column("校正后 p", "adjusted p", number=True),
        Column("结论", "verdict"),
    )

    @property
    def latest(self) -> TopicFit | None:
        """The last period that has enough units; None where there is none."""
        return next((row for row in reversed(self) if row.fits is not None), None)

    @property
    def refit(self) -> bool:
        """Whether learning the topics anew is advised: they do not fit the latest period."""
        return self.latest is not None and not self.latest.fits

    def sentence(self, lang: Lang = "zh") -> str:
        """The verdict on the latest period."""
        if self.latest is None:
            return {"zh": "新内容太少，无法判断。", "en": "Too few new units to tell."}[lang]
        return self.latest.sentence(lang)

    def cells(self, row: TopicFit, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        return (
            "—" if row.start is None else row.start.isoformat(),
            str(row.units),
            percent(row.outliers),
            percent(row.outliers_learned),
            number(row.score),
            number(row.score_learned),
            number(row.index),
            p_value(row.p),
            verdict(row.fits, lang),
        )

    def plot(self) -> go.Figure:
        """Share without a topic and mean fit of each period; dotted is what was learned from.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        made = figure(
            self.TITLE.zh,
            "TopicDrift.plot",
            height=460,
            showlegend=False,
            xaxis={"type": "category"},
            yaxis={"title": {"text": "平均贴合度"}, "domain": [0, 0.45]},
            yaxis2={"title": {"text": "无话题"}, "domain": [0.55, 1], "tickformat": ".1%"},
        )
        when = [self.cells(row, "zh")[0] for row in self]
        for axis, name in (("y", "score"), ("y2", "outliers")):
            marker = {"color": [_COLOURS[row.fits] for row in self]}
            said = [verdict(row.fits, "zh") for row in self]
            made.add_bar(
                x=when, y=[getattr(row, name) for row in self], yaxis=axis, marker=marker,
                hovertext=said,
            )  # fmt: skip
            made.add_scatter(
                x=when, y=[getattr(row, f"{name}_learned") for row in self], yaxis=axis,
                mode="lines", line={"dash": "dot", "color": "#1a1a1a"}, name="学习时",
            )  # fmt: skip
        return made


def topic_drift(
    learned_labels: ArrayLike,
    learned_scores: ArrayLike,
    labels: ArrayLike,
    scores: ArrayLike,
    times: ArrayLike | None = None,
    *,
    period: Period | Literal["auto"] = "auto",
    level: float = 0.05,
    smallest: int = 50,
) -> TopicDrift:
    """Compare how well topics fit new units with how well they fit what they were learned from.

    A refit is advised where the scores are lower beyond chance and by much (stability index above
    0.2), or where 5 points more of the units have no topic, beyond chance as well.

    Parameters
    ----------
    learned_labels, learned_scores : array_like of shape (n_learned,)
        Topic (-1: none) and fit score, higher is better, of what the topics were learned from;
        best of units that were assigned, as new ones are, and not the ones of the fit itself.
    labels, scores : array_like of shape (n_units,)
        Of what came in since.
    times : array_like of datetime64 of shape (n_units,), optional
        By default all are one period; units without a time (NaT) are left out.
    period : "auto", "day", "week" or "month"
    level : float
        Chance of advising a refit of any period although nothing changed, in (0, 1).
    smallest : int
        Periods of fewer units are not judged.

    Returns
    -------
    TopicDrift

    Raises
    ------
    InputError
        Nothing was learned from, lengths differ, or ``level`` is out of range.

    Notes
    -----
    Population stability index over tenths of the learned scores; one-sided Kolmogorov-Smirnov test
    of lower scores, and Fisher's exact test of more units without a topic. Each takes half of
    ``level``, adjusted over all periods by Holm and by Bonferroni. Units are taken as independent,
    those of one voice too.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> drift = topic_drift(
    ...     np.zeros(500, int), rng.normal(0.6, 0.1, 500),
    ...     np.repeat([0, -1], [150, 50]), rng.normal(0.5, 0.1, 200),
    ... )  # fmt: skip
    >>> drift.refit
    True
    >>> print(drift.sentence())
    建议重新学习话题：200条里25.0%不属于任何话题（学习时0.0%），平均贴合度0.50（学习时0.60）。
    """
    check_alpha(level, "level")
    learned = _units(learned_labels, learned_scores)
    if not len(learned[0]):
        raise InputError("got nothing that the topics were learned from; give at least one unit")
    new = _units(labels, scores)
    if times is None or not len(new[0]):
        parts: list[tuple[date | None, Units]] = [(None, new)] if len(new[0]) else []
    else:
        parts = list(_by_period(new, times, period))
    return TopicDrift(_fits(learned, parts, level / 2, smallest))


def _units(labels: ArrayLike, scores: ArrayLike) -> Units:
    labels, scores = np.asarray(labels, dtype=np.int64), np.asarray(scores, dtype=np.float64)
    if labels.shape != scores.shape:
        raise InputError(f"got {scores.size} scores for {labels.size} labels; give one each")
    return labels, scores


def _by_period(
    units: Units, times: ArrayLike, period: Period | Literal["auto"]
) -> Iterable[tuple[date, Units]]:
    calendar = calendar_of(times, period)
    labels, scores = units
    if len(calendar.places) != len(labels):
        raise InputError(
            f"got {len(calendar.places)} times for {len(labels)} labels; give one each"
        )
    for place, start in enumerate(calendar.starts.tolist()):
        inside = calendar.places == place
        yield start, (labels[inside], scores[inside])


def _fits(
    learned: Units, parts: Sequence[tuple[date | None, Units]], level: float, smallest: int
) -> Iterable[TopicFit]:
    known = _known(learned[1])
    news = [_known(scores) for _, (_, scores) in parts]
    judged = [len(labels) >= smallest for _, (labels, _) in parts]
    p = lower_scores(
        known, [new if enough else new[:0] for new, enough in zip(news, judged, strict=True)]
    )
    of_each = level / max(1, sum(judged))
    for place, (start, (labels, _)) in enumerate(parts):
        tested = not isnan(p[place])
        index = stability_index(known, news[place]) if tested else nan
        fits = None
        if judged[place]:
            lower = tested and p[place] < level and index > _SHIFTED
            fits = not lower and not _more_outliers(learned[0], labels, of_each)
        yield TopicFit(
            start=start,
            units=len(labels),
            outliers=_mean(labels < 0),
            outliers_learned=_mean(learned[0] < 0),
            score=_mean(news[place]),
            score_learned=_mean(known),
            index=index,
            p=float(p[place]),
            fits=fits,
        )


def _more_outliers(learned: Ints, labels: Ints, level: float) -> bool:
    from scipy.stats import fisher_exact

    table = [
        [np.count_nonzero(part < 0), np.count_nonzero(part >= 0)] for part in (labels, learned)
    ]
    more = _mean(labels < 0) - _mean(learned < 0) >= _MORE_OUTLIERS
    return bool(more and fisher_exact(table, alternative="greater").pvalue < level)


def _known(scores: Floats) -> Floats:
    return np.asarray(scores[~np.isnan(scores)])


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
    return float(np.mean(values)) if len(values) else nan
