"""Train a model by a recipe, and write its folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voc._terminal import say
from voc.artifact import check_folder, read_config, write_config, write_figures
from voc.errors import InputError
from voc.estimators.cards import trained_card
from voc.training.checkpoints import checkpoint_for
from voc.training.engines import make_engine, settings_of
from voc.training.examples import Examples, apart, joined
from voc.training.measures import Measures
from voc.training.origin import origin
from voc.training.recipe import Recipe, make_recipe, read_recipe
from voc.training.report import Comparison, CurvePoint, TrainingReport
from voc.training.tasks import Job, job_of


def train(
    recipe: str | Path | Mapping[str, Any] | Recipe,
    *,
    overwrite: bool = False,
    progress: bool = True,
) -> TrainingReport:
    r"""Train a model by a recipe, measure it on texts it has not seen, and write its folder.

    The same recipe and data give the same weights. The folder appears whole or not at all. An
    encoder is kept after each epoch in ``<out>.partial``; the same recipe, started again, goes on
    from there.

    Parameters
    ----------
    recipe : str, Path or mapping
        The path of a TOML file, or what would stand in it; see ``voc.training.recipe.Recipe``.
    overwrite : bool
        Replace a model that is there.
    progress : bool
        Say on standard error what is being done.

    Returns
    -------
    TrainingReport

    Raises
    ------
    InputError
        The recipe or a file has a mistake; texts to measure on are in those to learn from.
    ArtifactError
        The folder exists, or holds something else than a model.
    ModelNotFoundError
        There is no model to compare with.

    Examples
    --------
    >>> import tempfile
    >>> rows = ["内容,标签", *(f"{thing}发货太慢,物流" for thing in "书笔灯伞碗"),
    ...         *(f"{thing}一碰就碎,质量" for thing in "书笔灯伞碗")]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = Path(folder, "工单.csv").write_text("\n".join(rows), encoding="utf-8")
    ...     recipe = {"task": "labels", "out": f"{folder}/model", "data": {"train": f"{folder}/工单.csv"}}
    ...     report = train(recipe, progress=False)
    >>> report.main, report.n_train, report.n_test
    ('macro_f1', 8, 2)
    """
    made = _recipe(recipe)
    check_folder(made.out, overwrite=overwrite)
    return _Training(made, progress=progress).run(overwrite=overwrite)


def _recipe(given: str | Path | Mapping[str, Any] | Recipe) -> Recipe:
    if isinstance(given, Recipe):
        return given
    return make_recipe(given) if isinstance(given, Mapping) else read_recipe(given)


class _Training:
    """One run."""

    def __init__(self, recipe: Recipe, *, progress: bool) -> None:
        self.recipe = recipe
        self.progress = progress
        self.job: Job = job_of(recipe)
        self.engine = make_engine(recipe, self.job.engines, progress=progress)
        self.old = None if recipe.compare_with is None else self.job.load(recipe.compare_with)

    def run(self, *, overwrite: bool) -> TrainingReport:
        """Read, learn, measure, write."""
        train, test, n_dropped = self._examples()
        curve = [self._point(train, test, share) for share in self.recipe.shares]
        # Kept until the folder is written: what took hours is not lost to a full disk.
        with checkpoint_for(self.recipe) as checkpoint:
            engine = self.engine
            if checkpoint is not None:
                engine = replace(engine, checkpoint=str(checkpoint))
            self._say(f"learning from {len(train)} texts")
            model = self._fitted(engine, train)
            self._say(f"measuring on {len(test)} texts")
            measures = self.job.measure(model, test)
            last = CurvePoint(texts=len(train), value=measures.values[measures.main])
            report = TrainingReport(
                folder=self.recipe.out,
                task=self.recipe.task,
                main=measures.main,
                figures=measures.values,
                intervals=measures.intervals(),
                scores=measures.scores,
                learning_curve=(*(point for point in curve if point), last),
                comparison=self._comparison(measures, test),
                n_train=len(train),
                n_test=len(test),
                n_dropped=n_dropped,
            )
            self._write(model, report, overwrite=overwrite)
        return report

    def _examples(self) -> tuple[Examples, Examples, int]:
        """Texts to learn from, texts to measure on, and how many were left out of the former."""
        data = self.recipe.data
        found = joined([self.job.read(path) for path in data.train])
        if isinstance(data.test, float):
            return *found.split(data.test, self.recipe.seed), 0
        test = self.job.read(data.test)
        if not len(test):
            raise InputError(f"{data.test} has no labelled texts; expected some to measure on")
        train = apart(found, test, drop=data.drop_test_copies)
        return train, test, len(found) - len(train)

    def _point(self, train: Examples, test: Examples, share: float) -> CurvePoint | None:
        """A point of the learning curve, unless so few texts cannot be learned from."""
        few = train.some(share, self.recipe.seed)
        self._say(f"learning from {len(few)} of {len(train)} texts, for the learning curve")
        try:
            measures = self.job.measure(self._fitted(self.engine, few), test)
        except InputError:  # one class only, or too few texts
            return None
        return CurvePoint(texts=len(few), value=measures.values[measures.main])

    def _fitted(self, engine: Any, train: Examples) -> Any:  # noqa: ANN401
        estimator = self.job.estimator(engine, self.recipe.seed)
        return estimator.fit(train.items, self.job.target(train))

    def _comparison(self, measures: Measures, test: Examples) -> Comparison | None:
        if self.old is None:
            return None
        old = self.job.measure(self.old, test)
        difference, interval = measures.gain_over(old)
        return Comparison(
            model=Path(str(self.recipe.compare_with)).name,
            value=old.values[measures.main],
            difference=difference,
            interval=interval,
        )

    def _write(self, model: Any, report: TrainingReport, *, overwrite: bool) -> None:  # noqa: ANN401
        """Let the estimator write its folder beside the place, tell what it is, and move it there."""
        recipe, out = self.recipe, self.recipe.out
        counts = (report.n_train, report.n_test, report.n_dropped)
        evaluation = report.to_dict()
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out.parent) as temporary:
            fresh = Path(temporary) / out.name
            model.save(fresh)
            config = read_config(fresh) | {"version": recipe.version}
            config["training"] = origin(recipe, settings_of(self.engine), *counts)
            write_config(fresh, config)
            write_figures(fresh, evaluation, trained_card(config, evaluation, recipe.task))
            check_folder(out, overwrite=overwrite)  # it may have been made since
            if out.exists():
                out.rename(Path(temporary) / "replaced")
            fresh.rename(out)

    def _say(self, what: str) -> None:
        if self.progress:
            say(f"voc: {what}", sys.stderr)
