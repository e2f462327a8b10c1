import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import voc
from voc.artifact import find_model, save_artifact
from voc.engines.encoder import BODY_FILE, TOKENIZER_FILE
from voc.errors import ArtifactError, InputError, MissingExtraError
from voc.types import STAGES

TEXTS = [
    "充电时冒烟了", "师傅很热情", "充电冒烟，师傅热情！", "", "。。。", "😀🎉", "\0\ud800慢", "hello",
    "<b>冒烟了</b>", "师傅很热情，" * 60, "慢" * 2000,
]  # fmt: skip


@pytest.fixture(scope="module")
def saved(tiny, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "tiny"
    save_artifact(folder, tiny.artifact, evaluation={}, card="# tiny\n")
    return folder


@pytest.fixture
def folder(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "accurate")


def change(folder, **changes):
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(config), encoding="utf-8")


def alike(one, other):
    """Equal but for the last digits of what is sure."""

    def vague(tagged):
        records = tuple(replace(record, confidence=0.0) for record in tagged.records)
        return replace(
            tagged, records=records, confidence=0.0, score=0.0, voice=replace(tagged.voice, id="")
        )

    def sure(tagged):
        return [tagged.confidence, tagged.score, *(record.confidence for record in tagged.records)]

    def bare(tagged):
        return replace(tagged, records=tuple(replace(r, voice_id="") for r in tagged.records))

    assert vague(bare(one)) == vague(bare(other))
    assert sure(one) == pytest.approx(sure(other), abs=1e-3)


def test_an_encoder_is_loaded_from_its_folder_and_classifies(saved):
    analyzer = voc.load(saved)
    assert analyzer is voc.load(str(saved))
    result = voc.classify(TEXTS, model=saved)
    assert not result.errors
    assert [t.voice.text for t in result] == TEXTS
    assert {t.model for t in result} == {"tiny@1"}
    pain, praise, both = result[:3]
    assert [(r.kind, r.category, r.quote, r.severity) for r in pain.records] == [
        ("pain", "quality.safety", "充电时冒烟了", 3),
    ]  # fmt: skip
    assert (pain.sentiment, pain.urgency) == ("negative", 3)
    assert [(r.kind, r.category) for r in praise.records] == [("praise", "service.attitude")]
    assert [r.quote for r in both.records] == ["充电冒烟", "师傅热情"]
    assert result[8].records[0].quote == "冒烟了"
    assert all(r.stage in STAGES for r in result.records)


def test_a_very_long_text_is_read_to_its_end(saved):
    result = voc.classify("师傅很热情，" * 3000 + "冒烟了", model=saved)
    assert result.errors == []
    assert len(result.records) > 2900
    assert (result.records[-1].kind, result.records[-1].quote) == ("pain", "冒烟了")


def test_what_is_said_of_a_voice_does_not_depend_on_its_batch(saved):
    analyzer = voc.load(saved)
    together = analyzer.classify(TEXTS)
    for tagged, text in zip(together, TEXTS, strict=True):
        alike(tagged, analyzer.classify(text)[0])
    for tagged, again in zip(together, reversed(analyzer.classify(TEXTS[::-1])), strict=True):
        alike(tagged, again)


def test_two_threads_may_share_it(saved):
    analyzer = voc.load(saved)
    expected = analyzer.classify(TEXTS)
    with ThreadPoolExecutor(2) as pool:
        assert all(found == expected for found in pool.map(analyzer.classify, [TEXTS] * 8))


