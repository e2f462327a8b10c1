import json

import pytest

import voc
from voc.annotations import read_annotations
from voc.cli import main
from voc.collect.write import write
from voc.labelled.label_studio_config import label_studio_config
from voc.taxonomy import Taxonomy

TEXTS = ["等了两小时还没送到", "味道不错", "就那样吧，说不上来"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(voc.classify(TEXTS), "in.jsonl")
    (tmp_path / "own.toml").write_text('[[category]]\nid = "food"\nzh = "吃"\n', encoding="utf-8")
    return tmp_path


def run(*arguments):
    return main(["label-studio", *map(str, arguments)])


def tasks(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_config_is_that_of_the_taxonomy(files, capsys):
    assert run("config") == 0
    assert capsys.readouterr().out == label_studio_config(Taxonomy.load()) + "\n"
    assert run("config", "--taxonomy", "own.toml") == 0
    printed = capsys.readouterr().out
    assert 'alias="food"' in printed
    assert 'alias="delivery.speed"' not in printed


def test_export_writes_all_voices_or_those_that_teach_most(files, capsys):
    assert run("export", "in.jsonl", "-o", "a.json") == 0
    assert capsys.readouterr().out == "a.json: 3 tasks\n"
    assert [task["data"]["text"] for task in tasks(files / "a.json")] == TEXTS
    assert run("export", "in.jsonl", "-o", "b.json", "--review", 1) == 0
    (task,) = tasks(files / "b.json")
    assert task["data"]["text"] == "就那样吧，说不上来"


def test_import_leaves_out_what_nobody_annotated(files, capsys):
    assert run("export", "in.jsonl", "-o", "a.json") == 0
    done = tasks(files / "a.json")
    done[1]["annotations"] = done[1]["predictions"]
    (files / "done.json").write_text(json.dumps(done), encoding="utf-8")
    assert run("import", "done.json", "-o", "out.jsonl") == 0
    assert "out.jsonl: 1 annotated voices" in capsys.readouterr().out
    (tagged,) = read_annotations(files / "out.jsonl")
    assert (tagged.voice.text, tagged.model) == ("味道不错", "annotation")


def test_texts_that_utf8_cannot_hold_are_written_and_read(files):
    write(voc.classify(["坏了\ud83d，退款"]), "odd.jsonl")
    assert run("export", "odd.jsonl", "-o", "odd.json") == 0
    (task,) = tasks(files / "odd.json")
    assert task["data"]["text"] == "坏了\ud83d，退款"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "none.jsonl", "-o", "a.json"], "none.jsonl cannot be read"),
        (["export", "in.jsonl", "-o", "a.csv"], "expected .json"),
        (["export", "in.jsonl", "-o", "no/a.json"], "does not exist"),
        (["export", "in.jsonl", "-o", "a.json", "--review", "-1"], "n=-1; expected how many"),
        (["export", "in.jsonl", "-o", "a.json", "--taxonomy", "own.toml"], "not in the taxonomy"),
        (["import", "in.jsonl", "-o", "a.jsonl"], "expected a task"),
        (["import", "none.json", "-o", "a.jsonl"], "none.json"),
        (["import", "in.jsonl", "-o", "in.jsonl"], "exists"),
        (["import", "in.jsonl", "-o", "a.csv", "--corrections"], "expected .jsonl"),
        (["config", "--taxonomy", "none.toml"], "none.toml:1: got FileNotFoundError"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(files, arguments, message, capsys):
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("voc: ")
    assert err.count("\n") == 1
    assert message in err
    assert not {"a.json", "a.jsonl", "a.csv"} & {path.name for path in files.iterdir()}
