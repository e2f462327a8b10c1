from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import record, tagged

from voc.corpus import load_corpus
from voc.errors import InputError
from voc.migration import migrate
from voc.result import Result
from voc.taxonomy import Category, Leaf, Taxonomy

BUILT_IN = Taxonomy.load()
DEMO = load_corpus("demo").annotated
RESULT = Result([tagged(record(0, 5), record(6, 13, kind="praise", category="service.attitude"))])


def taxonomy(**leaves):
    homes = [Category(id=id, zh=id, leaves=tuple(of)) for id, of in leaves.items()]
    return Taxonomy(2, tuple(homes))


def leaf(id, **more):
    return Leaf(id=id, zh=id, **more)


OLD = taxonomy(
    delivery=[leaf("delivery.speed", level="ease")],
    service=[leaf("service.attitude", level="delight")],
)


def moved(new, mapping=None, old=OLD, result=RESULT):
    migration = migrate(result, old, new, mapping=mapping)
    return [(move.before, move.after, move.how) for move in migration.moves]


SERVICE = [leaf("service.attitude")]


@pytest.mark.parametrize(
    ("new", "mapping", "expected"),
    [
        pytest.param(taxonomy(delivery=[leaf("delivery.speed")], service=SERVICE), None,
                     ("delivery.speed", "same"), id="same"),
        pytest.param(taxonomy(goods=[leaf("goods.speed", aliases=("delivery.speed",))], service=SERVICE), None,
                     ("goods.speed", "renamed"), id="alias"),
        pytest.param(taxonomy(service=[*SERVICE, leaf("delivery.speed")]), None, ("delivery.speed", "same"), id="moved"),
        pytest.param(taxonomy(delivery=[], service=SERVICE), None, ("delivery", "backed_off"), id="removed"),
        pytest.param(taxonomy(service=SERVICE), None, ("delivery.speed", "unresolved"), id="nowhere"),
        pytest.param(taxonomy(service=SERVICE), {"delivery.speed": "service"}, ("service", "mapped"), id="mapped"),
        pytest.param(taxonomy(service=SERVICE), {"delivery": "service"}, ("service", "backed_off"), id="by-category"),
        pytest.param(taxonomy(delivery=[leaf("delivery.speed")], service=SERVICE), {"delivery.speed": "service"},
                     ("service", "mapped"), id="mapping-wins"),
    ],
)  # fmt: skip
def test_where_a_leaf_goes(new, mapping, expected):
    assert ("delivery.speed", *expected) in moved(new, mapping)
    assert ("service.attitude", "service.attitude", "same") in moved(new, mapping)


def test_a_split_is_decided_record_by_record():
    new = taxonomy(delivery=[leaf("delivery.ship"), leaf("delivery.ride")], service=SERVICE)

    def by_words(one, voice):
        assert voice.text[one.start : one.end] == one.quote
        return "delivery.ship" if "发货" in one.quote else "delivery.ride"

    assert moved(new, {"delivery.speed": by_words})[0] == (
        "delivery.speed", "delivery.ship", "mapped",
    )  # fmt: skip
    with pytest.raises(InputError, match=r"'delivery\.speed' to None, expected an id of the new"):
        moved(new, {"delivery.speed": lambda one, voice: None})


def test_a_top_category_follows_its_leaves_if_they_stay_together():
    result = Result([tagged(record(0, 5, category="delivery"))])
    together = taxonomy(goods=[leaf("delivery.speed"), leaf("goods.new")])
    assert moved(together, result=result) == [("delivery", "goods", "renamed")]
    old = taxonomy(delivery=[leaf("delivery.speed"), leaf("delivery.box")])
    apart = taxonomy(goods=[leaf("delivery.speed")], parcel=[leaf("delivery.box")])
    assert moved(apart, old=old, result=result) == [("delivery", "delivery", "unresolved")]


