import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shop import GOODS, shop_voices
from tiny_encoder import WINDOW, save_tiny_checkpoint

import voc
from voc import cli
from voc._plain import to_dict
from voc.artifact import load_artifact, sha256
from voc.bootstrap import Interval
from voc.errors import ArtifactError, InputError
from voc.training.examples import Examples, apart
from voc.training.measures import measure_names
from voc.training.recipe import make_recipe, read_recipe
from voc.training.report import Comparison

SAID = {"发货太慢": "物流", "一碰就碎": "质量", "客服骂人": "服务"}
ROWS = [(f"{thing}{said}", label) for thing in GOODS for said, label in SAID.items()]
FRESH = [(f"{thing}{said}了", label) for thing in ("键盘", "毛巾") for said, label in SAID.items()]
LINEAR = {"base": ""}


def table(path, rows, header="内容,标签"):
    path.write_text("\n".join([header, *map(",".join, rows)]), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    table(tmp_path / "train.csv", ROWS)
    table(tmp_path / "test.csv", FRESH)
    return tmp_path


def recipe_for(folder, **changes):
    data = {"train": str(folder / "train.csv"), "test": str(folder / "test.csv")}
    plain = {"task": "labels", "out": str(folder / "model"), "data": data, "engine": LINEAR}
    data.update(changes.pop("data", {}))
    return plain | changes


def train(plain, **how):
    return voc.train(plain, progress=False, **how)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_learns_measures_and_writes_a_whole_folder(folder):
    report = train(recipe_for(folder))
    assert report.figures["macro_f1"] == 1
    assert (report.n_train, report.n_test, report.n_dropped) == (36, 6, 0)
    assert names(folder / "model") == ["README.md", "config.json", "evaluation.json", "weights.npz"]
    assert voc.PainClassifier.load(folder / "model").predict(["键盘发货太慢"]).tolist() == ["物流"]
    evaluation = json.loads((folder / "model/evaluation.json").read_text(encoding="utf-8"))
    assert evaluation == report.to_dict()
    assert evaluation["scores"]["label"]["物流"]["f1"] == 1
    training = load_artifact(folder / "model").config["training"]
    assert training["sha256"]["train.csv"] == sha256(folder / "train.csv")
    assert str(folder) not in json.dumps(training)


def test_the_card_shows_the_measured_figures(folder):
    report = train(recipe_for(folder))
    card = (folder / "model/README.md").read_text(encoding="utf-8")
    low, high = report.intervals["macro_f1"]
    assert f"| macro_f1 | {report.figures['macro_f1']:.3f} | {low:.3f}–{high:.3f} |" in card
    assert "学习 36 条，评测 6 条" in card
    assert "| 物流 | 1.000 | 1.000 | 1.000 | 2 |" in card


def test_the_same_recipe_gives_the_same_weights(folder):
    train(recipe_for(folder))
    train(recipe_for(folder, out=str(folder / "again")))
    sums = {sha256(folder / name / "weights.npz") for name in ("model", "again")}
    assert len(sums) == 1


def test_a_share_is_held_out_and_copies_stay_on_one_side(folder):
    table(folder / "train.csv", [*ROWS, *((f"{text}！", label) for text, label in ROWS)])
    report = train(recipe_for(folder, data={"test": 0.25}))
    assert (report.n_train + report.n_test, report.n_test % 2) == (72, 0)


def test_the_learning_curve_ends_with_all_texts(folder):
    report = train(recipe_for(folder, learning_curve=[0.5]))
    assert [point.texts for point in report.learning_curve] == [18, 36]
    assert report.learning_curve[-1].value == report.figures["macro_f1"]


def test_a_share_too_small_to_learn_from_is_no_point(folder):
    report = train(recipe_for(folder, learning_curve=[0.01]))
    assert [point.texts for point in report.learning_curve] == [36]


def test_several_labels_a_text(folder):
    table(folder / "train.csv", [*ROWS, *((f"{t}发货太慢客服骂人", "物流|服务") for t in GOODS)])
    table(folder / "test.csv", [*FRESH, ("键盘发货太慢客服骂人", "物流|服务")])
    report = train(recipe_for(folder, learning_curve=[]))
    assert report.main == "micro_f1"
    assert report.figures["micro_f1"] > 0.8


def test_sentiment(folder):
    header = "内容,情感"
    train_rows = [(f"{t}{s}", p) for t in GOODS for s, p in (("太差", "negative"), ("很好", "1"))]
    table(folder / "train.csv", train_rows, header)
    table(folder / "test.csv", [("键盘太差", "-0.5"), ("键盘很好", "positive")], header)
    changed = recipe_for(folder, task="sentiment", learning_curve=[], data={"labels": "情感"})
    report = train(changed)
    assert report.figures["accuracy"] == 1
    assert voc.SentimentScorer.load(folder / "model").predict(["毛巾太差"])[0] < 0


def test_a_polarity_that_is_none_is_named(folder):
    table(folder / "train.csv", [("键盘太差", "negative"), ("键盘很好", "positive")])
    table(folder / "test.csv", [("毛巾太差", "糟糕")])
    with pytest.raises(
        InputError, match=r"test\.csv 1: got '糟糕', expected negative, neutral, pos"
    ):
        train(recipe_for(folder, task="sentiment"))


def write_voices(path, voices):
    lines = (json.dumps(to_dict(tagged), ensure_ascii=False) for tagged in voices)
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def records(tmp_path):
    write_voices(tmp_path / "train.jsonl", shop_voices())
    write_voices(tmp_path / "test.jsonl", shop_voices(("键盘", "毛巾"), "收到{}，{}。"))
    engine = {"base": "", "bits": 12, "n_folds": 2, "n_directions": 4, "n_networks": 1}
    data = {"train": str(tmp_path / "train.jsonl"), "test": str(tmp_path / "test.jsonl")}
    return {
        "task": "records", "out": str(tmp_path / "model"), "data": data, "engine": engine,
        "learning_curve": [],
    }  # fmt: skip


def test_records(records):
    report = train(records | {"version": "2.0"})
    assert report.main == "record_leaf"
    assert report.figures["record_leaf"] > 0.9
    assert report.scores["category"]["delivery.speed"].reference == 4
    model = voc.load(records["out"])
    assert model.name == "model@2.0"
    assert "taxonomy.toml" in names(Path(records["out"]))


def test_an_old_model_that_is_better_is_told(folder):
    train(recipe_for(folder, out=str(folder / "old")))
    mixed = [(text, ROWS[(i * 7 + 1) % len(ROWS)][1]) for i, (text, _) in enumerate(ROWS)]
    table(folder / "train.csv", mixed)
    report = train(recipe_for(folder, compare_with=str(folder / "old")))
    comparison = report.comparison
    assert comparison.worse
    assert comparison.value == 1
    assert comparison.interval.low <= comparison.difference <= comparison.interval.high
    assert "WORSE than old (1.000)" in str(report)
    assert "更差 worse" in (folder / "model/README.md").read_text(encoding="utf-8")


def test_an_equal_model_is_not_worse(folder):
    train(recipe_for(folder, out=str(folder / "old")))
    report = train(recipe_for(folder, compare_with=str(folder / "old")))
    assert (report.comparison.worse, report.comparison.difference) == (False, 0)


def test_test_texts_in_training_are_refused_and_named(folder):
    table(folder / "test.csv", [*FRESH, ("手机 发货太慢!!", "物流"), (ROWS[4][0], ROWS[4][1])])
    with pytest.raises(InputError, match=r"^2 of 36 texts .* row: train\.csv 1, train\.csv 5\);"):
        train(recipe_for(folder))
    assert names(folder) == ["test.csv", "train.csv"]
    report = train(recipe_for(folder, data={"drop_test_copies": True}))
    assert (report.n_train, report.n_dropped) == (34, 2)


def test_dropping_must_leave_something():
    same = Examples(("慢",), ("物流",), (("物流",),), ("a 1",))
    with pytest.raises(InputError, match="1 of 1 texts to learn from are in the test file"):
        apart(same, same, drop=True)


def test_a_folder_that_exists_is_not_overwritten(folder):
    train(recipe_for(folder))
    before = sha256(folder / "model/config.json")
    with pytest.raises(ArtifactError, match="model exists; choose another name or pass overwrite"):
        train(recipe_for(folder))
    assert sha256(folder / "model/config.json") == before
    train(recipe_for(folder, version="2"), overwrite=True)
    assert sha256(folder / "model/config.json") != before


def test_other_folders_are_never_overwritten(folder):
    (folder / "model").mkdir()
    (folder / "model/thesis.txt").write_text("十年", encoding="utf-8")
    with pytest.raises(ArtifactError, match="holds no model"):
        train(recipe_for(folder), overwrite=True)
    assert names(folder / "model") == ["thesis.txt"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError], ids=["ctrl-c", "disk"])
