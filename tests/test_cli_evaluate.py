import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from samples import record, tagged

from voc._plain import to_dict
from voc.cli import main
from voc.errors import ModelNotFoundError

SLOW = record(0, 5)
GOLD = [tagged(SLOW, id=str(i), channel="review" if i % 2 else "call") for i in range(20)]


class Analyzer:
    """Tags every voice alike and remembers how it was called."""

    name = "alike@1"

    def __init__(self, error=None):
        self.calls = []
        self.error = error

    def __call__(self, model):
        if model != "default":
            raise ModelNotFoundError(f"no model {model!r};\navailable: default")
        return self

    def stream(self, voices, *, progress):
        self.calls.append((len(voices), progress))
        for voice in voices:
            yield replace(tagged(SLOW), voice=replace(voice, error=self.error))


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = (json.dumps(to_dict(one), ensure_ascii=False) for one in GOLD)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def run(*arguments, load=None):
    quick = ["--samples", "20", "--no-challenge"]
    return main(["evaluate", *quick, *map(str, arguments)], load=load or Analyzer())


def test_it_prints_the_whole_table(gold, capsys):
    analyzer = Analyzer()
    assert run("--gold", gold, load=analyzer) == 0
    out, err = capsys.readouterr()
    assert out.startswith("alike@1：20 条客户声音 voices\n\n总览 figures\n")
    for title in ("categories", "labels: flags", "groups: channel", "confidence", "coverage"):
        assert title in out
    assert "challenge" not in out
    assert err == f"voc: measuring alike@1 on 20 voices of {gold}\n"
    assert analyzer.calls == [(20, True)]


def test_without_gold_it_takes_the_demo_corpus_and_says_so(capsys):
    assert run() == 0
    out, err = capsys.readouterr()
    assert out.startswith("alike@1：560 条")
    assert "560 voices of the built-in demo corpus, as there is no --gold" in err


def test_the_challenge_comes_along_unless_told_otherwise(gold, capsys):
    analyzer = Analyzer()
    assert main(["evaluate", "--gold", str(gold), "--samples", "5"], load=analyzer) == 0
    assert "挑战集 challenge" in capsys.readouterr().out
    assert len(analyzer.calls) == 2


def test_compact_labels_with_texts_and_a_folder_of_a_corpus(tmp_path, capsys):
    labels, texts = tmp_path / "labels.jsonl", tmp_path / "texts.jsonl"
    labels.write_text('{"id": 1, "d": ["other", "neu", 0, "neutral", []], "u": []}', "utf-8")
    texts.write_text('{"id": 1, "text": "嗯"}', encoding="utf-8")
    assert run("--gold", labels, "--texts", texts) == 0
    assert capsys.readouterr().out.startswith("alike@1：1 条")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "corpus.toml").write_text('name = "x"\n[files]\n', encoding="utf-8")
    assert run("--gold", folder) == 2
    assert "names no annotated.jsonl" in capsys.readouterr().err


def test_it_writes_json_and_markdown(gold, tmp_path, capsys):
    for ending in ("json", "md"):
        out = tmp_path / f"成绩.{ending}"
        analyzer = Analyzer()
        assert run("--gold", gold, "-o", out, load=analyzer) == 0
        first = out.read_text(encoding="utf-8")
        assert run("--gold", gold, "-o", out, load=analyzer) == 2
        assert len(analyzer.calls) == 1  # refused before the work
        assert run("--gold", gold, "-o", out, "--overwrite", load=analyzer) == 0
        assert out.read_text(encoding="utf-8") == first
    assert "exists; choose another name or pass --overwrite" in capsys.readouterr().err
    assert first.startswith("# alike@1：20 条客户声音 voices\n\n## 总览 figures\n")
    plain = json.loads((tmp_path / "成绩.json").read_text(encoding="utf-8"))
    assert plain["figures"]["record_leaf"] == 1.0
    assert plain["groups"]["channel"]["call"]["voices"] == 10


def test_a_lone_surrogate_in_a_source_can_be_written(tmp_path):
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.json"
    rows = [
        {"id": i, "text": "慢", "source": "\ud800" if i % 2 else "b", "u": [],
         "d": ["other", "neu", 0, "neutral", []]}
        for i in range(20)
    ]  # fmt: skip
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("--gold", gold, "-o", out) == 0
    assert set(json.loads(out.read_text(encoding="utf-8"))["groups"]["source"]) == {"\ud800", "b"}


def test_voices_that_could_not_be_tagged_are_told(gold, capsys):
    assert run("--gold", gold, load=Analyzer(error="voice 1: tagging failed")) == 0
    err = capsys.readouterr().err.splitlines()
    assert err[1:6] == ["voc: voice 1: tagging failed"] * 5
    assert err[6] == "voc: … and 15 more rows of this kind"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gold", "no.jsonl"], "no.jsonl cannot be read"),
        (["--gold", "bad.jsonl"], "bad.jsonl line 2: "),
        (["--gold", "."], "No corpus"),
        (["--gold", "empty.jsonl"], "gold has no voices"),
        (["--texts", "x.jsonl"], "goes with a --gold file"),
        (["--model", "x"], "no model 'x'; available: default"),
        (["--samples", "0"], "samples=0 is below 1"),
        (["-o", "out.csv"], "expected .json or .md"),
        (["-o", "no/out.md"], "does not exist; make it first"),
        (["-o", "folder.md"], "folder.md exists"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text("\n{}\n", encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    last = err.splitlines()[-1]
    assert last.startswith("voc: ")
    assert message in last


def test_a_full_disk_is_told(gold, tmp_path, capsys, monkeypatch):
    def write_text(path, *_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write_text)
    assert run("--gold", gold, "-o", tmp_path / "out.md") == 2
    err = capsys.readouterr().err.splitlines()[-1]
    assert err.endswith("out.md cannot be written (No space left on device)")


def test_a_reader_that_has_seen_enough_is_no_error(gold):
    code = (
        "import sys; from test_cli_evaluate import *; from voc.cli import main; sys.stdin.read();"
        "sys.exit(main(['evaluate', '--no-challenge', '--gold', sys.argv[1]], load=Analyzer()))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(gold)], cwd=__file__.rsplit("/", 1)[0],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": ":".join(filter(None, [*sys.path, "."]))},
    ) as process:  # fmt: skip
        process.stdout.close()
        process.stdin.close()
        assert b"Error" not in process.stderr.read()
        assert process.wait() == 0
