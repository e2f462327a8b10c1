from dataclasses import replace

import pytest
from alerting import Kept, said

import voc
from voc.errors import InputError
from voc.insight.alert_watch import watch
from voc.insight.alerts import alerts


def in_time(tagged):
    return sorted(tagged, key=lambda one: one.voice.created_at.replace(tzinfo=None))


def test_one_by_one_gives_what_all_at_once_gives():
    demo = in_time(voc.load_corpus("demo").annotated)
    assert {a.id: a for a in watch(demo)} == {a.id: a for a in alerts(demo)}


def test_alerts_come_as_soon_as_the_voice_does():
    read = []

    def stream():
        for n in range(9):
            read.append(n)
            yield said(n, severity=4)

    sink = Kept()
    first = next(watch(stream(), sinks={"mail": sink}))
    assert (first.voice_ids, read, sink.got) == (("0",), [0], [first])


def test_what_was_said_before_a_restart_is_remembered(tmp_path):
    voices = [said(n, day=n, customer="C1") for n in range(3)]
    surge = [said(f"w{n}", day=7 * (n // 5), category="price.value") for n in range(40)]
    surge += [said(f"s{n}", day=56, category="account.access") for n in range(8)]
    surge += [said("last", day=63, category="price.value")]
    whole = in_time([*voices, *surge])
    found = []
    for one in (whole[:3], whole[3:4], whole[4:50], whole[50:51], whole[51:]):  # five processes
        found += watch(one, outbox=tmp_path / "box.db")
    assert [alert.rule for alert in found] == ["repeated-contact", "spike"]
    assert found == list(watch(whole))
    assert list(watch(whole, outbox=tmp_path / "box.db")) == []


def test_what_a_sink_refused_is_sent_in_the_next_run(tmp_path):
    box = tmp_path / "box.db"
    refuses, sink = Kept(fails=99), Kept()
    made = list(watch([said(1, severity=4)], sinks={"mail": refuses}, outbox=box))
    assert (len(made), sink.got) == (1, [])
    assert list(watch([], sinks={"mail": sink}, outbox=box)) == []
    assert sink.got == made


def test_what_could_not_be_read_is_passed_over():
    bad = said(1, severity=4)
    bad = replace(bad, voice=replace(bad.voice, error="line 3: no text"))
    late = [said(2, day=30), said(3, day=-300), said(4, day=None, customer="C1")]
    assert list(watch([bad, *late])) == []


def test_a_mistake_in_the_rules_is_told(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text("rulez = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"rules\.toml:1"):
        next(watch([said(1)], path))