def test_an_alias_of_the_old_version_still_resolves():
    old = taxonomy(delivery=[leaf("delivery.time", aliases=("delivery.speed",))], service=SERVICE)
    new = taxonomy(delivery=[leaf("delivery.time")], service=SERVICE)
    assert moved(new, old=old)[0] == ("delivery.speed", "delivery.time", "renamed")


def test_what_neither_version_knows_is_kept_and_counted():
    result = Result([tagged(record(0, 5, category="weather.rain"))])
    migration = migrate(result, OLD, OLD)
    assert migration.result == result
    assert migration.unresolved == 1
    assert "1 unresolved" in str(migration)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"delivery.sped": "service"}, "'delivery.sped' is no leaf.*did you mean delivery.speed"),
        ({"delivery": "servise"}, "from 'delivery' to 'servise', expected an id of the new"),
    ],
    ids=["source", "target"],
)
def test_a_wrong_mapping_is_refused_before_any_work(mapping, message):
    with pytest.raises(InputError, match=message):
        migrate([], OLD, OLD, mapping=mapping)


def test_a_level_follows_the_leaf_unless_it_was_the_texts_own():
    new = taxonomy(
        delivery=[leaf("delivery.speed", level="need_met")],
        service=[leaf("service.attitude", level="need_met")],
    )
    after = migrate(RESULT, OLD, new).result
    assert [one.level for one in after.records] == ["need_met", "ease"]


def test_leaves_that_became_one_leave_one_record():
    old = taxonomy(delivery=[leaf("delivery.speed"), leaf("delivery.wait")])
    new = taxonomy(delivery=[leaf("delivery.speed", aliases=("delivery.wait",))])
    result = [tagged(record(0, 5), record(0, 5, category="delivery.wait"))]
    migration = migrate(result, old, new)
    assert migration.merged == 1
    assert [one.category for one in migration.result.records] == ["delivery.speed"]
    assert str(migration).startswith("2 records: 1 kept, 1 renamed, 1 of them merged\n")
    twice = [tagged(record(0, 5), record(0, 5))]
    assert migrate(twice, old, new).result == Result(twice)


@given(st.data())
def test_nothing_is_lost_and_the_way_back_leads_home(data):
    gone = set(data.draw(st.lists(st.sampled_from(BUILT_IN.ids), max_size=20)))
    named = data.draw(st.sampled_from(BUILT_IN.ids))
    homes = []
    for home in BUILT_IN.categories:
        leaves = [one for one in home.leaves if one.id not in gone]
        leaves = [
            replace(one, id=f"{one.id}.new", aliases=(one.id,)) if one.id == named else one
            for one in leaves
        ]
        homes.append(replace(home, leaves=tuple(leaves)))
    new = Taxonomy(2, tuple(homes))
    some = DEMO[:60]
    there = migrate(some, BUILT_IN, new)
    assert there.result.voices == some.voices
    assert sum(move.records for move in there.moves) == len(some.records)
    assert len(there.result.records) == len(some.records) - there.merged
    assert all(one.category in new for one in there.result.records)
    whole = {(r.voice_id, r.kind, r.start, r.end, r.quote, r.severity) for r in some.records}
    kept = {(r.voice_id, r.kind, r.start, r.end, r.quote, r.severity) for r in there.result.records}
    assert kept == whole
    back = migrate(
        there.result, new, BUILT_IN, mapping={f"{named}.new": named} if named not in gone else {}
    )
    backed_off = Counter(r.category for r in some.records if r.category not in gone)
    found = Counter(r.category for r in back.result.records if r.category in BUILT_IN.ids)
    assert found == backed_off
    assert migrate(there.result, new, new).result == there.result


def test_the_same_version_changes_nothing():
    migration = migrate(DEMO, BUILT_IN, BUILT_IN)
    assert migration.result == DEMO
    assert {move.how for move in migration.moves} == {"same"}
    assert (migration.merged, migration.unresolved) == (0, 0)
    assert str(migration) == f"{len(DEMO.records)} records: {len(DEMO.records)} kept"
    assert str(migrate([], OLD, OLD)) == "0 records: none"
