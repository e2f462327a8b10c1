import json
import subprocess
import sys

import pytest
from samples import PLAIN

import voc
from voc.cli import main
from voc.collect.read import read
from voc.errors import InputError, ModelNotFoundError
from voc.types import TaggedVoice


class Analyzer:
    """Tags every voice alike and remembers how it was called."""

    taxonomy = None

    def __init__(self):
        self.calls = []

    def __call__(self, model, *, taxonomy=None, corrections=None):
        if model != "default":
            raise ModelNotFoundError(f"no model {model!r};\navailable: default")
        return self

    def stream(self, source, *, progress, mask, near_duplicates, workers, **columns):
        self.calls.append((source, progress, mask, columns))
        tags = {
            name: getattr(PLAIN, name)
            for name in TaggedVoice.__slots__
            if name not in ("voice", "records")
        }
        return (TaggedVoice(voice=voice, records=(), **tags) for voice in read(source, **columns))


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("编号,内容,评分\n1,慢,2\n2,好\n3,,5\n", encoding="utf-8")
    return path


def test_classify_prints_a_summary_and_the_bad_rows(source, capsys):
    assert main(["classify", str(source)], load=Analyzer()) == 0
    out, err = capsys.readouterr()
    assert "客户声音 3 条" in out
    assert "坏行 1" in out
    assert "空文本 1" in out
    assert err == "voc: line 3: expected 3 columns, got 2\n"


def test_classify_writes_and_refuses_to_overwrite(source, tmp_path, capsys):
    out = tmp_path / "out.csv"
    analyzer = Analyzer()
    arguments = ["classify", str(source), "-o", str(out), "--quiet"]
    assert main(arguments, load=analyzer) == 0
    assert out.exists()
    assert main(arguments, load=analyzer) == 2
    assert len(analyzer.calls) == 1
    assert main([*arguments, "--overwrite"], load=analyzer) == 0
    printed, err = capsys.readouterr()
    assert printed == ""
    assert "out.csv exists" in err


def test_arguments_reach_the_analyzer(source):
    analyzer = Analyzer()
    arguments = [
        "classify",
        str(source),
        "--text",
        "内容",
        "--created-at",
        "编号",
        "--score",
        "评分",
        "--mask",
    ]
    assert main(arguments, load=analyzer) == 0
    assert analyzer.calls == [
        (source, True, True, {"text": "内容", "created_at": "编号", "score": "评分"})
    ]


def test_many_bad_rows_are_not_all_listed(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("编号,内容\n" + "1\n" * 12, encoding="utf-8")
    assert main(["classify", str(path)], load=Analyzer()) == 0
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 6
    assert err[0] == "voc: line 2: expected 2 columns, got 1"
    assert err[-1] == "voc: … and 7 more rows of this kind"


@pytest.mark.parametrize(
    "arguments",
    [["no.csv"], ["IN", "--text", "正文"], ["IN", "--model", "x"], ["IN", "--sheet", "x"], ["IN", "-o", "a.docx"],
     ["nonsense", "--query", "select 1"]],
)  # fmt: skip
def test_mistakes_are_one_line_and_exit_code_2(source, arguments, capsys):
    arguments = [str(source) if argument == "IN" else argument for argument in arguments]
    assert main(["classify", *arguments], load=Analyzer()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("voc: ")
    assert err.count("\n") == 1


def test_a_bug_is_not_hidden(source):
    def broken(model, **more):
        raise KeyError(model)

    with pytest.raises(KeyError):
        main(["classify", str(source)], load=broken)
    assert issubclass(InputError, ValueError)


def test_taxonomy_lint(tmp_path, capsys):
    assert main(["taxonomy", "lint"]) == 0
    assert "no findings" in capsys.readouterr().out
    path = tmp_path / "t.toml"
    path.write_text("no toml", encoding="utf-8")
    assert main(["taxonomy", "lint", str(path)]) == 2
    assert capsys.readouterr().err.startswith("voc: t.toml")


def test_version(capsys):
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert done.value.code == 0
    assert capsys.readouterr().out == f"voc {voc.__version__}\n"


def test_a_terminal_that_lacks_chinese_gets_question_marks(source):
    code = "import sys; from test_cli import *; sys.exit(main(['classify', sys.argv[1]], load=Analyzer()))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(source)], capture_output=True, cwd=__file__.rsplit("/", 1)[0],
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(filter(None, [*sys.path, "."]))}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
    assert b"????" in done.stdout


def test_an_own_taxonomy_and_near_duplicates_reach_the_analyzer(tmp_path):
    source = tmp_path / "in.csv"
    text = "充电桩又被油车占位，找了三个都扫不上码，等了一个小时也没人来管"
    source.write_text(f"内容\n{text}\n{text}啊\n", encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(
        '[[category]]\nid = "charging"\nzh = "充电"\n[[category.leaf]]\nid = "charging.pile"\n'
        'zh = "充电桩"\naspect = ["充电桩"]\npain = ["油车占位"]\n',
        encoding="utf-8",
    )
    out = tmp_path / "out.jsonl"
    arguments = ["classify", str(source), "-o", str(out), "--taxonomy", str(own), "--quiet"]
    assert main([*arguments, "--near-duplicates"]) == 0
    first, second = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert {record["category"] for record in first["records"]} == {"charging.pile"}
    assert second["marks"] == ["near_duplicate"]


def test_classify_with_corrections(source, tmp_path):
    fixes, out = tmp_path / "fixes.jsonl", tmp_path / "out.jsonl"
    result = voc.classify(source)
    voc.Corrections([voc.correct_voice(result[0], urgency=3)]).save(fixes)
    arguments = ["classify", str(source), "--quiet", "-o", str(out), "--corrections", str(fixes)]
    assert main(arguments) == 0
    said = list(map(json.loads, out.read_text(encoding="utf-8").splitlines()))
    assert said[0]["urgency"] == 3
    assert [one["model"].endswith("+corrections") for one in said] == [True, False, False]


def test_names_of_an_own_taxonomy_are_shown(tmp_path, capsys):
    own = tmp_path / "own.toml"
    own.write_text(
        'version = 1\n[[category]]\nid = "food"\nzh = "餐饮"\n[[category.leaf]]\nid = "food.wait"\n'
        'zh = "上菜慢"\npain = ["上菜慢", "等太久"]\n',
        encoding="utf-8",
    )
    source = tmp_path / "in.csv"
    source.write_text("内容\n上菜慢，等太久\n", encoding="utf-8")
    page = tmp_path / "page.html"
    arguments = [
        "classify",
        str(source),
        "--taxonomy",
        str(own),
        "--model",
        "lexicon",
        "-o",
        str(page),
    ]
    assert main(arguments) == 0
    for shown in (capsys.readouterr().out, page.read_text(encoding="utf-8")):
        assert "上菜慢" in shown
        assert "food.wait" not in shown
