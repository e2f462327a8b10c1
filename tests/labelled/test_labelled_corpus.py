import json
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer
from strategies import awkward_texts

from voc.errors import InputError
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.read import read_labelled

ONE_EACH = LabelledCorpus.of(["发货慢", "态度好"], ["物流", "服务"])


def test_one_label_each_gives_a_list_of_names():
    assert ONE_EACH.single
    assert ONE_EACH.y == ["物流", "服务"]


def test_several_labels_give_what_scikit_learn_binarizes():
    corpus = LabelledCorpus.of(["慢", "都好", "嗯"], [["物流"], ["物流", "服务"], []])
    assert not corpus.single
    assert MultiLabelBinarizer(classes=corpus.classes).fit_transform(corpus.y).tolist() == [
        [0, 1], [1, 1], [0, 0],
    ]  # fmt: skip
    assert corpus.labelled.ids == ("1", "2")


def test_scikit_learn_cuts_it_into_folds():
    corpus = LabelledCorpus.of(
        ["发货慢", "物流慢", "态度好", "很热情"] * 3, ["物流", "物流", "服务", "服务"] * 3
    )
    model = make_pipeline(TfidfVectorizer(analyzer="char"), MultinomialNB())
    assert cross_val_score(model, corpus.texts, corpus.y, cv=3).tolist() == [1.0, 1.0, 1.0]


def test_a_corpus_does_not_change_and_can_be_hashed():
    with pytest.raises(AttributeError):
        ONE_EACH.ids = ()
    assert hash(ONE_EACH) == hash(LabelledCorpus.of(["发货慢", "态度好"], ["物流", "服务"]))


def test_a_subset_keeps_ids_labels_and_meta_together():
    corpus = LabelledCorpus(("a", "b"), ("慢", "好"), (("x",), ("y",)), ({}, {"城市": "南京"}))
    assert corpus.subset([1]) == LabelledCorpus(("b",), ("好",), (("y",),), ({"城市": "南京"},))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((("1",), ("慢", "好"), ((), ())), "got 1 ids, 2 texts, 2 labels and 1 meta"),
        ((("1", "1"), ("慢", "好"), ((), ())), "the id '1' for texts 1 and 2"),
        ((("1",), ("慢",), (("物流", "物流"),)), "text '1' has labels"),
        ((("1",), ("慢",), ((" ",),)), "none blank"),
    ],
    ids=["lengths", "ids", "twice", "blank"],
)
def test_a_corpus_that_contradicts_itself(parts, message):
    with pytest.raises(InputError, match=message):
        LabelledCorpus(*parts)


def _no_pair(text):
    """Two surrogates beside each other come back from JSON as the one character they stand for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") == text


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            awkward_texts().filter(_no_pair).map(lambda text: "慢" + text),
            st.sets(st.sampled_from("abc|")),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_back_equal(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("corpus") / "a.jsonl"
    ids = tuple(f"n{number}" for number in range(len(rows)))
    meta = tuple({"城市": "南京", "spans": [[0, 1, "a"]]} for _ in rows)
    texts, labels = zip(*((text, tuple(sorted(names))) for text, names in rows), strict=True)
    corpus = LabelledCorpus(ids, texts, labels, meta)
    corpus.write(path)
    assert read_labelled(path) == corpus


def test_writing_refuses_what_it_should(tmp_path):
    path = tmp_path / "a.jsonl"
    ONE_EACH.write(path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="exists"):
        LabelledCorpus.of(["慢"], ["物流"]).write(path)
    with pytest.raises(InputError, match=r"does not end in \.jsonl"):
        ONE_EACH.write(tmp_path / "a.csv")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    LabelledCorpus.of(["慢"], ["物流"]).write(str(path), overwrite=True)
    assert json.loads(path.read_text(encoding="utf-8"))["labels"] == ["物流"]


def test_what_a_table_holds_and_json_does_not_is_written_too(tmp_path):
    meta = {"时间": datetime(2026, 1, 2), "评分": float("nan"), "门店": np.int64(3)}
    path = tmp_path / "a.jsonl"
    LabelledCorpus(("1",), ("慢",), ((),), (meta,)).write(path)
    (found,) = read_labelled(path).meta
    assert found == {"时间": "2026-01-02T00:00:00", "评分": None, "门店": 3}


def test_the_summary_counts_and_shows_no_text():
    corpus = LabelledCorpus.of(["慢", "都好", "嗯"], [["<b>"], ["<b>", "服务"], []])
    found = corpus.summary()
    assert (found.texts, found.several, found.unlabelled) == (3, 1, 1)
    assert found.counts == {"<b>": 2, "服务": 1}
    assert "&lt;b&gt;" in corpus._repr_html_()
    assert "都好" not in corpus._repr_html_() + str(found)


def test_the_summary_of_nothing():
    assert str(LabelledCorpus((), (), ()).summary()).startswith("文本 0 条")
