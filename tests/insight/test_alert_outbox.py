import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from alerting import MONDAY, Kept, alert

from voc.errors import InputError
from voc.insight._alert_said import Pain, Said
from voc.insight.alert_outbox import Outbox

SAID = Said("1", MONDAY, "C1", (Pain("delivery.speed", 2, "发货慢"),))


def ids(sink):
    return [alert.id for alert in sink.got]


def test_a_voice_and_its_alerts_are_kept_and_sent_once(tmp_path):
    sink = Kept()
    with Outbox(tmp_path / "box.db") as outbox:
        assert outbox.keep(SAID, [alert(), alert("a2")], ["mail"]) == [alert(), alert("a2")]
        assert outbox.keep(SAID, [alert()], ["mail"]) == []
    with Outbox(tmp_path / "box.db") as outbox:
        assert outbox.knows(SAID)
        assert list(outbox.said()) == [SAID]
        assert (outbox.deliver({"mail": sink}), outbox.deliver({"mail": sink})) == (2, 0)
    assert ids(sink) == ["a1", "a2"]


def test_voices_of_one_id_and_two_times_are_two():
    with Outbox(":memory:") as outbox:
        outbox.keep(SAID, [], [])
        assert not outbox.knows(Said("1", MONDAY + timedelta(days=1), None, ()))
        assert not outbox.knows(Said("1", None, None, ()))


def test_each_sink_by_itself():
    good, bad = Kept(), Kept(fails=1)
    with Outbox(":memory:") as outbox:
        outbox.keep(None, [alert(), alert("a2")], ["good", "bad"])
        assert outbox.deliver({"good": good, "bad": bad}) == 2
        assert (ids(good), ids(bad), outbox.pending()) == (["a1", "a2"], [], 2)
        assert outbox.deliver({"good": good, "bad": bad}) == 0  # it rests
        assert outbox.deliver({"good": good, "bad": bad}, at_once=True) == 2
    assert (ids(good), ids(bad)) == (["a1", "a2"], ["a2", "a1"])


def test_a_sink_that_fails_for_long_gets_all_in_the_end():
    sink = Kept(fails=7)
    with Outbox(":memory:") as outbox:
        outbox.keep(None, [alert(f"a{n}") for n in range(5)], ["mail"])
        tries = 0
        while outbox.pending():
            outbox.deliver({"mail": sink}, at_once=True)
            tries += 1
    assert tries == 8
    assert sorted(ids(sink)) == [f"a{n}" for n in range(5)]


def test_what_failed_is_noted_without_its_words(tmp_path):
    with Outbox(tmp_path / "box.db") as outbox:
        outbox.keep(None, [alert()], ["mail"])
        outbox.deliver({"mail": Kept(fails=1)})
    assert b"13800138000" not in (tmp_path / "box.db").read_bytes()


def test_nothing_is_kept_of_a_voice_when_its_alerts_cannot_be():
    def broken():
        yield alert()
        raise RuntimeError

    with Outbox(":memory:") as outbox:
        with pytest.raises(RuntimeError):
            outbox.keep(SAID, broken(), ["mail"])
        assert not outbox.knows(SAID)
        assert outbox.pending() == 0


def test_lone_surrogates():
    odd = Said("\ud800", None, "\udfff", (Pain("x", 1, "\ud800"),))
    with Outbox(":memory:") as outbox:
        outbox.keep(odd, [alert(quotes=("\ud800",))], ["mail"])
        assert outbox.knows(odd)
        assert outbox.deliver({"mail": Kept()}) == 1


def test_one_process_at_a_time(tmp_path):
    with Outbox(tmp_path / "box.db") as first:
        first.keep(SAID, [], [])
        with pytest.raises(InputError, match="no other process"):
            Outbox(tmp_path / "box.db")


def test_another_file_is_refused(tmp_path):
    (tmp_path / "voices.csv").write_text("发货慢\n" * 100, encoding="utf-8")
    with pytest.raises(InputError, match=r"voices\.csv"):
        Outbox(tmp_path / "voices.csv")


# Dies where it is told to: before a row is stored, before a sink takes an alert, or right after.
DIES = """
import os, sys
from pathlib import Path
from alerting import said
from voc.insight.alert_outbox import Outbox
from voc.insight.alert_sinks import JsonlSink
from voc.insight.alert_watch import watch

where, folder = sys.argv[1], Path(sys.argv[2])

class Dies(JsonlSink):
    def send(self, alert):
        if alert.voice_ids != ("2",):
            return super().send(alert)
        if where == "sent":
            super().send(alert)
        os._exit(9)

outbox = Outbox(folder / "box.db")
if where == "storing":
    outbox._base.set_trace_callback(
        lambda sql: os._exit(9) if sql.startswith("INSERT INTO delivery") else None
    )
list(watch([said(n, severity=4) for n in (1, 2, 3)], sinks={"file": Dies(folder / "a.jsonl")}, outbox=outbox))
"""


@pytest.mark.parametrize("where", ["storing", "stored", "sent"])
def test_no_alert_is_lost_or_doubled_when_the_process_dies(where, tmp_path):
    from alerting import said

    from voc.insight.alert_sinks import JsonlSink
    from voc.insight.alert_watch import watch

    here = Path(__file__).parent
    paths = [str(here), str(here.parent), *sys.path]
    code = f"import sys; sys.path[:0] = {paths!r}\n{DIES}"
    dead = subprocess.run([sys.executable, "-c", code, where, str(tmp_path)], check=False)
    assert dead.returncode == 9

    counted = Kept()

    class Both(JsonlSink):
        def send(self, alert):
            counted.send(alert)
            super().send(alert)

    voices = [said(n, severity=4) for n in (1, 2, 3)]
    sinks = {"file": Both(tmp_path / "a.jsonl")}
    list(watch(voices, sinks=sinks, outbox=tmp_path / "box.db"))
    text = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert [text.count(f'"voice_ids": ["{n}"]') for n in (1, 2, 3)] == [1, 1, 1]
    again = [one.voice_ids for one in counted.got]
    assert len(again) == len(set(again)) == {"storing": 3, "stored": 2, "sent": 2}[where]
    with Outbox(tmp_path / "box.db") as outbox:
        assert outbox.pending() == 0