def test_nothing_is_left_behind_when_it_is_stopped(folder, monkeypatch, error):
    def stop(*_):
        raise error

    monkeypatch.setattr("voc.training.run.write_figures", stop)
    with pytest.raises(error):
        train(recipe_for(folder, learning_curve=[]))
    assert names(folder) == ["test.csv", "train.csv"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"taks": "labels"}, r"the recipe: unknown key 'taks'; did you mean 'task'\?"),
        ({"task": "topics"}, "task='topics'; expected one of 'labels', 'sentiment', 'records'"),
        ({"data": {"textcolumn": "a"}}, r"\[data\]: unknown key 'textcolumn'; "),
        ({"data": {"test": 1.5}}, r"test=1\.5; expected a file, or a share in \(0, 1\)"),
        ({"data": {"train": 3}}, "train=3; expected a file, or a list of files"),
        ({"engine": {"name": "magic"}}, "name='magic'; expected 'linear' or 'encoder'"),
        ({"engine": {"strenght": 1}}, r"\[engine\]: unknown key 'strenght'; did you mean 'strength'"),
        ({"engine": {"strength": "x"}}, "strength='x'; expected a value of type float"),
        ({"seed": "0"}, "seed='0'; expected a value of type int"),
        ({"learning_curve": [2]}, r"learning_curve=\[2\]; expected shares in \(0, 1\)"),
        ({"data": {"train": "no-such.csv"}}, r"no-such\.csv"),
    ],
    ids=[
        "key", "task", "data", "share", "train", "engine", "setting", "kind", "seed", "curve", "file",
    ],
)  # fmt: skip
def test_a_recipe_with_a_mistake(folder, changes, message):
    with pytest.raises(InputError, match=message):
        train(recipe_for(folder, **changes))
    assert names(folder) == ["test.csv", "train.csv"]


