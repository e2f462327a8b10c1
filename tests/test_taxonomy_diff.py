from dataclasses import replace

import pytest

from voc.taxonomy import Category, Leaf, Taxonomy

QUEUE = Leaf(id="wait.queue", zh="排队", pain=("排长队", "等位"), severity=2)
SEAT = Leaf(id="wait.seat", zh="座位")
TASTE = Leaf(id="food.taste", zh="味道")


def version(number, **leaves):
    homes = [Category(id=id, zh=id.upper(), leaves=tuple(of)) for id, of in leaves.items()]
    return Taxonomy(number, tuple(homes))


OLD = version(1, wait=[QUEUE, SEAT], food=[TASTE])


def changes(new, old=OLD):
    return [(c.what, c.id, c.field, c.before, c.after) for c in old.diff(new).changes]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(version(2, wait=[QUEUE], food=[TASTE]), [("removed", "wait.seat", "", "座位", "")], id="removed"),
        pytest.param(version(2, wait=[QUEUE, SEAT], food=[TASTE, Leaf(id="food.price", zh="价格")]),
                     [("added", "food.price", "", "", "价格")], id="added"),
        pytest.param(version(2, wait=[QUEUE, replace(SEAT, id="wait.table", aliases=("wait.seat",))], food=[TASTE]),
                     [("renamed", "wait.seat", "", "wait.seat", "wait.table"),
                      ("changed", "wait.seat", "aliases", "", "wait.seat")], id="renamed"),
        pytest.param(version(2, wait=[replace(QUEUE, aliases=("wait.seat",))], food=[TASTE]),
                     [("changed", "wait.queue", "aliases", "", "wait.seat"),
                      ("merged", "wait.seat", "", "wait.seat", "wait.queue")], id="merged"),
        pytest.param(version(2, wait=[QUEUE], food=[TASTE, SEAT]), [("moved", "wait.seat", "", "wait", "food")], id="moved"),
        pytest.param(version(2, wait=[replace(QUEUE, severity=3, definition="等多久", pain=("等位", "叫号")), SEAT], food=[TASTE]),
                     [("changed", "wait.queue", "definition", "", "等多久"),
                      ("changed", "wait.queue", "severity", "2", "3"),
                      ("changed", "wait.queue", "pain", "排长队", "叫号")], id="changed"),
        pytest.param(version(2, wait=[SEAT, replace(QUEUE, pain=QUEUE.pain[::-1])], food=[TASTE]), [], id="order"),
        pytest.param(version(2, wait=[QUEUE, SEAT], dish=[TASTE]),
                     [("removed", "food", "", "FOOD", ""), ("added", "dish", "", "", "DISH"),
                      ("moved", "food.taste", "", "food", "dish")], id="category"),
    ],
)  # fmt: skip
def test_each_kind_of_change(new, expected):
    assert changes(new) == expected
    assert bool(OLD.diff(new)) == bool(expected)


def test_what_was_added_comes_back_as_removed():
    built_in = Taxonomy.load()
    fewer = Taxonomy(2, built_in.categories[1:])
    gone, come = built_in.diff(fewer), fewer.diff(built_in)
    assert {c.what for c in gone.changes} == {"removed"}
    assert [(c.of, c.id, c.before) for c in gone.changes] == [
        (c.of, c.id, c.after) for c in come.changes
    ]
    assert len(gone.changes) == 1 + len(built_in.categories[0].leaves)


def test_a_leaf_whose_id_became_a_category_is_gone():
    new = version(2, wait=[QUEUE, SEAT], food=[], **{"food.taste": []})
    assert ("removed", "food.taste", "", "味道", "") in changes(new)


def test_texts_and_table():
    new = version(2, wait=[QUEUE], food=[replace(TASTE, definition="咸|淡\n甜")])
    diff = OLD.diff(new)
    assert str(diff).splitlines() == [
        "2 changes from version 1 to version 2",
        "removed leaf wait.seat: 座位",
        "changed leaf food.taste definition: nothing → 咸|淡",
        "甜",
    ]
    assert diff.to_markdown().splitlines()[-1] == (
        r"| changed | leaf | food.taste | definition |  | 咸\|淡 甜 |"
    )
    assert str(OLD.diff(OLD)) == "no changes from version 1 to version 1"
