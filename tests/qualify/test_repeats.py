from voc.collect import recent as module
from voc.qualify.loading import load
from voc.qualify.repeats import Repeats
from voc.text.normalize import normalize_batch
from voc.types import TaggedVoice, Voice

LEXICON = load("lexicon")


def voices(*texts, first=0):
    return [Voice(id=str(first + i), text=text) for i, text in enumerate(texts)]


class Counting:
    """Notes the texts that an analyzer is asked for."""

    def __init__(self, analyzer=LEXICON):
        self.analyzer, self.texts = analyzer, []

    def __call__(self, batch, views):
        assert [view == normalize_batch([v.text]).texts()[0] for v, view in zip(
            batch, views.texts(), strict=True
        )] == [True] * len(batch)  # fmt: skip
        self.texts += [voice.text for voice in batch]
        return self.analyzer.tag(batch, views)


def read(repeats, batch):
    return repeats(batch, normalize_batch([voice.text for voice in batch]))


def test_a_repeated_text_is_read_once_and_told_of_each_voice():
    counting = Counting()
    repeats = Repeats(counting)
    first = voices("发货太慢", "ＡＰＰ闪退", "发货太慢", "")
    second = voices("发货太慢", "客服好", first=4)
    tagged = read(repeats, first) + read(repeats, second)
    assert counting.texts == ["发货太慢", "ＡＰＰ闪退", "", "客服好"]
    assert tagged == LEXICON.tag(first + second)
    assert [t.voice for t in tagged] == first + second


def test_old_and_long_texts_are_forgotten(monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 2)
    monkeypatch.setattr(module, "_LONGEST", 5)
    counting = Counting()
    repeats = Repeats(counting)
    for text in ("一", "二", "三", "一", "发货实在是太慢了", "发货实在是太慢了"):
        read(repeats, voices(text))
    assert len(repeats) == 2
    assert counting.texts == ["一", "二", "三", "一", "发货实在是太慢了", "发货实在是太慢了"]


def test_a_text_that_fails_fails_for_each_voice_and_is_tried_again():
    class Broken:
        name, pairs = "broken", ()

        def score(self, clauses):
            raise ValueError

    def failing(batch, views):
        calls.append(len(batch))
        analyzer = type(LEXICON)("broken@1", Broken(), LEXICON.decoding, LEXICON.taxonomy)
        return analyzer.tag(batch, views)

    calls: list[int] = []
    repeats = Repeats(failing)
    tagged: list[TaggedVoice] = read(repeats, voices("炸", "炸"))
    assert [t.voice.marks for t in tagged] == [{"failed"}, {"failed"}]
    assert [t.voice.error.split(":")[0] for t in tagged] == ["voice 0", "voice 1"]
    read(repeats, voices("炸"))
    assert calls == [1, 1]
