import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.insight.journey import SCHEMES, journey
from voc.result import Result
from voc.types import STAGES

ODD = "<script>alert(1)</script>|\0\ud800\ufffe" + "很长" * 200
SAID = Result(
    [
        tagged(
            record(0, 5, stage="delivery", touchpoint="delivery_person", severity=3),
            record(6, 13, kind="praise", category="service.attitude", severity=0, stage="support"),
            id="1", segment="大客户", product="X9", created_at=datetime(2025, 1, 2, tzinfo=UTC),
        ),
        tagged(record(0, 5, stage="delivery"), id="2", segment="会员"),
        tagged(record(0, 5, kind="need", category="delivery.speed", stage="purchase"), id="3"),
        tagged(id="4"),
    ]
)  # fmt: skip
MAP = journey(SAID)


def test_one_row_a_stage_and_touchpoint():
    assert [(row.stage, row.touchpoint) for row in MAP] == [
        ("purchase", None), ("delivery", "delivery_person"), ("delivery", None), ("support", None),
    ]  # fmt: skip
    assert [row.mood for row in MAP[1:]] == [-1, -1, 1]


def test_every_stage_has_a_row():
    assert tuple(row.stage for row in MAP.stages) == STAGES
    delivery = MAP.stages[STAGES.index("delivery")]
    assert (delivery.voices, delivery.share, delivery.pain) == (2, 0.5, "delivery.speed")
    assert delivery.touchpoint == "delivery_person"
    assert delivery.opportunity == 0.5
    assert delivery.quote == "发货太慢了"
    assert MAP.stages[0].voices == 0


def test_points_hold_the_weightiest():
    assert [(one.category, one.voices) for one in MAP.points.of("delivery", "pain")] == [
        ("delivery.speed", 2)
    ]
    assert MAP.points.of("awareness", "pain") == ()
    assert "配送时效" in MAP.points.to_markdown()


# One voice speaks of delivery and of support, which "decision" takes as one stage.
@pytest.mark.parametrize(
    ("scheme", "voices"),
    [("decision", [0, 0, 1, 2]), ("experience", [0, 0, 3, 1]), ("sales", [0, 3, 1])],
)
def test_stages_roll_up(scheme, voices):
    assert [row.voices for row in journey(SAID, scheme).stages] == voices


def test_only_what_was_chosen():
    one = journey(SAID, segment="大客户", product="X9")
    assert (one.scope.voices, one.scope.records) == (1, 2)
    assert "大客户" in one.to_svg()
    assert str(one.scope.first) == "2025-01-02"


def test_refusals_say_what_there_is():
    with pytest.raises(InputError, match="decision, experience, sales"):
        journey(SAID, "kano")
    with pytest.raises(InputError, match="大客户、会员"):
        journey(SAID, segment="新客")
    with pytest.raises(InputError, match="no voice has a product"):
        journey(SAID[1:2], product="X9")
    with pytest.raises(InputError, match="lacks stage"):
        journey(SAID.to_frame().drop(columns="stage"))
    with pytest.raises(InputError, match=r"\.svg, \.html or \.md"):
        MAP.save("map.png")


def test_a_table_of_records_gives_the_same_cells():
    again = journey(SAID.to_frame())
    assert [(row.stage, row.touchpoint, row.pain) for row in again] == [
        (row.stage, row.touchpoint, row.pain) for row in MAP
    ]
    assert [row.mood for row in again[1:]] == [row.mood for row in MAP[1:]]


def test_stages_that_are_none_are_left_out():
    table = SAID.to_frame()
    table["stage"] = ["moon", "support", None, "purchase"]
    assert [row.stage for row in journey(table)] == ["purchase", "support"]


@pytest.mark.parametrize("scheme", [None, *SCHEMES])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("source", [SAID, SAID[:1], []], ids=["all", "one", "none"])
def test_maps_of_all_kinds_are_sound(source, lang, scheme):
    drawn = journey(source, scheme)
    picture = ElementTree.fromstring(drawn.to_svg(lang))
    names = [child.tag.split("}")[1] for child in picture[:2]]
    assert names == ["title", "desc"]
    wide = float(picture.get("width"))
    places = [float(text.get("x")) for text in picture.iter() if text.get("x")]
    assert max(places) < wide
    assert "nan" not in drawn.to_svg(lang)
    assert drawn.to_html(lang).count("<article") == len(drawn.stages)
    assert len(drawn.to_markdown(lang).splitlines()) > 12


def test_odd_texts_stay_texts():
    odd = journey([tagged(record(0, len(ODD), text=ODD), id="1", text=ODD, segment=ODD, product=ODD)],
                  segment=ODD)  # fmt: skip
    ElementTree.fromstring(odd.to_svg())
    assert "<script" not in odd.to_svg() + odd.to_html()
    table = next(
        part for part in odd.to_markdown().split("\n\n") if part.startswith("| 阶段 | 了解")
    )
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()} == {10}


def test_saved_pages_need_nothing_else(tmp_path):
    for suffix in ("svg", "html", "md"):
        MAP.save(tmp_path / f"map.{suffix}", "en")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert 'lang="en"' in page
    assert "Customer journey map" in page
    links = set(re.findall(r"https?://[^\"' )]+", page))
    assert links == {"http://www.w3.org/2000/svg"}
    assert (tmp_path / "map.md").read_text(encoding="utf-8").startswith("## Customer journey map")


def test_the_same_map_twice():
    assert journey(SAID).to_html() == MAP.to_html()
    assert MAP._repr_html_() == MAP.to_html()


def test_heat_map():
    tiles = MAP.plot().data[0]
    assert tiles.z[tiles.y.index("配送/快递")][3] == -1
    assert "配送时效" in tiles.customdata[tiles.y.index("配送/快递")][3]
    assert len(journey([]).plot("en").data[0].z) == 0
