from dataclasses import dataclass
from typing import ClassVar

import pytest

from voc.errors import InputError
from voc.table import Column, Table


@dataclass(frozen=True)
class Price:
    id: str
    yuan: float


class Prices(Table[Price]):
    TITLE = Column("价格", "prices")
    ROW = Price
    COLUMNS: ClassVar = (Column("名称", "name"), Column("元", "yuan", number=True))

    def cells(self, row, lang):
        return (row.id, f"{row.yuan:.1f}")


PRICES = Prices([Price("茶|水", 3.0), Price("<b>面</b>", 12.5)])


def test_it_is_an_immutable_sequence():
    assert [row.id for row in PRICES] == ["茶|水", "<b>面</b>"]
    assert PRICES[1].yuan == 12.5
    assert PRICES[:1] == (PRICES[0],)
    with pytest.raises(IndexError):
        PRICES[2]


def test_markdown_in_both_languages():
    zh, en = PRICES.to_markdown().split("\n"), PRICES.to_markdown("en").split("\n")
    assert zh[:3] == ["| 名称 | 元 |", "| --- | ---: |", "| 茶\\|水 | 3.0 |"]
    assert en[0] == "| name | yuan |"


def test_html_is_escaped():
    assert "&lt;b&gt;面" in PRICES.to_html()
    assert "<b>" not in PRICES._repr_html_()
    assert "面" not in PRICES.to_html(n=1)


def test_frames_hold_the_rows_as_they_are():
    assert PRICES.to_frame().to_dict("list") == {"id": ["茶|水", "<b>面</b>"], "yuan": [3.0, 12.5]}
    assert list(Prices().to_frame().columns) == ["id", "yuan"]
    assert PRICES.to_dicts()[0] == {"id": "茶|水", "yuan": 3.0}


def test_print():
    assert str(PRICES).splitlines()[0].split() == ["名称", "元"]
    assert repr(Prices()) == "Prices(0 rows)"


def test_files(tmp_path):
    odd = Prices([Price("=1+1", 1.0), Price("茶\ud800", 2.0)])
    for ending in ("csv", "md", "html"):
        odd.save(tmp_path / f"价格.{ending}", "en")
    rows = (tmp_path / "价格.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows == ["id,yuan", "'=1+1,1.0", "茶?,2.0"]
    assert (
        (tmp_path / "价格.md").read_text(encoding="utf-8").startswith("# prices\n\n| name | yuan |")
    )
    assert "<h1>prices</h1>" in (tmp_path / "价格.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"use \.csv, \.md or \.html"):
        odd.save(tmp_path / "价格.xlsx")
