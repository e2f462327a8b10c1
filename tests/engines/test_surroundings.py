import numpy as np

from voc.engines.surroundings import Layout, look_up, near, of_pieces
from voc.text.split import split_texts


def hashes(*texts):
    clauses = split_texts(texts)
    return near(clauses, Layout.of(clauses))


def test_a_text_looks_the_same_whatever_stands_beside_it():
    together = hashes("菜好吃", "服务太慢，不来了")
    assert (together[3:] == hashes("服务太慢，不来了")).all()


def test_the_same_character_at_another_place_looks_different():
    table = hashes("好菜好")
    assert (table[0] != table[2]).any()


def test_pieces_begin_at_clauses_and_at_texts():
    clauses = split_texts(["，菜好吃，量大", "", "贵"])
    layout = Layout.of(clauses)
    assert layout.first.tolist() == [0, 1, 5, 7]
    assert layout.owner[layout.first].tolist() == [0, 0, 0, 2]
    _, owner = of_pieces(clauses, layout)
    assert set(owner.tolist()) == {0, 1, 2, 3}


def test_what_is_unknown_is_told_apart():
    known = np.array([3, 8], dtype=np.uint32)
    there, place = look_up(known, np.array([8, 4, 99], dtype=np.uint32))
    assert there.tolist() == [True, False, False]
    assert place.tolist() == [1]
    assert not look_up(known[:0], known)[0].any()
