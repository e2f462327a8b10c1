"""Where alerts go: a log, a file, a web address, a function."""

from __future__ import annotations

import hmac
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPException
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from voc.errors import DeliveryError, InputError
from voc.insight.alert import Alert

_LATER = frozenset({408, 425, 429})  # answers that a repetition may change, as may all from 500 on


class Sink(Protocol):
    """Anything that takes an alert."""

    def send(self, alert: Alert) -> None:
        """Hand an alert on; whatever it raises means that it is to be tried again later."""


@dataclass(frozen=True)
class LogSink:
    """A line in the log ``voc.alerts`` for each alert: id, rule and category, never what was said."""

    level: int = logging.WARNING

    def send(self, alert: Alert) -> None:
        """Log an alert."""
        logger = logging.getLogger("voc.alerts")
        logger.log(self.level, "%s rule=%s category=%s", alert.id, alert.rule, alert.category)


@dataclass(frozen=True)
class CallbackSink:
    """A function that is called with each alert."""

    function: Callable[[Alert], object]

    def send(self, alert: Alert) -> None:
        """Call it."""
        self.function(alert)


@dataclass(frozen=True)
class JsonlSink:
    """A file with one JSON object a line, each alert once.

    An alert whose id is in the file already is not written again, not even after a crash between
    writing and noting that it was written.

    Parameters
    ----------
    path : Path
        It holds quotes of customers: keep it like the voices themselves.

    Examples
    --------
    >>> import tempfile
    >>> alert = Alert(
    ...     id="a1", rule="safety", alarm="red", when=None, why_zh="安全风险。", why_en="Safety.",
    ...     category=None, owner="service", tell=("值班经理",), quotes=("冒烟了",), voice_ids=("1",),
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sink = JsonlSink(Path(folder) / "alerts.jsonl")
    ...     sink.send(alert)
    ...     sink.send(alert)
    ...     sink.path.read_text(encoding="utf-8").count("冒烟了")
    1
    """

    path: Path

    def send(self, alert: Alert) -> None:
        """Append an alert and wait until it is on the disk."""
        if alert.id in self._written:
            return
        line = json.dumps(alert.to_dict(), ensure_ascii=False) + "\n"
        with self.path.open("ab") as file:
            file.write(line.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        self._written.add(alert.id)

    @cached_property
    def _written(self) -> set[str]:
        """Ids in the file; a line that a crash cut off is taken out."""
        if not self.path.exists():
            return set()
        raw = self.path.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if whole != raw:
            os.truncate(self.path, len(whole))
        return {json.loads(line)["id"] for line in whole.splitlines()}


@dataclass(frozen=True, kw_only=True)
class WebhookSink:
    """A web address that gets each alert as JSON, signed.

    Parameters
    ----------
    url : str
        http or https. Redirections are not followed.
    secret : str
        Shared with the receiver, who checks ``X-Voc-Signature`` against ``signature``.
    timeout : float
        Seconds for each try.
    tries : int
        How often at most.
    wait : float
        Seconds before the second try; doubled before each further one.

    Notes
    -----
    ``Idempotency-Key`` is the alert's id. Nobody can promise that a request arrives exactly once:
    when the process or the network dies after the receiver has taken it, it is sent again. A
    receiver that drops a key it knows sees each alert once.

    Examples
    --------
    >>> WebhookSink(url="ftp://example.com", secret="秘密")
    Traceback (most recent call last):
    voc.errors.InputError: url has the scheme 'ftp'; expected http or https with a host; correct it
    """

    url: str = field(repr=False)  # addresses often hold a token
    secret: str = field(repr=False)
    timeout: float = 5.0
    tries: int = 3
    wait: float = 0.5

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"url has the scheme {parts.scheme!r}; expected http or https with a host; "
                "correct it"
            )
        if not self.secret:
            raise InputError("got an empty secret; expected one shared with the receiver; make one")

    def send(self, alert: Alert) -> None:
        """Post an alert; try again where that may help.

        Raises
        ------
        DeliveryError
            The receiver could not be reached, or did not answer with 2xx.
        """
        body = json.dumps(alert.to_dict(), ensure_ascii=False).encode("utf-8", "replace")
        for tried in range(1, self.tries + 1):
            failure, final = self._post(alert.id, body)
            if not failure:
                return
            if final or tried == self.tries:
                raise DeliveryError(f"webhook: {failure} after {tried} tries; alert {alert.id}")
            time.sleep(self.wait * 2 ** (tried - 1))

    def _post(self, id: str, body: bytes) -> tuple[str, bool]:
        """What went wrong ("" for nothing), and whether trying again is of no use."""
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": id,
            "X-Voc-Timestamp": stamp,
            "X-Voc-Signature": signature(self.secret, stamp, body),
        }
        request = Request(self.url, data=body, headers=headers, method="POST")
        try:
            with build_opener(_NoRedirect).open(request, timeout=self.timeout):
                return "", False
        except HTTPError as error:
            error.close()
            return f"HTTP status {error.code}", error.code < 500 and error.code not in _LATER
        except (OSError, HTTPException) as error:
            return type(error).__name__, False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 of time stamp, a dot and body, as ``X-Voc-Signature`` has it.

    A receiver computes it anew, compares with ``hmac.compare_digest``, and refuses old time stamps.

    Examples
    --------
    >>> signature("秘密", "1760000000", b"{}")[:23]
    'sha256=db4e1b96b1b0fdc7'
    """
    message = timestamp.encode() + b"." + body
    return f"sha256={hmac.digest(secret.encode(), message, 'sha256').hex()}"


class _NoRedirect(HTTPRedirectHandler):
    """A redirection could lead quotes to somebody else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> None:
        """Follow none: the answer is then an error like any other."""
