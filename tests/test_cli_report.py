import pytest

from voc.cli import main


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "评论.csv"
    said = ["快递太慢了", "快递三天没到", "屏幕有划痕", "屏幕碎了", "客服态度很好"] * 3
    rows = [f"{text}{n},2025-10-{n + 1:02}" for n, text in enumerate(said)]
    path.write_text("\n".join(("内容,时间", *rows)), encoding="utf-8")
    return path


def test_a_report_in_one_command(source, tmp_path, capsys):
    page = tmp_path / "报告.html"
    assert main(["report", str(source), "-o", str(page), "--title", "十月"]) == 0
    shown = page.read_text(encoding="utf-8")
    assert "<h1>十月</h1>" in shown
    assert 'id="topics-zh"' in shown
    assert "15 voices" in capsys.readouterr().out
    assert main(["report", str(source), "-o", str(page)]) == 2
    assert "exists" in capsys.readouterr().err


def test_a_report_of_what_is_tagged_already(source, tmp_path):
    tagged, page = tmp_path / "结果.jsonl", tmp_path / "报告.md"
    assert main(["classify", str(source), "-o", str(tagged), "--quiet"]) == 0
    arguments = ["report", str(tagged), "--tagged", "--no-topics", "--lang", "en", "-o", str(page)]
    assert main([*arguments, "--quiet"]) == 0
    shown = page.read_text(encoding="utf-8")
    assert "# Voice of the customer" in shown
    assert "nobody asked for" not in shown


def test_topics(source, tmp_path, capsys):
    table = tmp_path / "话题.csv"
    assert main(["topics", str(source), "-n", "2", "-o", str(table)]) == 0
    assert "话题" in capsys.readouterr().out
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,keywords,size")
    assert len(lines) == 3


def test_mistakes(source, tmp_path, capsys):
    for arguments, why in (
        (["report", str(source), "-o", str(tmp_path / "报告.pdf")], "expected .html or .md"),
        (["report", str(tmp_path / "没有.csv"), "-o", str(tmp_path / "a.md")], "没有.csv"),
        (["topics", str(source), "-n", "0"], "n_topics"),
        (["topics", str(source), "-o", str(tmp_path / "a.xlsx")], ".csv or .md or .html"),
    ):
        assert main(arguments) == 2
        assert why in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"评论.csv"}


def test_nothing_to_report_is_reported(tmp_path):
    empty, page = tmp_path / "空.csv", tmp_path / "报告.md"
    empty.write_text("内容\n", encoding="utf-8")
    assert main(["report", str(empty), "-o", str(page), "--quiet"]) == 0
    assert "客户声音 **0**" in page.read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told_even_where_nothing_is_left(tmp_path, capsys):
    path = tmp_path / "一条.csv"
    path.write_text('内容\n"快递太慢\n', encoding="utf-8")
    assert main(["topics", str(path), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "line 2" in said
    assert "got 0 voices" in said
