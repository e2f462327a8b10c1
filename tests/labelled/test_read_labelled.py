import gzip
import json

import openpyxl
import pandas as pd
import pytest

from voc.errors import InputError
from voc.labelled.read import read_labelled
from voc.taxonomy import Taxonomy

ROWS = [
    {"编号": "a", "内容": "发货太慢", "标签": "物流|服务"},
    {"编号": "b", "内容": "很好", "标签": "服务"},
]
LABELS = (("物流", "服务"), ("服务",))


def lines(rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def written(path):
    """The rows in the format that the name ends with."""
    table = pd.DataFrame(ROWS)
    if path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    elif path.suffix == ".parquet":
        table.to_parquet(path)
    elif path.suffix in (".csv", ".tsv"):
        table.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",", encoding="gbk")
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(lines(ROWS).encode()))
    else:
        text = json.dumps(ROWS) if path.suffix == ".json" else lines(ROWS)
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", "csv tsv jsonl json jsonl.gz xlsx parquet".split())
def test_every_kind_of_file(tmp_path, kind):
    corpus = read_labelled(written(tmp_path / f"a.{kind}"))
    assert corpus.ids == ("a", "b")
    assert corpus.texts == ("发货太慢", "很好")
    assert corpus.labels == LABELS


def test_a_frame_a_list_and_a_path_as_a_string(tmp_path):
    assert read_labelled(pd.DataFrame(ROWS)).labels == LABELS
    assert read_labelled(iter(ROWS)).labels == LABELS
    assert read_labelled(str(written(tmp_path / "a.csv"))).labels == LABELS


def test_columns_can_be_named_and_all_others_are_kept():
    rows = [{"内容": "处理意见", "客户说": "慢", "一级": "物流", "标签": "旧", "键": 7}]
    corpus = read_labelled(rows, text="客户说", labels="一级", id="键")
    assert (corpus.ids, corpus.texts, corpus.y) == (("7",), ("慢",), ["物流"])
    assert corpus.meta == ({"内容": "处理意见", "标签": "旧"},)


def test_a_separator_of_ones_own_and_none():
    row = {"text": "慢", "label": "物流,快递|服务"}
    assert read_labelled([row], separator=",").labels == (("物流", "快递|服务"),)
    assert read_labelled([row], separator="").labels == (("物流,快递|服务",),)


def test_numbers_lists_and_lists_written_out_are_labels():
    cells = [
        1,
        2.0,
        ["物流", "物流"],
        "['物流', '服务']",
        '["物流"]',
        '{"choices": ["服务"]}',
        "[新]品",
    ]
    corpus = read_labelled([{"text": f"慢{n}", "label": cell} for n, cell in enumerate(cells)])
    assert corpus.labels == (
        ("1",), ("2",), ("物流",), ("物流", "服务"), ("物流",), ("服务",), ("[新]品",),
    )  # fmt: skip


