import pickle
from dataclasses import replace

from samples import FULL, PLAIN, tagged

from voc.qualify.wire import from_plain, plain_tags, plain_voices, with_tags
from voc.types import Voice


def sent(plain):
    return pickle.loads(pickle.dumps(plain))


def test_what_tagging_reads_goes_out():
    odd = Voice(id="2", text="\0\ud800慢", meta={"column": lambda: None})
    given = [FULL.voice, odd]
    [full, other] = from_plain(sent(plain_voices(given)))
    assert (full.id, full.text, full.marks, full.error) == (
        FULL.voice.id, FULL.voice.text, FULL.voice.marks, FULL.voice.error,
    )  # fmt: skip
    assert (other.id, other.text, other.marks, other.error) == ("2", odd.text, frozenset(), None)


def test_what_was_said_comes_back_to_the_voices():
    given = [FULL, PLAIN]
    voices = [one.voice for one in given]
    back = with_tags(voices, sent(plain_tags(given, voices)))
    assert back == given
    assert [one.voice for one in back] == voices
    assert all(one.voice is voice for one, voice in zip(back, voices, strict=True))


def test_a_voice_that_failed_comes_back_marked_and_whole():
    voice = replace(FULL.voice, marks=frozenset({"duplicate"}), error=None)
    seen = Voice(id=voice.id, text=voice.text, marks=voice.marks)
    failed = replace(seen, marks=frozenset({"duplicate", "failed"}), error="voice 1: …")
    plain = plain_tags([replace(tagged(), voice=failed)], [seen])
    [back] = with_tags([voice], sent(plain))
    assert back.voice == replace(voice, marks=failed.marks, error=failed.error)
    assert back.voice.meta == FULL.voice.meta


def test_nothing_costs_nothing():
    assert from_plain(plain_voices([])) == with_tags([], plain_tags([], [])) == []
