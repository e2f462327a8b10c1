import pytest

from voc import types
from voc._taxonomy_toml import ELEMENTS, OWNERS
from voc.errors import InputError
from voc.labels import label_name, label_sets, labels

IDS = {
    "voice_type": types.VOICE_TYPES,
    "sentiment": types.SENTIMENTS,
    "emotion": types.EMOTIONS,
    "urgency": ("0", "1", "2", "3"),
    "severity": ("0", "1", "2", "3", "4"),
    "flag": types.FLAGS,
    "stage": types.STAGES,
    "touchpoint": types.TOUCHPOINTS,
    "level": types.LEVELS,
    "channel": types.CHANNELS,
    "kind": types.KINDS,
    "owner": OWNERS,
    "element": ELEMENTS,
    "mark": types.MARKS,
}
ROLLUPS = ("decision", "sales", "experience")


@pytest.mark.parametrize("name", IDS)
def test_ids_equal_the_types_in_order(name):
    assert tuple(label.id for label in labels(name)) == IDS[name]


def test_every_set_is_a_type_or_a_rollup():
    assert set(label_sets()) == {*IDS, *ROLLUPS}


@pytest.mark.parametrize("name", label_sets())
def test_every_label_has_names_and_a_definition(name):
    for label in labels(name):
        assert label.zh
        assert label.en
        assert label.definition
        assert "\n" not in label.definition


@pytest.mark.parametrize("rollup", ROLLUPS)
def test_stages_roll_up_onto_every_label_of_the_coarser_set_in_order(rollup):
    coarse = [stage.rollups[rollup] for stage in labels("stage")]
    assert list(dict.fromkeys(coarse)) == [label.id for label in labels(rollup)]


def test_levels_weigh_base_over_edge_over_value():
    assert [label.weight for label in labels("level")] == [3, 2, 1]


def test_names_in_both_languages():
    assert label_name("stage", "loyalty") == "去留"
    assert label_name("urgency", 3, "en") == "now"


def test_unknown_set_and_label_say_what_there_is():
    with pytest.raises(InputError, match="one of: voice_type, sentiment"):
        labels("moods")
    with pytest.raises(InputError, match="use one of: need_met, ease, delight"):
        label_name("level", "joy")


def test_rollups_cannot_be_changed():
    with pytest.raises(TypeError):
        labels("stage")[0].rollups["sales"] = "x"
