from dataclasses import dataclass, replace

import numpy as np
import pytest
from shop import GOODS, shop_voices
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from tiny_encoder import WINDOW, save_tiny_checkpoint
from tiny_encoder import annotated as smoke_and_praise

import voc
from voc.artifact import sha256
from voc.engines.linear_fit import LinearSettings
from voc.errors import ArtifactError, InputError
from voc.estimators.record_engines import EncoderRecords, LearnedRecords, LinearRecords
from voc.estimators.tagger import RecordTagger
from voc.types import KINDS

VOICES = shop_voices()
TEXTS = [tagged.voice.text for tagged in VOICES]
FRESH = shop_voices(("键盘", "毛巾"), "收到{}了，{}。")
LINEAR = LinearRecords(
    LinearSettings(bits=12, n_folds=2, n_directions=4, n_hidden=32, n_networks=1), base=None
)


@pytest.fixture(scope="module")
def tagger():
    return RecordTagger(LINEAR).fit(TEXTS, VOICES)


def texts_of(voices):
    return [tagged.voice.text for tagged in voices]


def found(result):
    return [[(record.kind, record.category) for record in tagged.records] for tagged in result]


def test_it_learns_what_it_was_shown(tagger):
    assert found(tagger.predict(texts_of(FRESH))) == found(FRESH)
    assert tagger.score(texts_of(FRESH), FRESH) == 1


def test_it_takes_voices_and_keeps_what_is_known_of_them(tagger):
    voices = [replace(tagged.voice, product="键盘") for tagged in FRESH]
    result = tagger.predict(voices)
    assert [tagged.voice for tagged in result] == voices
    assert tagger.score(voices, FRESH) == 1


def test_it_reads_on_with_what_a_model_knows():
    few = shop_voices(GOODS[:3])
    settings = LinearSettings(n_folds=2, n_networks=1)
    tagger = RecordTagger(LinearRecords(settings)).fit(texts_of(few), few)
    other = shop_voices(("键盘", "毛巾"), "{}刚到手，{}。")
    assert tagger.score(texts_of(other), other) > 0.9
    result = tagger.predict(["太满意了", "太失望了"])
    assert result[0].score > result[1].score  # it was never shown these words


def test_few_voices_set_no_thresholds_and_many_do(tagger):
    assert tagger.n_held_out_ == 0
    many = shop_voices(
        [f"{thing}{part}" for thing in GOODS for part in ("盒", "套", "袋", "包", "件")]
    )
    fitted = RecordTagger(LINEAR).fit(texts_of(many), many)
    assert fitted.n_held_out_ == pytest.approx(len(many) / 5, abs=4)
    assert fitted.analyzer_.decoding.record != tagger.analyzer_.decoding.record


def test_it_is_cloned_and_its_parameters_set():
    tagger = RecordTagger(LINEAR, taxonomy=voc.Taxonomy.load(), random_state=3)
    copy = clone(tagger)
    assert copy.get_params() == tagger.get_params()
    assert copy.set_params(random_state=4).random_state == 4


def test_scikit_learn_searches_over_it():
    grid = {"engine": [LINEAR, replace(LINEAR, settings=replace(LINEAR.settings, epochs=1))]}
    search = GridSearchCV(RecordTagger(), grid, cv=2).fit(TEXTS, VOICES)
    assert len(search.cv_results_["mean_test_score"]) == 2
    assert found(search.predict(["买了键盘，客服骂人！"])) == [[("pain", "service.attitude")]]


def test_a_model_folder_says_the_same_and_voc_load_opens_it(tagger, tmp_path):
    tagger.save(tmp_path / "shop")
    again = RecordTagger.load(tmp_path / "shop")
    texts = texts_of(FRESH)
    assert found(again.predict(texts)) == found(tagger.predict(texts))
    assert voc.load(tmp_path / "shop").name == "shop@1"
    again.save(tmp_path / "copy")
    assert sha256(tmp_path / "copy" / "weights.npz") == sha256(tmp_path / "shop" / "weights.npz")


def test_the_same_voices_give_the_same_weights(tagger):
    again = RecordTagger(LINEAR).fit(TEXTS, VOICES).analyzer_.engine.arrays()
    for name, array in tagger.analyzer_.engine.arrays().items():
        np.testing.assert_array_equal(array, again[name], err_msg=name)


