import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import InputError, TaxonomyError
from voc.taxonomy import CUE_ROLES, Taxonomy
from voc.text.normalize import normalize
from voc.types import LEVELS, STAGES, TOUCHPOINTS

MINIMAL = """
[[category]]
id = "charging"
zh = "充电"

[[category.leaf]]
id = "charging.pile"
zh = "充电桩"
definition = "桩够不够、好不好用"

[[category.leaf]]
id = "charging.speed"
zh = "充电速度"
pain = ["充得慢"]
"""


@pytest.fixture(scope="module")
def built_in():
    return Taxonomy.load()


@pytest.fixture
def load(tmp_path):
    def load(text, base=None):
        path = tmp_path / "my.toml"
        path.write_text(text, encoding="utf-8")
        return base.extend(path) if base else Taxonomy.load(path)

    return load


def test_built_in_has_14_categories_and_63_leaves(built_in):
    assert len(built_in.categories) == 14
    assert len(built_in.ids) == len(set(built_in.ids)) == 63
    assert all(leaf.id.split(".")[0] == built_in.parent(leaf.id) for leaf in built_in.leaves)


def test_built_in_leaves_are_complete(built_in):
    for leaf in built_in.leaves:
        assert leaf.zh
        assert leaf.en
        assert leaf.definition
        assert leaf.definition_en
        assert leaf.level in LEVELS
        assert leaf.stage in STAGES
        assert leaf.touchpoint is None or leaf.touchpoint in TOUCHPOINTS
        assert leaf.aspect
        assert leaf.pain
        assert leaf.praise


def test_built_in_cues_are_normalised_and_short(built_in):
    cues = [phrase for leaf in built_in.leaves for phrase, _ in leaf.cues()]
    assert [phrase for phrase in cues if normalize(phrase).text != phrase] == []
    assert [phrase for phrase in cues if not 1 <= len(phrase) <= 8] == []


def test_built_in_has_no_findings(built_in):
    assert built_in.lint() == ()


def test_names_and_parents(built_in):
    assert built_in.name("quality") == "产品质量"
    assert built_in.name("quality.defect", "en") == "defect"
    assert built_in.parent("quality.defect") == built_in.parent("quality") == "quality"
    assert "quality" in built_in
    assert "quality.colour" not in built_in


def test_unknown_id_suggests_a_near_one(built_in):
    with pytest.raises(InputError, match=r"'quality\.defects'.*did you mean quality\.defect"):
        built_in.leaf("quality.defects")
    with pytest.raises(InputError, match="no category"):
        built_in.category("nothing")


def test_copy_reads_back_equal(built_in, load):
    assert load(built_in.to_toml()) == built_in


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_any_cue_reads_back_equal(tmp_path_factory, cues):
    path = tmp_path_factory.mktemp("taxonomy") / "t.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    taxonomy = Taxonomy.load(path)
    home, leaf = taxonomy.categories[0], taxonomy.leaves[0]
    words = tuple(cue for cue in cues if cue.strip())
    changed = type(leaf)(id=leaf.id, zh=leaf.zh, pain=words)
    taxonomy = Taxonomy(1, (type(home)(id=home.id, zh=home.zh, leaves=(changed,)),))
    path.write_text(taxonomy.to_toml(), encoding="utf-8", newline="\n")
    assert Taxonomy.load(path) == taxonomy


def test_minimal_file_gets_defaults(load):
    leaf = load(MINIMAL).leaf("charging.pile")
    assert (leaf.level, leaf.stage, leaf.touchpoint) == ("need_met", "usage", None)
    assert (leaf.owner, leaf.element, leaf.severity) == ("product", "physical", 2)
    assert load(MINIMAL).name("charging.pile", "en") == "充电桩"