def test_a_recipe_needs_its_parts():
    with pytest.raises(InputError, match="got no 'out'; a recipe needs task, out and"):
        make_recipe({"task": "labels", "data": {"train": "a.csv"}})


def test_paths_of_a_recipe_start_from_its_folder(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(
        'task = "labels"\nout = "model"\n[data]\ntrain = ["a.csv", "b.csv"]\ntest = 0.3\n',
        encoding="utf-8",
    )
    recipe = read_recipe(path)
    assert recipe.out == tmp_path / "model"
    assert recipe.data.train == (tmp_path / "a.csv", tmp_path / "b.csv")


@pytest.mark.parametrize("content", [b"task = ", b"\xff\xfe"], ids=["toml", "encoding"])
def test_a_recipe_that_is_no_toml(tmp_path, content):
    (tmp_path / "recipe.toml").write_bytes(content)
    with pytest.raises(InputError, match=r"recipe\.toml: .*expected TOML in UTF-8"):
        voc.train(tmp_path / "recipe.toml")


def test_the_figures_are_what_they_are_called():
    right = [frozenset("甲"), frozenset("甲"), frozenset("乙"), frozenset("甲乙")]
    said = [frozenset("甲"), frozenset("乙"), frozenset("乙"), frozenset("甲")]
    measures = measure_names(right, said, "accuracy", "label")
    assert measures.values == pytest.approx(
        {"accuracy": 2 / 4, "micro_f1": 6 / 9, "macro_f1": (4 / 5 + 2 / 4) / 2}
    )
    assert measures.scores["label"]["甲"].recall == pytest.approx(2 / 3)
    assert measures.gain_over(measures) == (0, (0, 0))


def write_recipe(folder, **changes):
    lines = ['task = "labels"', 'out = "model"', "learning_curve = []"]
    lines += [f'{key} = "{value}"' for key, value in changes.items()]
    lines += ["[data]", 'train = "train.csv"', 'test = "test.csv"', "[engine]", 'base = ""']
    (folder / "recipe.toml").write_text("\n".join(lines), encoding="utf-8")
    return str(folder / "recipe.toml")


def test_the_command(folder, capsys):
    assert cli.main(["train", write_recipe(folder)]) == 0
    shown = capsys.readouterr()
    assert "macro_f1 *" in shown.out
    assert "voc: learning from 36 texts" in shown.err
    assert cli.main(["train", write_recipe(folder)]) == 2
    assert "exists" in capsys.readouterr().err


def test_the_command_tells_by_its_exit_code_that_the_new_model_is_worse(folder, capsys):
    assert cli.main(["train", write_recipe(folder), "--quiet"]) == 0
    (folder / "model").rename(folder / "old")
    mixed = [(text, ROWS[(i * 7 + 1) % len(ROWS)][1]) for i, (text, _) in enumerate(ROWS)]
    table(folder / "train.csv", mixed)
    assert cli.main(["train", write_recipe(folder, compare_with="old"), "--quiet"]) == 1
    assert "WORSE than old" in capsys.readouterr().err


def test_the_help_shows_a_whole_recipe(capsys):
    with pytest.raises(SystemExit):
        cli.main(["train", "--help"])
    shown = capsys.readouterr().out
    assert all(
        key in shown for key in ("task =", "[data]", "[engine]", "compare_with", "Exit code")
    )


def test_the_module_does_not_hide_the_function():
    code = "import voc.training.run, voc; assert callable(voc.train), voc.train"
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, check=False)
    assert done.returncode == 0


