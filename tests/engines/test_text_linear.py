from io import BytesIO

import numpy as np
import pytest

import voc
from voc.engines.lesson import Lesson
from voc.engines.model_view import model_view
from voc.engines.text_linear import BASE_FILE, TextHeads
from voc.engines.text_linear_fit import fit_text_heads
from voc.errors import InputError
from voc.text.split import split_texts

TEXTS = ["等了三天才发货", "快递太慢", "物流三天没动", "一洗就掉色", "用两天就坏了", "质量太差"]
LONG = "送货太慢，但是味道好吃，" * 30


def lesson(texts=TEXTS, exclusive=True):
    values = np.repeat(np.eye(2, dtype=np.float32), len(texts) // 2, axis=0)
    return Lesson(tuple(texts), values, exclusive, np.ones(len(texts), np.float32))


def fitted(one=None, base=None):
    return fit_text_heads(one or lesson(), base, strength=0.3, n_folds=3, random_state=0)


@pytest.fixture(scope="module")
def engine():
    return voc.load("default").engine


def test_reading_is_scoring_with_the_hashed_heads_beside_it(engine):
    clauses = split_texts([*TEXTS, "", "。", LONG])
    scores, hashed = engine.read(clauses)
    plain = engine.score(clauses)
    np.testing.assert_array_equal(scores.pairs, plain.pairs)
    assert scores.voices.keys() == plain.voices.keys()
    for name, rows in plain.voices.items():
        np.testing.assert_array_equal(scores.voices[name], rows, err_msg=name)
    np.testing.assert_array_equal(hashed, engine.hashed(clauses)[1])


def test_the_view_of_a_text_does_not_depend_on_its_neighbours(engine):
    texts = [*TEXTS, LONG, "", "。"]
    together = model_view(engine, split_texts(texts))
    for row, text in zip(together, texts, strict=True):
        np.testing.assert_allclose(model_view(engine, split_texts([text]))[0], row, atol=1e-4)
    assert model_view(engine, split_texts([])).shape == (0, together.shape[1])


def test_the_view_tells_complaints_from_praise(engine):
    view = model_view(engine, split_texts(["质量太差", "质量很差", "质量很好", "质量不错"]))
    distance = np.linalg.norm(view[:, None] - view, axis=2)
    assert max(distance[0, 1], distance[2, 3]) < distance[:2, 2:].min()


@pytest.mark.parametrize("with_base", [False, True])
def test_what_is_unseen_is_what_folds_said(engine, with_base):
    learned = fitted(base=engine if with_base else None)
    assert learned.rows.tolist() == list(range(6))
    assert learned.logits.shape == (6, 2)
    own = learned.model.logits(TEXTS)
    right = lesson().values > 0
    assert (own[right] > own[~right]).all()
    assert own[right].mean() > learned.logits[right].mean()  # of a text that was learned, surer


@pytest.mark.parametrize("with_base", [False, True])
def test_arrays_and_files_make_the_same_model(engine, with_base):
    base = engine if with_base else None
    model = fitted(base=base).model
    again = TextHeads.from_arrays(model.arrays(), model.config(), base)
    np.testing.assert_array_equal(again.logits([*TEXTS, LONG]), model.logits([*TEXTS, LONG]))
    assert model.hashed.weights.dtype == np.int8
    assert set(model.files()) == ({BASE_FILE} if with_base else set())


def test_the_base_is_stored_as_arrays(engine):
    stored = np.load(BytesIO(fitted(base=engine).model.files()[BASE_FILE]), allow_pickle=False)
    for name, array in engine.arrays().items():
        np.testing.assert_array_equal(stored[name], array, err_msg=name)


def test_a_label_without_examples_is_unlikely_and_one_of_all_texts_likely():
    values = np.repeat([[1, 0, 0, 1], [0, 1, 0, 1]], 3, axis=0).astype(np.float32)
    one = Lesson(tuple(TEXTS), values, False, np.ones(6, np.float32))
    logits = fitted(one).model.logits([*TEXTS, "天气不错"])
    assert (logits[:, 2] == -1).all()
    assert (logits[:, 3] == 1).all()


def test_ngrams_that_occur_once_are_left_out_of_many_texts():
    texts = [f"{'快递慢' if i < 1000 else '掉色了'}{chr(0x4E00 + i)}" for i in range(2000)]
    few, many = (fitted(lesson(texts[:n] + texts[-n:])).model.hashed for n in (500, 1000))
    assert len(many.table.idf) < len(few.table.idf)
    assert many.table.bits > few.table.bits


def test_texts_without_a_word_cannot_be_learned():
    with pytest.raises(InputError, match="got 2 texts without a word; expected some to learn from"):
        fitted(lesson(["。。", "!"]))
