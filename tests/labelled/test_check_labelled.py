import pytest

from voc.errors import InputError
from voc.labelled.check import check_labelled
from voc.labelled.copies import copy_groups
from voc.labelled.corpus import LabelledCorpus

LONG = "买了三个月屏幕就出现绿线，去售后网点检测说是人为损坏，要我自己出钱换屏，客服也只会踢皮球"
TEXTS = ["发货太慢", "發貨太慢！", LONG, LONG + "了", "嗯", " ", "\x00", "好" * 30, "👍", "👎"]
LABELS = [["物流"], ["服务"], ["质量"], ["质量"], [], [], ["质量"], ["质量"], ["质量"], ["服务"]]
CORPUS = LabelledCorpus.of(TEXTS, LABELS, ids=list("abcdefghij"))


def test_everything_is_found_by_its_id():
    report = check_labelled(CORPUS, least=3, longest=20)
    assert report.texts == 10
    assert report.duplicates == (("a", "b"),)
    assert report.near_duplicates == (("c", "d"),)
    (conflict,) = report.conflicts
    assert (conflict.ids, conflict.labels) == (("a", "b"), (("物流",), ("服务",)))
    assert report.rare == {"物流": 1, "服务": 2}
    assert report.blank == ("f", "g")
    assert report.long == ("c", "d", "h")
    assert report.unlabelled == ("e", "f")
    assert not report.sound


def test_the_table_shows_ids_and_no_text():
    shown = str(check_labelled(CORPUS, least=3, longest=20))
    assert "a=物流、b=服务" in shown
    assert "物流（1）；服务（2）" in shown
    assert "发货" not in shown
    assert "屏幕" not in shown


def test_the_table_stays_small():
    corpus = LabelledCorpus.of([" "] * 100, ["物流"] * 100)
    line = next(x for x in str(check_labelled(corpus)).splitlines() if x.startswith("空白"))
    assert line.endswith("1；2；3；4；5；…")


def test_a_sound_corpus():
    report = check_labelled(LabelledCorpus.of(["发货太慢", "客服很好"], ["物流", "服务"]), least=1)
    assert report.sound


def test_the_order_of_labels_and_missing_ones_are_no_conflict():
    labels = [["物流", "服务"], ["服务", "物流"], []]
    report = check_labelled(LabelledCorpus.of(["太慢了", "太慢了。", "太慢了！"], labels))
    assert report.duplicates == (("1", "2", "3"),)
    assert report.conflicts == ()


def test_limits_below_one():
    for limits in ({"least": 0}, {"longest": 0}):
        with pytest.raises(InputError, match=r"=0 is below 1"):
            check_labelled(CORPUS, **limits)


def test_copies_of_copies_are_one_group():
    texts = [LONG, "嗯", LONG + "！", LONG + "了", LONG + "了。"]
    assert copy_groups(texts) == [[0, 2, 3, 4], [1]]
