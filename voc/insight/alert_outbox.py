"""Outbox: alerts on disk until each of their sinks has them."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from voc.errors import InputError
from voc.insight._alert_said import Pain, Said
from voc.insight.alert import Alert
from voc.insight.alert_sinks import Sink

_TABLES = """
CREATE TABLE IF NOT EXISTS said (
    place INTEGER PRIMARY KEY, voice TEXT NOT NULL, moment TEXT NOT NULL, customer TEXT,
    pains TEXT NOT NULL, UNIQUE (voice, moment)
);
CREATE TABLE IF NOT EXISTS alert (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
    alert TEXT NOT NULL, sink TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, failure TEXT,
    sent INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (alert, sink)
);
CREATE INDEX IF NOT EXISTS pending ON delivery (sink, tries) WHERE NOT sent;
"""
_LONGEST_REST = 300.0  # seconds that a failing sink is left alone


class Outbox:
    """Alerts on disk, delivered at least once to each sink.

    What a voice leaves behind — that it was read, what later alerts need of it, its alerts, and who
    is to get them — is stored in one transaction: after a crash a voice was either read, and then
    its alerts are there, or not, and then it is read again. An alert is marked as sent after its sink
    took it. A crash between the two sends it again, with the same id: what the sink makes of that is
    its own (``JsonlSink`` writes it once, a webhook gets the same ``Idempotency-Key``).

    Parameters
    ----------
    path : str or Path
        An SQLite file, made when it is not there, used by one process at a time. It holds quotes
        (without personal data) and customers' ids. ":memory:" is lost with the process.

    Raises
    ------
    InputError
        The file is no outbox, or another process uses it.

    Examples
    --------
    >>> with Outbox(":memory:") as outbox:
    ...     outbox.pending()
    0
    """

    def __init__(self, path: str | Path) -> None:
        self._rests: dict[str, tuple[float, float]] = {}  # until when, and for how long
        try:
            self._base = sqlite3.connect(path, isolation_level=None, timeout=1)
            # Two processes at once would send twice.
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        except sqlite3.Error as error:
            raise InputError(
                f"{Path(path).name}: got {error}; expected an outbox that no other process uses; "
                "close that one, or take another file"
            ) from error

    def keep(self, said: Said | None, alerts: Iterable[Alert], sinks: Iterable[str]) -> list[Alert]:
        """Store a voice and its alerts in one transaction.

        Parameters
        ----------
        said : Said or None
            None where the alerts come of no single voice.
        alerts : iterable of Alert
        sinks : iterable of str
            Names of those who are to get them.

        Returns
        -------
        list of Alert
            Those that were not there before.
        """
        names = tuple(sinks)
        self._base.execute("BEGIN IMMEDIATE")
        try:
            if said is not None:
                self._base.execute(
                    "INSERT OR IGNORE INTO said (voice, moment, customer, pains) VALUES (?, ?, ?, ?)",
                    _row(said),
                )
            new = [alert for alert in alerts if self._keep(alert, names)]
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")
        return new

    def knows(self, said: Said) -> bool:
        """Whether a voice of that id and time was read before."""
        found = self._base.execute(
            "SELECT 1 FROM said WHERE voice = ? AND moment = ?", _row(said)[:2]
        )
        return found.fetchone() is not None

    def said(self) -> Iterator[Said]:
        """All voices that were read, in that order."""
        rows = self._base.execute("SELECT voice, moment, customer, pains FROM said ORDER BY place")
        for voice, moment, customer, pains in rows:
            when = datetime.fromisoformat(moment) if moment else None
            yield Said(voice, when, customer, tuple(Pain(*pain) for pain in json.loads(pains)))

    def deliver(self, sinks: Mapping[str, Sink], *, at_once: bool = False) -> int:
        """Send what is pending; what fails stays, and the others go on.

        Parameters
        ----------
        sinks : mapping of str to Sink
            The names are those that the alerts were kept for.
        at_once : bool
            Also try sinks that failed a short while ago; else each rests, twice as long each time.

        Returns
        -------
        int
            How many were sent.
        """
        names = [name for name in sinks if at_once or self._rests.get(name, (0, 0))[0] <= _now()]
        return sum(self._deliver(name, sinks[name]) for name in names)

    def pending(self) -> int:
        """How many deliveries are still to be made."""
        found = self._base.execute("SELECT count(*) FROM delivery WHERE NOT sent").fetchone()
        return int(found[0])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _keep(self, alert: Alert, sinks: tuple[str, ...]) -> bool:
        body = _clean(json.dumps(alert.to_dict(), ensure_ascii=False))
        added = self._base.execute(
            "INSERT OR IGNORE INTO alert (id, body) VALUES (?, ?)", (alert.id, body)
        ).rowcount
        if added:
            rows = [(alert.id, sink) for sink in sinks]
            self._base.executemany("INSERT INTO delivery (alert, sink) VALUES (?, ?)", rows)
        return bool(added)

    def _deliver(self, name: str, sink: Sink) -> int:
        # One that fails for itself alone must not hold back the others: it goes behind them.
        rows = self._base.execute(
            "SELECT body FROM delivery JOIN alert ON alert.id = delivery.alert "
            "WHERE sink = ? AND NOT sent ORDER BY tries, place",
            (name,),
        ).fetchall()
        for sent, (body,) in enumerate(rows):
            if not self._sent(Alert.from_dict(json.loads(body)), name, sink):
                return sent
        return len(rows)

    def _sent(self, alert: Alert, name: str, sink: Sink) -> bool:
        try:
            sink.send(alert)
        except Exception as error:  # a sink may be anybody's function
            # Its message may hold what the customer said.
            self._mark("failure = ?, tries = tries + 1", (type(error).__name__, alert.id, name))
            rest = min(_LONGEST_REST, 2 * self._rests.get(name, (0, 0.5))[1])
            self._rests[name] = (_now() + rest, rest)
            return False
        self._mark("sent = 1, failure = NULL, tries = tries + 1", (alert.id, name))
        self._rests.pop(name, None)
        return True

    def _mark(self, what: str, values: tuple[str, ...]) -> None:
        self._base.execute(f"UPDATE delivery SET {what} WHERE alert = ? AND sink = ?", values)


def _row(said: Said) -> tuple[str, str, str | None, str]:
    pains = [(pain.category, pain.severity, pain.quote) for pain in said.pains]
    return (
        _clean(said.voice),
        said.when.isoformat() if said.when else "",
        None if said.customer is None else _clean(said.customer),
        _clean(json.dumps(pains, ensure_ascii=False)),
    )


def _clean(text: str) -> str:
    """Without lone surrogates, which SQLite cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _now() -> float:
    return time.monotonic()