def test_a_folder_is_not_overwritten(tagger, tmp_path):
    tagger.save(tmp_path / "shop")
    with pytest.raises(ArtifactError, match="exists; choose another name or pass overwrite=True"):
        tagger.save(tmp_path / "shop")
    tagger.save(tmp_path / "shop", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


def test_an_own_taxonomy_gives_the_categories(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'version = 1\n[[category]]\nid = "a"\nzh = "甲"\n[[category.leaf]]\nid = "a.speed"\nzh = "快慢"\n'
        'aliases = ["delivery.speed"]\n[[category.leaf]]\nid = "a.people"\nzh = "待人"\n'
        'aliases = ["service.attitude"]\n',
        encoding="utf-8",
    )
    tagger = RecordTagger(LINEAR, taxonomy=path).fit(TEXTS, VOICES)
    named = {category for of in found(tagger.predict(TEXTS)) for _, category in of}
    assert named == {"a.speed", "a.people"}


def test_a_category_that_the_taxonomy_lacks_is_named_with_its_voice(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('version = 1\n[[category]]\nid = "a"\nzh = "甲"\n', encoding="utf-8")
    with pytest.raises(
        InputError, match=r"voice '0' has a record of 'delivery\.speed', which the tax"
    ):
        RecordTagger(taxonomy=path).fit(TEXTS, VOICES)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (TEXTS[:3], VOICES, "got 3 texts and 48 annotated voices"),
        (TEXTS[1:] + TEXTS[:1], VOICES, r"X\[0\] is another text than that of voice '0'"),
        (TEXTS, ["物流"] * len(TEXTS), r"got a str as y\[0\], expected a TaggedVoice"),
        ("发货", VOICES, r"got one str, expected a list of texts; write \[text\]"),
        ([None], VOICES, "got a NoneType as text 0"),
        (TEXTS[:1] * 2, VOICES[:1] * 2, "got 1 different texts, expected at least two"),
        ([], [], "got 0 texts, all blank"),
    ],
    ids=["fewer", "order", "labels", "str", "none", "copies", "empty"],
)
def test_what_cannot_be_learned_from(X, y, message):
    with pytest.raises(InputError, match=message):
        RecordTagger(LINEAR).fit(X, y)


@pytest.mark.parametrize("engine", ["magic", object()], ids=["name", "object"])
def test_an_unknown_engine(engine):
    with pytest.raises(InputError, match="engine"):
        RecordTagger(engine).fit(TEXTS, VOICES)


@dataclass(frozen=True)
class Borrowed:
    """Learns nothing: takes an engine that is there."""

    engine: object

    def learn(self, voices, categories, random_state):
        return LearnedRecords(self.engine)


class Renamed:
    """An engine of somebody's own."""

    name = "own"

    def __init__(self, engine):
        self.pairs, self.score = engine.pairs, engine.score


def test_an_engine_of_ones_own_tags_but_is_not_stored(analyzer, tmp_path):
    tagger = RecordTagger(Borrowed(Renamed(analyzer.engine))).fit(TEXTS, VOICES)
    assert found(tagger.predict(["客服骂人"])) == [[("pain", "service.attitude")]]
    with pytest.raises(InputError, match="gave a Renamed, which voc cannot store"):
        tagger.save(tmp_path / "own")
    assert list(tmp_path.iterdir()) == []


def test_odd_texts_never_raise(tagger):
    result = tagger.predict(["", " ", "\x00", "\ud800", "😀", "hello", "长" * 3000])
    assert [tagged.records for tagged in result][:2] == [(), ()]
    assert len(result) == 7


def test_an_encoder_learns_records(tmp_path):
    save_tiny_checkpoint(tmp_path / "body")
    engine = EncoderRecords(
        encoder=str(tmp_path / "body"), epochs=30, learning_rate=5e-4, batch_tokens=64,
        window=WINDOW, n_hidden=16, bfloat16=False, progress=False,
    )  # fmt: skip
    y = smoke_and_praise()
    tagger = RecordTagger(engine).fit(texts_of(y), y)
    assert tagger.score(texts_of(y), y) > 0.9
    assert tagger.analyzer_.engine.pairs[0][0] == KINDS[0]
    tagger.save(tmp_path / "encoder")
    again = RecordTagger.load(tmp_path / "encoder")
    assert again.engine == "encoder"
    assert found(again.predict(texts_of(y))) == found(tagger.predict(texts_of(y)))