def test_it_explains_by_blanking_words_out(saved):
    text = "师傅，<b>烟</b>！"
    items = voc.explain(text, model=saved).items
    assert [item.record for item in items] == voc.classify(text, model=saved).records
    for item in items:
        assert (item.method, item.weights.shape) == ("occlusion", (len(text),))
        assert np.isfinite(item.weights).all()
        assert set(np.flatnonzero(item.weights)) <= {0, 1, 2, 6, 11}  # what the model sees
    [smoke] = [item for item in items if item.record.quote == "烟"]
    assert smoke.top(1)[0].text == "烟"
    assert smoke.top(1)[0].weight > 5  # without its only word there is no record


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_its_packages_the_error_names_the_command(folder, package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)  # importing it now fails
    needed = rf"This model needs {package}\. Install it with: pip install 'voc\[encoder\]'"
    with pytest.raises(MissingExtraError, match=needed):
        voc.load(folder)


@pytest.mark.parametrize("name", [BODY_FILE, TOKENIZER_FILE])
def test_a_folder_without_the_files_of_its_engine_is_refused(folder, name):
    files = json.loads((folder / "config.json").read_text(encoding="utf-8"))["files"]
    change(folder, files={n: s for n, s in files.items() if n != name})
    with pytest.raises(ArtifactError, match=rf"accurate: KeyError '{name}'.*get the folder anew"):
        voc.load(folder)


@pytest.fixture
def models(folder, monkeypatch):
    """``$VOC_MODELS`` with the tiny model as "accurate"."""
    monkeypatch.setenv("VOC_MODELS", str(folder.parent))
    return folder.parent


def test_auto_is_default_and_accurate_with_the_threshold_of_the_latter(models, analyzer):
    change(models / "accurate", auto={"threshold": 1.01})
    auto = voc.load("auto")
    assert (auto.name, auto.threshold, auto.first) == ("auto", 1.01, analyzer)
    assert {t.model for t in auto.classify(TEXTS)} == {"tiny@1"}
    change(models / "accurate", auto={"threshold": 0})
    assert voc.classify(TEXTS, model="auto") == analyzer.classify(TEXTS)


@pytest.mark.parametrize("auto", [None, {}, {"threshold": None}, {"threshold": "low"}])
def test_auto_needs_a_threshold(models, auto):
    change(models / "accurate", auto=auto)
    with pytest.raises(ArtifactError, match=r"accurate: .* no number auto.threshold; take model="):
        voc.load("auto")


def test_auto_takes_no_taxonomy():
    with pytest.raises(InputError, match=r"model='auto' and a taxonomy.*'default' or 'accurate'"):
        voc.load("auto", taxonomy=voc.Taxonomy.load())


def test_an_encoder_goes_with_an_own_taxonomy(saved, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[category]]\nid = "ship"\nzh = "船"\n'
        '[[category.leaf]]\nid = "ship.mast"\nzh = "桅杆"\naspect = ["桅杆"]\n'
        'pain = ["桅杆断了"]\ntouchpoint = "store"\nlevel = "ease"\n',
        encoding="utf-8",
    )
    result = voc.classify("桅杆断了，冒烟了", model=saved, taxonomy=path)
    assert [record.category for record in result.records] == ["ship.mast"]
    assert result[0].sentiment == voc.classify("桅杆断了，冒烟了", model=saved)[0].sentiment


def test_the_default_needs_no_encoder(monkeypatch, tmp_path):
    for package in ("onnxruntime", "tokenizers", "torch", "transformers"):
        monkeypatch.setitem(sys.modules, package, None)
    folder = shutil.copytree(find_model("default"), tmp_path / "default")
    assert voc.classify("充电时冒烟了", model=folder).records


def test_a_model_may_read_with_the_next_folder_beside_it(folder):
    default = shutil.copytree(find_model("default"), folder.parent / "default")
    weights = json.loads((default / "config.json").read_text(encoding="utf-8"))["files"]
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))["engine_config"]
    beside = {"model": "default", "weights": weights["weights.npz"], "share": 0.5}
    categories = voc.load(default).engine.categories
    if tuple(config["categories"]) != categories:  # the tiny model knows two leaves alone
        change(folder, engine_config={**config, "beside": {**beside, "weights": "0" * 64}})
        with pytest.raises(ArtifactError, match="get both folders anew"):
            voc.load(folder)
