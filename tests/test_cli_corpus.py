import json
from dataclasses import replace

import pytest

import voc
from voc.cli import main
from voc.collect.write import write
from voc.labelled.read import read_labelled
from voc.public import source as catalogue
from voc.public.source import SourceFile, public_source
from voc.result import Result

TABLE = "内容,标签\n发货太慢了,物流\n发货太慢了！,服务\n客服很热情,服务\n快递三天没动,物流\n"


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    sound = TABLE.replace("发货太慢了！", "售后一直不回")
    (tmp_path / "sound.csv").write_text(sound, encoding="utf-8")
    return tmp_path


@pytest.fixture
def takeaway(server, monkeypatch):
    """A public corpus of which the server holds the only file."""
    server.files["/a.csv"] = "label,review\n1,送得很快\n".encode()
    file = SourceFile(name="a.csv", url=f"{server.url}/a.csv", text="review", labels=("label",))
    source = replace(public_source("takeaway"), files=(file,))
    others = {name: public_source(name) for name in catalogue.public_corpora()}
    monkeypatch.setattr(catalogue, "_sources", lambda: others | {"takeaway": source})
    return server


def run(*arguments):
    return main(["corpus", *map(str, arguments)])


def test_check_tells_by_its_exit_code_whether_something_was_found(files, capsys):
    assert run("check", "in.csv", "--least", 1) == 1
    printed = capsys.readouterr().out
    assert "文本 4 条，标签 2 种" in printed
    assert "1=物流、2=服务" in printed
    assert "发货" not in printed
    assert run("check", "sound.csv", "--least", 1) == 0


def test_columns_separator_and_taxonomy_reach_the_reader(files, capsys):
    text = "a,b\n慢,delivery.speed/service\n"
    (files / "own.csv").write_text(text, encoding="utf-8")
    arguments = ("check", "own.csv", "--text", "a", "--labels", "b", "--separator", "/")
    run(*arguments, "--taxonomy", "built-in")
    assert "标签 2 种：多标签 1 条" in capsys.readouterr().out
    assert run("check", "in.csv", "--taxonomy", "built-in") == 2
    assert "got the label '物流'" in capsys.readouterr().err


def test_split_writes_two_parts_that_are_read_again(files, capsys):
    assert run("split", "in.csv", "-o", "parts", "--test", 0.5) == 0
    assert "train.jsonl: " in capsys.readouterr().out
    parts = [read_labelled(files / "parts" / f"{name}.jsonl") for name in ("train", "test")]
    assert sorted(id for part in parts for id in part.ids) == list("1234")
    train, test = (set(part.ids) for part in parts)
    assert {"1", "2"} <= train or {"1", "2"} <= test
    assert run("split", "in.csv", "-o", "parts") == 2
    assert "pass --overwrite" in capsys.readouterr().err
    assert run("split", "in.csv", "-o", "parts", "--overwrite", "--random-state", 3) == 0


def test_agreement_of_two_files(files, capsys):
    result = voc.classify(["发货太慢了，客服也不理人", "客服很热情"])
    write(result, "a.jsonl")
    write(Result(replace(tagged, urgency=3) for tagged in result), "b.jsonl")
    assert run("agreement", "a.jsonl", "b.jsonl", "--samples", 5) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 voices\n")
    rows = {line.split()[0]: line.split()[2] for line in printed.splitlines() if line[:1].islower()}
    assert (rows["sentiment"], rows["urgency"]) == ("1.000", "0.000")


def test_list_tells_where_each_corpus_is(takeaway, capsys):
    def where():
        assert run("list") == 0
        lines = capsys.readouterr().out.splitlines()
        return {line.split()[0]: " ".join(line.split()[1:3]) for line in lines}

    before = where()
    assert before["voc-annotations"] == before["demo"] == "comes with"
    assert before["car_forum"] == "by hand"
    assert before["takeaway"] == "to download"
    assert run("get", "takeaway", "--accept-licence") == 0
    capsys.readouterr()
    assert where()["takeaway"].startswith("downloaded")


def test_get_shows_the_licence_and_asks_for_it(takeaway, capsys):
    assert run("get", "takeaway") == 2
    out, err = capsys.readouterr()
    assert f"licence: {public_source('takeaway').licence}" in out
    assert "pass --accept-licence" in err
    assert takeaway.asked == 0
    assert run("get", "takeaway", "--accept-licence") == 0
    assert "PublicCorpus('takeaway', all 1) is here" in capsys.readouterr().out
    assert run("get", "takeaway") == 0  # it is there
    assert takeaway.asked == 1
    assert voc.load_public("takeaway").texts == ["送得很快"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "none.csv"], "none.csv"),
        (["check", "in.csv", "--text", "全文"], "全文"),
        (["check", "in.csv", "--least", "0"], "least=0 is below 1"),
        (["split", "in.csv", "-o", "in.csv"], "in.csv is no folder"),
        (["split", "in.csv", "-o", "no/parts"], "is no folder that can be made"),
        (["split", "in.csv", "-o", "parts", "--test", "1.5"], "test=1.5 is outside (0, 1)"),
        (["agreement", "none.jsonl", "none.jsonl"], "none.jsonl cannot be read"),
        (["agreement", "none.jsonl", "none.jsonl", "--samples", "0"], "samples=0 is below 1"),
        (["get", "takeawy"], "No public corpus 'takeawy'"),
        (["get", "car_forum"], "get it by hand"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(files, arguments, message, capsys):
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("voc: ")
    assert err.count("\n") == 1
    assert message in err
    assert not (files / "parts").exists()


def test_rows_that_cannot_be_used_are_named_and_not_shown(files, capsys):
    rows = [{"内容": "发货太慢", "标签": "物流"}, {"内容": "", "标签": "秘密"}]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (files / "a.jsonl").write_text(text, encoding="utf-8")
    assert run("check", "a.jsonl") == 2
    err = capsys.readouterr().err
    assert "a.jsonl: 1 row cannot be used; mend or remove it line 2: got labels" in err
    assert "发货" not in err
