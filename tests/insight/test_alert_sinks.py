import hmac
import json
import logging
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from alerting import alert

from voc.errors import DeliveryError, InputError
from voc.insight.alert_sinks import CallbackSink, JsonlSink, LogSink, WebhookSink, signature


@contextmanager
def receiver(*statuses):
    """A server that answers with these statuses, one after the other, and keeps what it got."""
    got, answers = [], list(statuses)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(answers.pop(0))
            self.send_header("Location", self.path + "elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", got
        finally:
            server.shutdown()
            thread.join()


def webhook(url, **more):
    return WebhookSink(url=url, secret="秘密", wait=0, **more)


def test_a_webhook_gets_the_alert_signed():
    with receiver(204) as (url, got):
        webhook(url).send(alert())
    headers, body = got[0]
    assert json.loads(body)["why_zh"] == "安全风险。"
    assert headers["Idempotency-Key"] == "a1"
    stamp = headers["X-Voc-Timestamp"]
    expected = hmac.new("秘密".encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
    assert headers["X-Voc-Signature"] == f"sha256={expected}" == signature("秘密", stamp, body)


def test_it_tries_again_with_the_same_key():
    with receiver(503, 429, 200) as (url, got):
        webhook(url).send(alert())
    assert [headers["Idempotency-Key"] for headers, _ in got] == ["a1"] * 3


def test_it_waits_longer_each_time(monkeypatch):
    waits = []
    monkeypatch.setattr("voc.insight.alert_sinks.time.sleep", waits.append)
    with receiver(500, 500, 500) as (url, _), pytest.raises(DeliveryError, match="500 after 3"):
        WebhookSink(url=url, secret="秘密").send(alert())
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 302, 307])
def test_it_does_not_insist_nor_follow(status):
    with receiver(status) as (url, got), pytest.raises(DeliveryError, match=f"{status} after 1"):
        webhook(url).send(alert())
    assert len(got) == 1


def test_nobody_there():
    with receiver() as (url, _):
        pass
    with pytest.raises(DeliveryError) as caught:
        webhook(url, tries=2).send(alert())
    assert "ConnectionRefusedError" in str(caught.value) or "URLError" in str(caught.value)
    assert "秘密" not in str(caught.value)
    assert "冒烟" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["file:///etc/hosts", "ftp://example.com", "example.com", "http://"]
)
def test_only_http(url):
    with pytest.raises(InputError, match="expected http or https"):
        webhook(url)


def test_secrets_are_asked_for_and_not_shown():
    with pytest.raises(InputError, match="secret"):
        WebhookSink(url="https://example.com", secret="")
    shown = repr(webhook("https://example.com/token"))
    assert "秘密" not in shown
    assert "token" not in shown


def test_the_log_never_tells_what_was_said(caplog):
    with caplog.at_level(logging.INFO):
        LogSink().send(alert(tell=("zhang@example.com",)))
    assert caplog.messages == ["a1 rule=safety category=quality.safety"]


def test_a_callback():
    got = []
    CallbackSink(got.append).send(alert())
    assert got == [alert()]


def test_a_file_has_each_alert_once(tmp_path):
    path = tmp_path / "alerts.jsonl"
    JsonlSink(path).send(alert())
    with path.open("ab") as file:
        file.write('{"id": "a2", "quotes": ["冒'.encode()[:-1])  # a crash while writing
    again = JsonlSink(path)
    for id in ("a1", "a2", "a2", "a3"):
        again.send(alert(id, quotes=("\ud800冒烟",)))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a1", "a2", "a3"]
