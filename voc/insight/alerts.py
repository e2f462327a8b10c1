"""Alerts of voices that are there: which ones somebody must be told of, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc._charts import figure
from voc.insight._alert_repeats import repeat_alerts
from voc.insight._alert_said import Voices
from voc.insight._alert_spikes import spike_alerts
from voc.insight._alert_voices import voice_alerts
from voc.insight.alert import Alert, Context
from voc.insight.alert_rules import Rules, rules_of
from voc.insight.quotes import quoted
from voc.insight.reading import facts_of
from voc.labels import Lang, label_name
from voc.table import Column, Table
from voc.taxonomy import category_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

_EPOCH = datetime(1970, 1, 1)
_ALARMS: Mapping[str, tuple[str, str, str]] = {
    "red": ("红色：立即", "red: now", "#d55e00"),
    "orange": ("橙色：今天", "orange: today", "#e69f00"),
    "yellow": ("黄色：本周", "yellow: this week", "#56b4e9"),
}


class Alerts(Table[Alert]):
    """Alerts, the most alarming first, of these the latest."""

    TITLE = Column("预警", "alerts")
    COLUMNS = (
        Column("级别", "alarm"),
        Column("时间", "when"),
        Column("原因", "why"),
        Column("类别", "category"),
        Column("通知", "tell"),
        Column("原话", "quotes"),
        Column("声音", "voices", number=True),
    )
    ROW = Alert

    def cells(self, row: Alert, lang: Lang) -> Sequence[str]:
        """What an alert shows."""
        zh = lang == "zh"
        return (
            _ALARMS[row.alarm][not zh],
            f"{row.when:%Y-%m-%d %H:%M}" if row.when else "—",
            row.why_zh if zh else row.why_en,
            category_name(row.category, self.taxonomy, lang),
            "、".join(row.tell) if row.tell else label_name("owner", row.owner, lang),
            quoted(row.quotes),
            str(len(row.voice_ids)),
        )

    def plot(self) -> go.Figure:
        """When which rule gave an alert; those without a time are not shown.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        picture = figure("预警", caller="Alerts.plot")
        for alarm, (name, _, colour) in _ALARMS.items():
            shown = [row for row in self if row.alarm == alarm and row.when is not None]
            picture.add_scatter(
                x=[row.when for row in shown],
                y=[row.rule for row in shown],
                text=[row.why_zh for row in shown],
                name=name,
                mode="markers",
                marker={"color": colour, "size": 10},
            )
        return picture


def alerts(source: Any, rules: Rules | str | Path | None = None) -> Alerts:  # noqa: ANN401
    """Find what somebody must be told of at once.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or table of records
        A table knows neither flags nor urgency: rules that ask for them find nothing there.
    rules : Rules or path, optional
        A TOML file like ``voc/data/alert_rules.toml``, which is the default.

    Returns
    -------
    Alerts
        Each with a stable id, so that what was sent once need not be sent again. For voices that
        come in one by one, and for sending, see ``watch``.

    Raises
    ------
    InputError
        A mistake in the rules, with its line; or the source is none of these.

    Notes
    -----
    A voice gives one alert at most. Spikes are conditional negative-binomial tests of a period's
    counts against those before it, in proportion to all voices, with the spread estimated from the
    history and the level shared out among the pains (``voc/insight/_alert_surprise.py``). Voices
    without a time, and customers without an id, only count in rules that need neither.

    Examples
    --------
    >>> import voc
    >>> found = alerts(voc.load_corpus("demo").annotated)
    >>> found[0].alarm, found[0].rule, found[0].tell
    ('red', 'safety', ('产品负责人',))
    """
    facts = facts_of(source)
    context = Context(rules_of(rules), facts.taxonomy)
    voices = Voices(facts)
    found = [
        *voice_alerts(voices, context),
        *repeat_alerts(voices, context),
        *spike_alerts(voices, context),
    ]
    once = {alert.id: alert for alert in reversed(found)}
    return Alerts(sorted(once.values(), key=_urgent_first), facts.taxonomy)


def _urgent_first(alert: Alert) -> tuple[int, float, str]:
    alarm = list(_ALARMS).index(alert.alarm)
    time = (alert.when - _EPOCH).total_seconds() if alert.when else float("-inf")
    return alarm, -time, alert.id