def test_texts_without_labels_are_kept_and_empty_rows_are_not(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("内容,标签\n慢,物流\n好,\n , \n", encoding="utf-8")
    corpus = read_labelled(path)
    assert corpus.labels == (("物流",), ())
    assert corpus.labelled.y == ["物流"]


def test_all_that_is_wrong_is_told_with_its_lines(tmp_path):
    path = tmp_path / "a.csv"
    rows = ["id,内容,标签", "1,慢,delivery.speed", "2, ,delivery.speed", "1,好,delivery.speed"]
    rows += ["4,坏,配送时效", "5,好,a,b,c", "6,秘密,delivery.spead"]
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_labelled(path, taxonomy=Taxonomy.load())
    first, *rest = str(error.value).splitlines()
    assert first == f"{path}: 5 rows cannot be used; mend or remove them"
    assert [line.split(":")[0].strip() for line in rest] == [f"line {n}" for n in range(3, 8)]
    assert "no text" in rest[0]
    assert "the id '1' again, which line 2 has" in rest[1]
    assert "'配送时效', expected an id of the taxonomy; did you mean delivery.speed?" in rest[2]
    assert "expected 3 columns, got 5" in rest[3]
    assert "did you mean delivery.speed" in rest[4]
    assert "秘密" not in str(error.value)


def test_only_the_first_wrong_rows_are_listed():
    with pytest.raises(InputError) as error:
        read_labelled([{"text": "", "label": "物流"}] * 25)
    assert len(str(error.value).splitlines()) == 12
    assert str(error.value).endswith("… and 15 more")


def test_old_ids_of_a_taxonomy_become_present_ones(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[[category]]\nid = "a"\nzh = "甲"\n[[category.leaf]]\nid = "a.new"\nzh = "新"\n'
        'aliases = ["a.old"]\n',
        encoding="utf-8",
    )
    rows = [{"text": "慢", "label": "a.old|a.new"}, {"text": "好", "label": "a"}]
    assert read_labelled(rows, taxonomy=Taxonomy.load(path)).labels == (("a.new",), ("a",))


def test_mixed_encodings_name_the_line(tmp_path):
    path = tmp_path / "a.csv"
    good = "内容,标签\n" + "物流太慢了,物流\n" * 20
    path.write_bytes(good.encode() + "服务很好,服务\n".encode("gbk"))
    with pytest.raises(InputError, match=r"line 22: \d+ bytes not in the file's encoding, utf-8"):
        read_labelled(path)


def test_broken_json_names_the_line(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "慢", "label": "物流"}\n\n{"text": "好", \n"慢"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 3: no JSON[^\0]*line 4: got a text alone"):
        read_labelled(path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            [{"text": "慢", "city": "南京"}],
            'looks like the labels; its columns: .* pass labels="…"',
        ),
        ([{"city": "南京", "label": "a"}], 'looks like the text; its columns: .* pass text="…"'),
        (["慢"], "item 1: got a text alone"),
        ([], "holds no text"),
        ([{"text": " ", "label": None}], "holds no text"),
        ([{"text": "慢", "label": {"a": 1}}], "item 1: got a dict as a label"),
        (
            [{"text": "慢", "label": "a"}, {"label": "b"}],
            "item 2: got the columns 'label', expected",
        ),
        ([{"text": ["慢"], "label": "a"}], "item 1: the text is a list, expected a string"),
    ],
    ids=["labels", "text", "bare", "nothing", "blank", "mapping", "key", "list"],
)
def test_sources_that_cannot_be_used(source, message):
    with pytest.raises(InputError, match=message):
        read_labelled(source)


def test_named_columns_formats_and_files_that_are_not_there(tmp_path):
    with pytest.raises(
        InputError, match="no column labels='类'; its columns: '编号', '内容', '标签'"
    ):
        read_labelled(ROWS, labels="类")
    with pytest.raises(InputError, match="format='prodigy' is unknown"):
        read_labelled(ROWS, format="prodigy")
    with pytest.raises(InputError, match="is JSON; the DataFrame is none"):
        read_labelled(pd.DataFrame(ROWS), format="doccano")
    with pytest.raises(InputError, match="does not exist"):
        read_labelled(tmp_path / "a.csv")
    broken = tmp_path / "a.json"
    broken.write_text('[{"text": "慢"', encoding="utf-8")
    with pytest.raises(InputError, match="is no JSON"):
        read_labelled(broken)


def test_rows_of_a_workbook_are_named_as_excel_numbers_them(tmp_path):
    book = openpyxl.Workbook()
    for row in (("内容", "标签"), ("慢", "物流"), (), (None, "物流")):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="row 4: got labels but no text"):
        read_labelled(tmp_path / "a.xlsx")


@pytest.mark.parametrize("text", ["\x00", "\ud800", "长" * 100_000, "👍", "hello"])
def test_odd_texts_are_read(text):
    rows = [{"text": text + "慢", "label": "物流"}]
    assert read_labelled(rows).texts == (text + "慢",)
