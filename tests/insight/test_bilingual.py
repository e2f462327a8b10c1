from dataclasses import dataclass
from typing import ClassVar

from voc.insight.bilingual import Both, NotedTable
from voc.table import Column


@dataclass(frozen=True)
class Place:
    name: str


class Places(NotedTable[Place]):
    TITLE = Column("地点", "places")
    ROW = Place
    COLUMNS: ClassVar = (Column("名称", "name"),)

    def cells(self, row, lang):
        return (row.name,)


def test_remarks_are_shown_and_escaped():
    table = Places([Place("南京")], notes=[Both("少了 <1> 个", "<1> is missing")])
    assert table.notes("en") == ("<1> is missing",)
    assert str(table).split("\n") == ["名称", "南京", "少了 <1> 个"]
    assert "少了 &lt;1&gt; 个" in table._repr_html_()


def test_no_remarks():
    assert Places().notes() == ()
    assert str(Places()) == "名称"