@pytest.fixture(scope="module")
def body(tmp_path_factory):
    folder = tmp_path_factory.mktemp("body")
    save_tiny_checkpoint(folder)
    return folder


def encoder_recipe(folder, body, epochs=4):
    table(folder / "train.csv", [("师傅很热情", "好"), ("充电时冒烟了", "坏")] * 4)
    table(folder / "test.csv", [("师傅热情", "好"), ("冒烟了", "坏")])
    engine = {
        "name": "encoder", "encoder": str(body), "epochs": epochs, "learning_rate": 5e-4,
        "window": WINDOW, "bfloat16": False,
    }  # fmt: skip
    return recipe_for(folder, engine=engine)


class PowerCut(BaseException):
    """Ends a training between two epochs."""


def test_a_stopped_encoder_goes_on_where_it_was(folder, body, monkeypatch):
    from voc.engines.encoder_checkpoint import Progress

    keep, done = Progress.keep, []

    def keep_and_stop(self, path, epochs):
        keep(self, path, epochs)
        done.append(epochs)
        if epochs == 2:
            raise PowerCut

    plain, partial = encoder_recipe(folder, body), folder / "model.partial"
    partial.mkdir()
    (partial / "0123456789abcdef.pt").write_bytes(b"of another recipe")
    monkeypatch.setattr(Progress, "keep", keep_and_stop)
    with pytest.raises(PowerCut):
        train(plain)
    assert names(folder) == ["model.partial", "test.csv", "train.csv"]
    assert [path.suffix for path in partial.iterdir() if path.stem != "0123456789abcdef"] == [".pt"]
    report = train(plain)
    assert done == [1, 2, 3, 4]
    assert report.n_test == 2
    assert names(folder) == ["model", "test.csv", "train.csv"]


def test_without_an_epoch_done_no_folder_is_left(folder, body, monkeypatch):
    monkeypatch.setattr("voc.training.run._Training._fitted", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        train(encoder_recipe(folder, body))
    assert names(folder) == ["test.csv", "train.csv"]


def test_a_comparison_says_what_may_be_chance():
    def told(difference, low, high):
        return str(
            Comparison(model="old", value=0.5, difference=difference, interval=Interval(low, high))
        )

    assert told(-0.1, -0.2, -0.05).startswith("WORSE than old (0.500) by 0.100")
    assert told(0.1, -0.1, 0.3).endswith("may be chance")
    assert told(0.1, 0.05, 0.3).endswith("+0.300")
    assert told(0.0, 0.0, 0.0).endswith("+0.000")  # they said the same of each text
