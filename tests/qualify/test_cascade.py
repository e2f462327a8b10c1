from dataclasses import replace

import pytest
from samples import record, tagged

from voc.qualify.analyzer import Analyzer
from voc.qualify.cascade import CascadeAnalyzer
from voc.qualify.decode import Decoding
from voc.qualify.explain import explain_voice
from voc.qualify.loading import load
from voc.taxonomy import Taxonomy
from voc.types import Voice


class Stub(Analyzer):
    """As sure of a voice as its text says; 炸 breaks it. ``seen`` is what it was given, call by call."""

    def tag(self, voices, views=None):
        self.engine.append([voice.text for voice in voices])
        return [self._one(voice) for voice in voices]

    def _one(self, voice):
        broken = "炸" in voice.text
        marks = voice.marks | {"failed"} if broken else voice.marks
        sure = 0.0 if broken else float(voice.text)
        kept = replace(voice, marks=marks, error="broken" if broken else voice.error)
        return replace(tagged(), voice=kept, confidence=sure, model=self.name)


def stub(name):
    return Stub(name, [], Decoding(), Taxonomy.load())


def cascade(threshold=0.5, **changes):
    parts = {"first": stub("fast@1"), "second": stub("good@1")} | changes
    return CascadeAnalyzer.of("auto", parts["first"], parts["second"], threshold)


def voices(*texts):
    return [Voice(id=str(i), text=text) for i, text in enumerate(texts)]


def test_what_is_in_doubt_is_read_again_and_stays_in_its_place():
    both = cascade()
    given = voices("0.9", "0.2", "0.5", "0.49")
    result = both.tag(given)
    assert [t.voice for t in result] == given
    assert [t.model for t in result] == ["fast@1", "good@1", "fast@1", "good@1"]
    assert both.second.engine == [["0.2", "0.49"]]


@pytest.mark.parametrize(("threshold", "n"), [(0, 0), (0.1, 1), (1, 2), (1.01, 3)])
def test_the_threshold_goes_from_none_to_all(threshold, n):
    both = replace(cascade(), threshold=threshold)
    models = [t.model for t in both.tag(voices("0.0", "0.99", "1.0"))]
    assert models.count("good@1") == n
    assert both.name == "auto"


def test_one_weak_record_is_doubt_enough():
    class Unsure(Stub):
        def _one(self, voice):
            return replace(super()._one(voice), records=(record(0, 5, confidence=0.4),))

    first = Unsure("fast@1", [], Decoding(), Taxonomy.load())
    [one] = cascade(first=first).tag(voices("0.9"))
    assert one.model == "good@1"


def test_a_voice_that_one_of_them_cannot_tag():
    class Fragile(Stub):
        def _one(self, voice):
            return super()._one(replace(voice, text="炸"))

    kept = cascade(second=Fragile("good@1", [], Decoding(), Taxonomy.load())).tag(voices("0.2"))
    assert [(t.model, t.voice.text, t.voice.error) for t in kept] == [("fast@1", "0.2", None)]
    both = cascade()
    [failed] = both.tag(voices("炸"))
    assert (failed.model, failed.voice.marks) == ("fast@1", {"failed"})
    assert both.second.engine == [[]]


def test_a_row_that_could_not_be_read_is_still_one_voice():
    bad = replace(voices("0.9")[0], error="line 3: too short", marks=frozenset({"bad_row"}))
    assert [t.voice for t in cascade().tag([bad])] == [bad]


class Breaking:
    """The lexicon, but one word is too much for it."""

    def __init__(self, engine):
        self.engine, self.name, self.pairs = engine, engine.name, engine.pairs

    def score(self, clauses):
        if any("炸" in text for text in clauses.texts):
            raise MemoryError
        return self.engine.score(clauses)


def test_a_voice_that_breaks_the_first_sends_no_other_twice():
    first = load("lexicon")
    first = replace(first, engine=Breaking(first.engine))
    seen = []

    class Counting(Analyzer):
        def tag(self, voices, views=None):
            seen.extend(voice.id for voice in voices)
            return super().tag(voices, views)

    second = Counting("again@1", load("lexicon").engine, Decoding(), first.taxonomy)
    texts = [f"太慢了{i}" for i in range(7)] + ["炸了"]
    result = CascadeAnalyzer.of("auto", first, second, 1.01).tag(voices(*texts))
    assert [t.model for t in result] == ["again@1"] * 7 + ["lexicon@1"]
    assert sorted(seen) == list("0123456")


def test_nothing_in_nothing_out():
    assert cascade().tag([]) == []
    assert len(cascade().classify([])) == 0


def test_results_go_through_the_same_door(analyzer):
    texts = ["充电时冒烟了", "就那样吧，说不上来", "", "😀"]
    both = CascadeAnalyzer.of("auto", analyzer, load("lexicon"), 0)
    assert both.classify(texts) == analyzer.classify(texts)
    assert list(replace(both, threshold=1.01).stream(texts)) == list(load("lexicon").stream(texts))


@pytest.mark.parametrize(("threshold", "method"), [(0, "exact"), (1.01, "occlusion")])
def test_a_record_is_explained_by_who_found_it(analyzer, threshold, method):
    both = CascadeAnalyzer.of("auto", analyzer, load("lexicon"), threshold)
    items = explain_voice(both, "充电时冒烟了").items
    assert {item.method for item in items} == {method}
    assert [item.record for item in items] == both.classify("充电时冒烟了").records
