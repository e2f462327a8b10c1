import numpy as np

from voc.estimators.groups import group_of, with_groups, without_groups

CLASSES = ["物流", "物流.时效", "物流.时效.发货", "物流慢", "质量.耐用"]


def test_groups_of_all_heights_are_added_and_dropped():
    finest = np.array([[0, 0, 1, 0, 0], [0, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 0]], bool)
    whole = np.array([[1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 0, 0, 0]], bool)
    given = finest.copy()
    assert with_groups(finest, CLASSES).tolist() == whole.tolist()
    assert without_groups(whole, CLASSES).tolist() == finest.tolist()
    assert finest.tolist() == given.tolist()


def test_a_group_that_is_no_label_leads_to_the_one_above_it():
    chosen = np.array([[False, True]])
    assert with_groups(chosen, ["物流", "物流.时效.发货"]).tolist() == [[True, True]]


def test_the_group_of_a_label():
    assert group_of("物流.时效.发货") == "物流.时效"
    assert [group_of(one) for one in ("物流", ".5", 3)] == ["物流", ".5", 3]


def test_numbers_and_no_labels_have_no_groups():
    chosen = np.ones((2, 2), bool)
    assert without_groups(chosen, [1, 10]).all()
    assert with_groups(np.zeros((0, 0), bool), []).shape == (0, 0)
