"""The recipe of a training: a small TOML file, checked before any work is done."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from voc.errors import InputError

Task = Literal["labels", "sentiment", "records"]
TASKS: tuple[Task, ...] = get_args(Task)


@dataclass(frozen=True, kw_only=True)
class Data:
    """The table ``[data]`` of a recipe.

    Attributes
    ----------
    train : tuple of Path
        Files to learn from.
    test : Path or float
        File to measure on, or share of the texts, in (0, 1), that is held out for it.
    text, labels, id : str, optional
        Columns of tables, where their headers do not tell.
    separator : str
        Stands between the labels of a cell; "" where a cell holds one label only.
    taxonomy : Path, optional
        Of the records, or of labels that are ids of leaves; else another label is refused.
    drop_test_copies : bool
        Leave texts of the test file out of training instead of refusing them.
    """

    train: tuple[Path, ...]
    test: Path | float = 0.2
    text: str | None = None
    labels: str | None = None
    id: str | None = None
    separator: str = "|"
    taxonomy: Path | None = None
    drop_test_copies: bool = False


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What to train, of what, and where it goes.

    Attributes
    ----------
    task : "labels", "sentiment" or "records"
    data : Data
    out : Path
        Model folder to write.
    engine : mapping
        ``name`` ("linear" or "encoder") and settings of that engine.
    seed : int
    version : str
        Of the model.
    compare_with : str, optional
        An older model, to be measured on the same texts; a folder, or a name that voc finds. What
        it has learned from cannot be known: where it has seen the test texts, it looks too good.
    learning_curve : tuple of float, optional
        Shares of the training texts, in (0, 1), to learn from as well, in order to tell whether more
        texts would help; by default (0.1, 0.3) for the linear engine and none for the encoder.
    """

    task: Task
    data: Data
    out: Path
    engine: Mapping[str, Any] = field(default_factory=lambda: {"name": "linear"})
    seed: int = 0
    version: str = "1"
    compare_with: str | None = None
    learning_curve: tuple[float, ...] | None = None

    @property
    def shares(self) -> tuple[float, ...]:
        """The learning curve without its last point."""
        if self.learning_curve is not None:
            return self.learning_curve
        return (0.1, 0.3) if self.engine["name"] == "linear" else ()


def read_recipe(path: str | Path) -> Recipe:
    """Read a recipe; paths in it are relative to its folder.

    Raises
    ------
    InputError
        The file cannot be read, is no TOML, lacks something, or has an unknown key or a value of
        another kind.
    """
    path = Path(path)
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the path") from error
    except ValueError as error:
        raise InputError(f"{path}: {error}; expected TOML in UTF-8; mend it") from error
    return make_recipe(plain, path.parent, str(path))


def make_recipe(
    plain: Mapping[str, Any], folder: Path = Path(), where: str = "the recipe"
) -> Recipe:
    """Make a recipe of plain values.

    Parameters
    ----------
    plain : mapping
        As the TOML file has it.
    folder : Path
        That relative paths start from.
    where : str
        What messages call it.

    Raises
    ------
    InputError
        As ``read_recipe``.

    Examples
    --------
    >>> recipe = make_recipe({"task": "labels", "out": "m", "data": {"train": "工单.csv"}})
    >>> recipe.data.train[0].name, recipe.data.test, recipe.shares
    ('工单.csv', 0.2, (0.1, 0.3))
    >>> make_recipe({"task": "labels", "out": "m", "data": {"trian": "工单.csv"}})
    Traceback (most recent call last):
    voc.errors.InputError: the recipe, [data]: unknown key 'trian'; did you mean 'train'?
    """
    check_keys(plain, names_of(Recipe), where)
    for key in ("task", "out", "data"):
        if key not in plain:
            raise InputError(f"{where}: got no {key!r}; a recipe needs task, out and [data]")
    if plain["task"] not in TASKS:
        raise InputError(
            f"{where}: task={plain['task']!r}; expected one of {', '.join(map(repr, TASKS))}"
        )
    engine = {"name": "linear"} | dict(_typed(plain, "engine", Mapping, {}, where))
    shares = plain.get("learning_curve")
    return Recipe(
        task=plain["task"],
        data=_data(_typed(plain, "data", Mapping, {}, where), folder, f"{where}, [data]"),
        out=folder / _typed(plain, "out", str | Path, "", where),
        engine=engine,
        seed=_typed(plain, "seed", int, 0, where),
        version=_typed(plain, "version", str, "1", where),
        compare_with=_model(plain, folder, where),
        learning_curve=None if shares is None else _shares(shares, where),
    )


def check_keys(given: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse keys that are not known.

    Raises
    ------
    InputError
        Names the first, and what it may have been meant to be.
    """
    names = list(known)
    for key in given:
        if key not in names:
            near = [repr(name) for name in get_close_matches(key, names, n=1)]
            hint = f"did you mean {near[0]}?" if near else f"expected some of {', '.join(names)}"
            raise InputError(f"{where}: unknown key {key!r}; {hint}")


def names_of(kind: type) -> list[str]:
    """Names of the fields of a dataclass."""
    return [one.name for one in fields(kind)]


def _data(plain: Mapping[str, Any], folder: Path, where: str) -> Data:
    check_keys(plain, names_of(Data), where)
    given = dict(plain)
    train = given.get("train")
    files = [train] if isinstance(train, str | Path) else train
    if (
        not files
        or not isinstance(files, list)
        or not all(isinstance(f, str | Path) for f in files)
    ):
        raise InputError(f"{where}: train={train!r}; expected a file, or a list of files")
    given["train"] = tuple(folder / file for file in files)
    test = _typed(plain, "test", str | Path | float, 0.2, where)
    if isinstance(test, float) and not 0 < test < 1:
        raise InputError(f"{where}: test={test}; expected a file, or a share in (0, 1) such as 0.2")
    given["test"] = test if isinstance(test, float) else folder / test
    if "taxonomy" in plain:
        given["taxonomy"] = folder / _typed(plain, "taxonomy", str | Path, "", where)
    for key in ("text", "labels", "id", "separator"):
        _typed(plain, key, str, "", where)
    _typed(plain, "drop_test_copies", bool, False, where)
    return Data(**given)


def _model(plain: Mapping[str, Any], folder: Path, where: str) -> str | None:
    """Name of the older model: a folder beside the recipe goes before one that voc finds."""
    if "compare_with" not in plain:
        return None
    name = _typed(plain, "compare_with", str | Path, "", where)
    beside = folder / name
    return str(beside if (beside / "config.json").is_file() else name)


def _shares(shares: object, where: str) -> tuple[float, ...]:
    if not isinstance(shares, list | tuple) or not all(
        isinstance(share, float) and 0 < share < 1 for share in shares
    ):
        raise InputError(
            f"{where}: learning_curve={shares!r}; expected shares in (0, 1), such as [0.1, 0.3]"
        )
    return tuple(sorted(set(shares)))


def _typed(plain: Mapping[str, Any], key: str, kind: Any, default: Any, where: str) -> Any:  # noqa: ANN401
    value = plain.get(key, default)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        wanted = " or ".join(one.__name__ for one in get_args(kind) or (kind,))
        raise InputError(f"{where}: {key}={value!r}; expected a value of type {wanted}")
    return value
