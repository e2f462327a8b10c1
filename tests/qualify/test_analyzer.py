import json
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import voc
from voc.artifact import find_model
from voc.engines.base import Scores
from voc.errors import ArtifactError, InputError, ModelNotFoundError
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.qualify.loading import load
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, STAGES, VOICE_TYPES, Voice


class Marking:
    """Finds a pain in each clause, and breaks on the word 炸; counts the batches it got."""

    name = "marking"
    pairs = (("pain", "delivery.speed"),)

    def __init__(self):
        self.batches = []

    def score(self, clauses):
        self.batches.append(clauses.n_voices)
        if any("炸" in text for text in clauses.texts):
            raise MemoryError("炸")
        n, m = len(clauses), clauses.n_voices
        return Scores(
            np.full((n, 1), 0.8, np.float32),
            np.full((n, 5), 0.2, np.float32),
            np.full((n, len(STAGES)), 1 / 8, np.float32),
            {
                "voice_type": np.full((m, len(VOICE_TYPES)), 1 / 8, np.float32),
                "sentiment": np.full((m, len(SENTIMENTS)), 1 / 4, np.float32),
                "emotion": np.full((m, len(EMOTIONS)), 1 / 9, np.float32),
                "urgency": np.full((m, 4), 1 / 4, np.float32),
                "flags": np.zeros((m, len(FLAGS)), np.float32),
            },
        )


@pytest.fixture
def marking():
    return Analyzer("marking@1", Marking(), Decoding(), Taxonomy.load())


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(find_model("default"), tmp_path / "mine")


def change(folder, **changes):
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config.update(changes)
    path.write_text(json.dumps(config), encoding="utf-8")


def test_an_engine_that_breaks_on_one_text_spoils_no_other(marking):
    texts = [f"太慢了{i}" for i in range(9)]
    texts[4] = "充电时炸了"
    tagged = marking.tag([Voice(id=str(i), text=text) for i, text in enumerate(texts)])
    assert [t.voice.text for t in tagged] == texts
    assert [len(t.records) for t in tagged] == [1, 1, 1, 1, 0, 1, 1, 1, 1]
    failed = tagged[4]
    assert failed.voice.marks == {"failed"}
    assert failed.voice_type == "other"
    assert failed.confidence == 0
    assert failed.voice.error == "voice 4: tagging failed with MemoryError; please report it"
    assert not any(t.voice.error for t in tagged if t is not failed)


def test_a_failed_voice_keeps_the_marks_it_had(marking):
    voice = Voice(id="1", text="炸", marks=frozenset({"duplicate"}))
    [tagged] = marking.tag([voice])
    assert tagged.voice.marks == {"duplicate", "failed"}
    assert voice.marks == {"duplicate"}


def test_no_voices(marking):
    assert marking.tag([]) == []
    assert len(marking.classify([])) == 0
    broken = replace(marking, engine=SimpleNamespace(pairs=(), score=None))
    assert broken.tag([]) == []


def test_silence_is_not_judged(marking):
    [tagged] = marking.classify("。。。")
    assert (tagged.voice_type, tagged.sentiment, tagged.score) == ("other", "neutral", 0)
    assert (tagged.records, tagged.confidence, tagged.model) == ((), 1, "marking@1")


def test_batches_are_bounded_by_voices_and_by_characters(marking):
    assert len(list(marking.stream(f"太慢{i}" for i in range(2500)))) == 2500
    assert marking.engine.batches == [1024, 1024, 452]
    marking.engine.batches.clear()
    assert len(list(marking.stream(f"{i}" + "慢" * 60_000 for i in range(3)))) == 3
    assert marking.engine.batches == [2, 1]


def test_a_stream_reads_no_further_than_it_must(marking):
    def endless():
        while True:
            yield "太慢了"

    stream = marking.stream(endless())
    assert [next(stream).voice.id for _ in range(3)] == ["1", "2", "3"]


def test_a_source_that_is_wrong_as_a_whole_raises_at_the_call(marking):
    with pytest.raises(InputError):
        marking.stream(3)


def test_duplicates_are_marked_and_tagged_all_the_same(marking):
    first, second = marking.classify(["太慢了", "太慢了"])
    assert second.voice.marks == {"duplicate"}
    assert len(first.records) == len(second.records) == 1


def test_progress_goes_to_standard_error_only(marking, capsys):
    result = marking.classify(["太慢了"] * 3, progress=True)
    out, err = capsys.readouterr()
    assert len(result) == 3
    assert out == ""
    assert "3 voices" in err


def test_loading_the_same_model_again_costs_nothing(folder):
    assert load() is load("default")
    assert load(folder) is load(str(folder))
    assert load(folder) is not load()


def test_a_model_trained_anew_in_the_same_folder_is_loaded_anew(folder):
    assert load(folder).name.startswith("default@")
    change(folder, version="9.9")
    assert load(folder).name == "default@9.9"


def test_the_variable_may_change_between_calls(folder, monkeypatch):
    built_in = load("default")
    change(folder, version="9.9")
    folder.rename(folder.parent / "default")
    monkeypatch.setenv("VOC_MODELS", str(folder.parent))
    assert load("default").name == "default@9.9"
    monkeypatch.delenv("VOC_MODELS")
    assert load("default") is built_in


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"engine_config": {}}, "bits"),
        ({"decoding": {"pain": 0.5}}, "record"),
        ({"decoding": None}, "NoneType"),
        ({"name": "x", "engine_config": None}, "NoneType"),
    ],
)
def test_a_config_that_does_not_fit_is_an_artifact_error(folder, changes, named):
    change(folder, **changes)
    with pytest.raises(ArtifactError, match=f"mine: .*{named}.*get the folder anew"):
        load(folder)


def test_an_engine_that_voc_lacks_is_named(folder):
    change(folder, engine="oracle")
    with pytest.raises(ModelNotFoundError, match="needs the engine 'oracle'"):
        load(folder)


def test_an_unknown_model_is_named():
    with pytest.raises(ModelNotFoundError, match=r"No model 'no-such-model'. Available: .*default"):
        load("no-such-model")


def test_the_lexicon_needs_no_model(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    [tagged] = load("lexicon").classify("发货太慢了")
    assert [(r.kind, r.category) for r in tagged.records] == [("pain", "delivery.speed")]
    assert tagged.model == "lexicon@1"


@pytest.mark.parametrize("model", ["default", "lexicon"])
def test_an_own_taxonomy_gives_the_records_and_the_model_the_rest(model, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[category]]\nid = "ship"\nzh = "船"\n'
        '[[category.leaf]]\nid = "ship.mast"\nzh = "桅杆"\naspect = ["桅杆"]\n'
        'pain = ["桅杆断了"]\ntouchpoint = "store"\nlevel = "ease"\n',
        encoding="utf-8",
    )
    analyzer = load(model, taxonomy=path)
    assert analyzer.name == f"{load(model).name}+taxonomy"
    texts = ["刚出海桅杆断了！要求退款", "天气不错", ""]
    result = analyzer.classify(texts)
    [record] = result.records
    assert (record.kind, record.category, record.quote) == ("pain", "ship.mast", "刚出海桅杆断了")
    assert (record.touchpoint, record.level) == ("store", "ease")
    for own, plain in zip(result, load(model).classify(texts), strict=True):
        assert (own.sentiment, own.emotion, own.urgency) == (
            plain.sentiment, plain.emotion, plain.urgency,
        )  # fmt: skip
    assert load(model, taxonomy=Taxonomy.load(path)).classify(texts).records == result.records
    assert voc.classify(texts, model=model, taxonomy=str(path)) == result
