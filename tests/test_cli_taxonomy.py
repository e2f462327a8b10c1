import json

import pytest

import voc
from voc.cli import main
from voc.collect.write import write
from voc.taxonomy import Taxonomy

OLD = """version = 1
[[category]]
id = "delivery"
zh = "配送"
[[category.leaf]]
id = "delivery.speed"
zh = "时效"
[[category.leaf]]
id = "delivery.box"
zh = "包装"
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "old.toml").write_text(OLD, encoding="utf-8")
    new = OLD.replace("version = 1", "version = 2").replace(
        '"delivery.speed"', '"delivery.time"\naliases = ["delivery.speed"]'
    )
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    write(voc.classify("等了两小时还没送到"), tmp_path / "in.jsonl")
    return tmp_path


def run(*arguments):
    return main(["taxonomy", *map(str, arguments)])


def test_diff_prints_lines_or_a_table(files, capsys):
    assert run("diff", files / "old.toml", files / "new.toml") == 0
    assert "renamed leaf delivery.speed: delivery.speed → delivery.time" in capsys.readouterr().out
    assert run("diff", files / "old.toml", files / "new.toml", "--markdown") == 0
    assert capsys.readouterr().out.startswith(
        "| change | of | id | field | version 1 | version 2 |"
    )
    assert run("diff", "built-in", "built-in") == 0
    assert capsys.readouterr().out == "no changes from version 1 to version 1\n"


def test_migrate_writes_the_records_under_the_new_version(files, capsys):
    out = files / "out.jsonl"
    arguments = ("migrate", files / "in.jsonl", files / "old.toml", files / "new.toml", "-o", out)
    assert run(*arguments) == 0
    assert "delivery.speed → delivery.time: 1 renamed" in capsys.readouterr().out
    (tagged,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert [record["category"] for record in tagged["records"]] == ["delivery.time"]
    assert run(*arguments) == 2
    assert "exists" in capsys.readouterr().err
    assert run(*arguments, "--overwrite", "--map", "delivery.speed=delivery.box") == 0
    assert "delivery.speed → delivery.box: 1 mapped" in capsys.readouterr().out


def test_migrate_tells_of_records_without_a_place(files, capsys):
    empty = files / "empty.toml"
    empty.write_text('[[category]]\nid = "food"\nzh = "吃"\n', encoding="utf-8")
    out = files / "out.jsonl"
    assert run("migrate", files / "in.jsonl", files / "old.toml", empty, "-o", out) == 1
    assert "1 unresolved" in capsys.readouterr().out
    assert out.exists()


def test_suggest_prints_and_writes_what_extend_reads(tmp_path, capsys):
    demo = voc.load_corpus("demo").annotated[:250]
    source, out = tmp_path / "in.jsonl", tmp_path / "more.toml"
    write(demo, source)
    assert run("suggest", source, "-n", 3, "-o", out) == 0
    printed = capsys.readouterr().out
    built_in = Taxonomy.load()
    more = built_in.extend(out)
    added = [leaf for leaf in more.ids if leaf not in built_in]
    assert 1 <= len(added) <= 3
    assert all(f"({id}): " in printed for id in added)
    assert printed.endswith(f"{len(added)} suggestions from 250 voices\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", "none.toml", "built-in"], "none.toml:1: got FileNotFoundError"),
        (["suggest", "none.jsonl"], "none.jsonl cannot be read"),
        (["suggest", "IN", "-o", "a.csv"], "expected .toml"),
        (["suggest", "IN", "-o", "no/a.toml"], "does not exist"),
        (["suggest", "IN", "-o", "OLD"], "exists; choose another name"),
        (["suggest", "IN", "-n", "-1"], "n=-1; expected how many"),
        (["migrate", "IN", "OLD", "OLD", "-o", "new.jsonl", "--map", "a"], "expected OLD=NEW"),
        (["migrate", "IN", "OLD", "OLD", "-o", "new.jsonl", "--map", "a=b"], "'a' is no leaf"),
    ],
    ids=["no-taxonomy", "no-voices", "not-toml", "no-folder", "there", "n", "map", "id"],
)
def test_mistakes_are_one_line_and_exit_code_2(files, monkeypatch, arguments, message, capsys):
    monkeypatch.chdir(files)
    given = {"IN": "in.jsonl", "OLD": "old.toml"}
    assert run(*(given.get(argument, argument) for argument in arguments)) == 2
    err = capsys.readouterr().err
    assert err.startswith("voc: ")
    assert err.count("\n") == 1
    assert message in err
    assert not (files / "new.jsonl").exists()


def test_texts_that_nobody_tagged_are_told_apart(tmp_path, capsys):
    (tmp_path / "工单.csv").write_text("内容\n太慢了\n", encoding="utf-8")
    assert run("suggest", tmp_path / "工单.csv") == 2
    assert "write them first: voc classify 工单.csv -o 工单.jsonl" in capsys.readouterr().err