def test_lint_finds_what_hurts(load):
    taxonomy = load(
        MINIMAL.replace('"充得慢"', '"充得慢", "坏了"')
        + '[[category.leaf]]\nid = "charging.fault"\nzh = "故障"\npain = ["坏了"]\n'
        + 'aliases = ["charging.speed"]\n[[category]]\nid = "empty"\nzh = "空"\n'
    )
    found = {(finding.code, finding.ids) for finding in taxonomy.lint()}
    assert found == {
        ("overlap", ("charging.speed", "charging.fault")),
        ("no_cues", ("charging.pile",)),
        ("no_definition", ("charging.speed",)),
        ("no_definition", ("charging.fault",)),
        ("no_leaves", ("empty",)),
        ("alias_clash", ("charging.speed", "charging.fault")),
    }


def test_alias_resolves_but_an_id_wins(load):
    text = MINIMAL.replace('zh = "充电桩"', 'zh = "充电桩"\naliases = ["pile", "charging.speed"]')
    taxonomy = load(text)
    assert taxonomy.leaf("pile").id == "charging.pile"
    assert taxonomy.leaf("charging.speed").zh == "充电速度"
    assert taxonomy.parent("pile") == "charging"


def test_extending_adds_and_overrides(built_in, load):
    extended = load(
        MINIMAL + '[[category]]\nid = "quality"\n'
        '[[category.leaf]]\nid = "quality.defect"\npain = ["炸机"]\nseverity = 4\n',
        base=built_in,
    )
    defect = extended.leaf("quality.defect")
    assert defect.severity == 4
    assert defect.zh == built_in.leaf("quality.defect").zh
    assert set(defect.pain) == {*built_in.leaf("quality.defect").pain, "炸机"}
    assert extended.ids[:63] == built_in.ids
    assert extended.ids[63:] == ("charging.pile", "charging.speed")
    assert "charging.pile" not in built_in


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        pytest.param("pain =", "pian =", 14, "expected one of id, zh, en", id="misspelt-key"),
        pytest.param('["充得慢"]', '"充得慢"', 14, "a list of texts", id="text-for-list"),
        pytest.param('["充得慢"]', '["充得慢", 3]', 14, "a list of texts", id="number-in-list"),
        pytest.param('["充得慢"]', '["充得慢"', 15, "valid TOML", id="open-bracket"),
        pytest.param('pain = ["充得慢"]', 'level = "easy"', 14, "need_met, ease", id="bad-level"),
        pytest.param('pain = ["充得慢"]', "severity = 5", 14, "1, 2, 3, 4", id="bad-severity"),
        pytest.param('"charging.speed"', '"charging.pile"', 12, "each id once", id="twice"),
        pytest.param('"charging.speed"', '"charging speed"', 12, "letters, digits", id="blank"),
        pytest.param('zh = "充电速度"\n', "", 12, "a name for a new id", id="no-name"),
        pytest.param('id = "charging.speed"\n', "", 11, "an id", id="no-id"),
        pytest.param("[[category]]", "[[group]]", 1, "version, category", id="wrong-block"),
        pytest.param("\n[[category]]", 'version = "1"\n[[category]]', 1, "whole number", id="ver"),
    ],
)
def test_mistakes_name_file_line_and_remedy(load, old, new, line, expected):
    with pytest.raises(TaxonomyError, match=rf"^my\.toml:{line}: got .*{expected}"):
        load(MINIMAL.replace(old, new, 1))


def test_a_leaf_stays_in_its_category(built_in, load):
    with pytest.raises(TaxonomyError, match=r"my\.toml:7: .*expected a leaf of 'quality'"):
        load(MINIMAL.replace("charging.pile", "quality.defect", 1), base=built_in)


def test_no_file_and_no_text(tmp_path):
    with pytest.raises(TaxonomyError, match="FileNotFoundError"):
        Taxonomy.load(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 充电".encode("gbk"))
    with pytest.raises(TaxonomyError, match="UTF-8"):
        Taxonomy.load(tmp_path / "gbk.toml")


def test_byte_order_mark_and_crlf_are_no_mistake(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_text(MINIMAL, encoding="utf-8-sig", newline="\r\n")
    assert Taxonomy.load(path).ids == ("charging.pile", "charging.speed")


def test_cues_list_every_role(built_in):
    leaf = built_in.leaf("delivery.speed")
    assert {role for _, role in leaf.cues()} == set(CUE_ROLES)
