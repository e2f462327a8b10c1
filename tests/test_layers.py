"""Imports only point left: DESIGN.md §5, read off the sources."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "voc"

# From left to right. A module may import from its own layer and from those to its left. A name is a
# module of voc/ or a whole package; a new one must be put somewhere, else the test fails.
LAYERS = (
    {"errors", "types", "_copier", "_npz", "_optional", "_terminal"},
    {"_taxonomy_lint", "_taxonomy_toml", "labels", "taxonomy", "taxonomy_diff"},
    {
        "_aligned", "_compact", "_figures", "_html", "_label_scores", "_plain", "_scorecard",
        "_scorecard_tables", "_summary", "_teaching", "annotations", "artifact", "bootstrap",
        "challenge", "corpus", "_coefficients", "agreement", "evaluation", "migration",
        "reliability", "result",
    },
    {"_charts", "statistics", "table"},
    {"text"},
    {"collect"},
    {"insight"},
    {"labelled", "public"},
    {"engines"},
    {"qualify"},
    {"topic_model"},
    {"reporting"},
    {"estimators"},
    {"training"},
    {"api"},
    {
        "_cli_common", "_cli_reading", "cli", "cli_report", "cli_corpus", "cli_label_studio", "cli_taxonomy", "cli_train",
        "__main__",
    },
)  # fmt: skip
DATA = {"data"}  # files only
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
HEAVY = {
    "ahocorasick", "charset_normalizer", "datasketch", "jieba", "onnx", "onnxruntime", "opencc",
    "openpyxl", "pandas", "plotly", "pyarrow", "safetensors", "sklearn", "snownlp", "sqlalchemy",
    "stdnum", "tokenizers", "torch", "tqdm", "transformers",
}  # fmt: skip
# Networks in torch cannot be written without it. Nobody needs these to use a model.
TRAINING = {
    "engines.encoder_network": {"torch", "transformers"},
    "engines.encoder_fit": {"torch"},
    "engines.encoder_best": {"torch"},
    "engines.encoder_checkpoint": {"torch"},
    "engines.encoder_loop": {"torch", "tqdm"},
    "engines.encoder_export": {"onnx", "torch"},
    "engines.encoder_import": {"onnx", "torch", "transformers"},
    "engines.text_encoder_fit": {"torch"},
    "estimators.bodies": {"torch"},
}
# An estimator is a subclass of scikit-learn's.
ESTIMATORS = {
    f"estimators.{name}": {"sklearn"} for name in ("classifier", "sentiment", "tagger", "triplets")
} | {"topic_model.model": {"sklearn"}}


def modules():
    """Dotted name (without "voc.") and path of each module but voc/__init__.py."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            yield name, path


MODULES = dict(modules())


def imports(path, *, at_import=False):
    """Absolute names a file imports; with ``at_import`` only those that importing it runs."""
    waiting = list(ast.parse(path.read_text(encoding="utf-8")).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            # `from voc.text import split` imports the module voc.text.split
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not (at_import and (_is_function(node) or _is_typing_only(node))):
            waiting += ast.iter_child_nodes(node)


def _is_function(node):
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _is_typing_only(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def inner(path, **how):
    """The modules of voc that a file imports, as in ``MODULES``; "" is voc itself."""
    for name in imports(path, **how):
        parts = name.split(".")
        if parts[0] == "voc":
            found = (".".join(parts[1:n]) for n in range(len(parts), 1, -1))
            yield next((module for module in found if module in MODULES), "")


def rank(module):
    return RANKS[module.split(".")[0]]


def test_every_module_has_a_layer():
    there = {name.split(".")[0] for name in MODULES}
    assert there == RANKS.keys() | DATA


@pytest.mark.parametrize("module", [name for name in MODULES if name.split(".")[0] not in DATA])
def test_imports_point_left(module):
    targets = set(inner(MODULES[module]))
    # Only the command line may go through the front door, on which the version is written.
    assert "" not in targets or module in ("cli", "estimators.texts", "reporting.report")
    right = {target for target in targets - {""} if rank(target) > rank(module)}
    assert right == set(), f"voc.{module} is in a layer to the left of {right}"


def test_there_is_no_cycle():
    graph = {name: set(inner(path, at_import=True)) - {""} for name, path in MODULES.items()}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError
    assert len(order) == len(MODULES)


def test_the_front_door_imports_nothing_of_voc():
    assert list(inner(ROOT / "__init__.py", at_import=True)) == []


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_imported_where_they_are_needed(module):
    found = {name.split(".")[0] for name in imports(MODULES[module], at_import=True)}
    assert found & HEAVY == (TRAINING | ESTIMATORS).get(module, set())


@pytest.mark.parametrize("module", sorted(MODULES.keys() - TRAINING.keys()))
def test_what_trains_is_never_imported_by_what_runs(module):
    assert set(inner(MODULES[module], at_import=True)) & TRAINING.keys() == set()


def test_the_reader_of_imports_sees_all_forms(tmp_path):
    path = tmp_path / "m.py"
    path.write_text(
        "import a.b\nfrom c import d, e\ntry:\n    import f\nexcept ImportError:\n    pass\n"
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import g\n"
        "def h():\n    import i\nclass J:\n    import k\n",
        encoding="utf-8",
    )
    now = {"a.b", "c.d", "c.e", "f", "typing.TYPE_CHECKING", "k"}
    assert set(imports(path, at_import=True)) == now
    assert set(imports(path)) == now | {"g", "i"}
