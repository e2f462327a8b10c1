"""What the documents show is what happens."""

import ast
import contextlib
import io
import re
import shlex
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import nbclient
import nbformat
import pytest

from voc.cli import main
from voc.engines.linear_fit import LinearSettings
from voc.estimators.engines import EncoderTexts, LinearTexts
from voc.estimators.record_engines import EncoderRecords, LinearRecords
from voc.training.recipe import Data, Recipe, make_recipe

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.en.md"]
PAGES = [
    (f"docs/{name}.zh.md", f"docs/{name}.md")
    for name in ("how-good-is-my-model", "retraining", "topics")
]
DOCUMENTS = [
    *READMES,
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/performance.md",
    *(page for pair in PAGES for page in pair),
]
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def blocks(document, language):
    """Code of each block of that language, and the block of output that follows it."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return [(code, output) for found, code, output in BLOCK.findall(text) if found == language]


def bare(code):
    """The code without comments and without what its strings say."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def commands(document):
    """Shell commands without comments, each as a list of words."""
    code = "".join(code for code, _ in blocks(document, "bash"))
    return [words for line in code.splitlines() if (words := shlex.split(line, comments=True))]


@pytest.mark.parametrize("document", [*READMES, *(page for pair in PAGES for page in pair)])
def test_examples_print_what_the_document_says(document, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    examples = blocks(document, "python")
    assert len(examples) >= (5 if document in READMES else 1)
    for code, output in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, document, "exec"), names)
        assert printed.getvalue() == output, code


@pytest.mark.parametrize("pair", [READMES, *PAGES])
def test_both_languages_show_the_same_code(pair):
    chinese, english = (blocks(document, "python") for document in pair)
    assert [bare(code) for code, _ in chinese] == [bare(code) for code, _ in english]
    assert [output for _, output in chinese] == [output for _, output in english]
    assert commands(pair[0]) == commands(pair[1])


@pytest.mark.parametrize("document", PAGES[1])
def test_the_page_on_training_names_every_key_of_a_recipe(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    ours = {"data", "engine", "settings", "progress", "checkpoint"}  # tables, and set by voc.train
    kinds = (Recipe, Data, LinearTexts, EncoderTexts, LinearRecords, LinearSettings, EncoderRecords)
    keys = {field.name for kind in kinds for field in fields(kind)} - ours
    assert keys - set(re.findall(r"`(\w+)`", text)) == set()
    for code, _ in blocks(document, "toml"):
        make_recipe(tomllib.loads(code))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_exist(document):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"demo", "test", "check", "wheel", "clean", "help"} <= targets
    named = {words[1] for words in commands(document) if words[0] == "make"}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_and_their_options_exist(document, capsys):
    for words in commands(document):
        if words[0] == "voc":
            groups = ("corpus", "label-studio", "taxonomy")
            subcommand = words[1 : 3 if words[1] in groups else 2]
            with pytest.raises(SystemExit) as done:
                main([*subcommand, "--help"])
            assert done.value.code == 0
            options = {word for word in words if word.startswith("-")}
            listed = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", capsys.readouterr().out))
            assert options <= listed, words


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document):
    path = ROOT / document
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


def test_the_architecture_names_every_module():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    modules = {
        path.stem
        for part in ("voc", "recipes", "benchmarks")
        for path in (ROOT / part).rglob("*.py")
    }
    assert modules - words == set()


def test_make_without_a_target_prints_help():
    done = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "make demo" in done.stdout
    assert "make test" in done.stdout


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the machinery that runs notebooks
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_run(name, tmp_path):
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output.output_type == "error"] == []


def test_there_are_notebooks():
    assert NOTEBOOKS
