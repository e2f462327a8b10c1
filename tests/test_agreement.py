import math
from dataclasses import replace

import numpy as np
import pytest
from samples import record, tagged
from sklearn.metrics import cohen_kappa_score

from voc.agreement import agreement, cohen_kappa, krippendorff_alpha
from voc.errors import InputError
from voc.evaluation import evaluate

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example C: four observers,
# twelve units, a dot where an observer is silent.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
KRIPPENDORFF = [[None if c == "." else int(c) for c in row] for row in OBSERVERS]
RNG = np.random.default_rng(5)
SLOW = record(0, 5)
KIND = record(6, 13, kind="praise", category="service.attitude", severity=0)


def voices(*rows, **more):
    return [replace(tagged(*records, id=str(i)), **more) for i, records in enumerate(rows)]


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_the_published_example(level, published):
    assert krippendorff_alpha(KRIPPENDORFF, level) == pytest.approx(published, abs=5e-4)


def test_alpha_of_two_observers_without_gaps_is_that_of_the_published_example():
    # The same paper, examples A (binary) and B (nominal).
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert krippendorff_alpha(binary) == pytest.approx(0.095, abs=5e-4)
    nominal = ["a a b b d c c c e d d a".split(), "b a b b b c c c e d d d".split()]
    assert krippendorff_alpha(nominal) == pytest.approx(0.692, abs=5e-4)


def test_none_and_nan_are_missing_and_items_with_one_rating_do_not_count():
    full = [[1, 2, 3, 1], [1, 2, 2, 1]]
    gaps = [[1, 2, 3, 1, None, 3], [1, 2, 2, 1, 2, math.nan]]
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(gaps, level) == krippendorff_alpha(full, level)


def test_only_the_interval_alpha_sees_how_far_values_are_apart():
    near, far = [[1, 2, 3, 1], [1, 2, 2, 1]], [[1, 2, 9, 1], [1, 2, 2, 1]]
    assert krippendorff_alpha(near, "ordinal") == krippendorff_alpha(far, "ordinal")
    assert krippendorff_alpha(near, "interval") != krippendorff_alpha(far, "interval")


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_is_that_of_scikit_learn(weights):
    a, b = RNG.integers(4, size=(2, 60)).tolist()
    assert cohen_kappa(a, b, weights) == pytest.approx(cohen_kappa_score(a, b, weights=weights))


def test_the_weight_of_two_grades_is_their_distance_though_none_lies_between():
    assert cohen_kappa([0, 3, 3], [0, 0, 3], "linear") == cohen_kappa([0, 1, 1], [0, 0, 1])
    near, far = ([0, 1, 3, 3], [0, 0, 3, 3]), ([0, 2, 3, 3], [0, 0, 3, 3])
    assert cohen_kappa(*near, "quadratic") > cohen_kappa(*far, "quadratic")


@pytest.mark.parametrize("same", [[], ["投诉"], ["投诉"] * 3])
def test_without_variation_nothing_can_be_said(same):
    assert math.isnan(cohen_kappa(same, same))
    assert math.isnan(krippendorff_alpha([same, same]))
    assert math.isnan(krippendorff_alpha([]))


def test_disagreement_throughout_is_worse_than_chance():
    assert cohen_kappa([0, 1], [1, 0]) == -1.0
    assert krippendorff_alpha([[0, 1], [1, 0]]) == -0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cohen_kappa([1], [1, 2]), "got 1 and 2 labels"),
        (lambda: cohen_kappa([1], [1], "cubic"), "weights='cubic', expected one of None, 'linear'"),
        (lambda: cohen_kappa([1, None], [1, 2]), "got a missing label"),
        (lambda: cohen_kappa(["高"], ["低"], "linear"), "a grade that is no number"),
        (lambda: krippendorff_alpha([[1], [1, 2]]), r"got \[1, 2\] ratings"),
        (lambda: krippendorff_alpha([[1], [1]], "ratio"), "level='ratio', expected one of 'nom"),
        (lambda: krippendorff_alpha([["高"], ["低"]], "ordinal"), "a grade that is no number"),
        (lambda: krippendorff_alpha([[math.inf], [1]], "interval"), "a grade that is no number"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, message):
    with pytest.raises(InputError, match=message):
        call()


def test_labels_of_voices():
    first = voices((SLOW,), (SLOW, KIND), (), (KIND,), sentiment="negative", urgency=1)
    second = list(first)
    first[0] = replace(first[0], sentiment="positive", urgency=3, flags=frozenset({"safety"}))
    second[2] = replace(second[2], sentiment="positive", urgency=2)
    second[1] = replace(
        second[1], records=(replace(SLOW, severity=4, stage="usage"), replace(KIND, severity=3))
    )
    found = agreement(first, second, samples=20)
    assert found.voices == 4
    for name, level, weights in (
        ("sentiment", "nominal", None),
        ("urgency", "ordinal", "quadratic"),
    ):
        a, b = ([getattr(voice, name) for voice in side] for side in (first, second))
        row = found.labels[name]
        assert (row.n, row.same) == (4, 0.5)
        assert row.kappa == pytest.approx(cohen_kappa(a, b, weights))
        assert row.alpha == pytest.approx(krippendorff_alpha([a, b], level))
        assert not row.kappa_interval.low > row.kappa_interval.high
    # Six flags of four voices; of the first voice three differ: safety, repeat, churn.
    assert (found.labels["flags"].n, found.labels["flags"].same) == (24, 21 / 24)
    # Two common pains, one of them graded otherwise; the severity of praise says nothing.
    assert (found.labels["severity"].n, found.labels["severity"].same) == (2, 0.5)
    assert (found.labels["stage"].n, found.labels["stage"].same) == (4, 0.75)


def test_records_agree_as_evaluate_says_whoever_is_the_reference():
    first, second = voices((SLOW,), (SLOW, KIND), ()), voices((KIND,), (SLOW,), (SLOW,))
    figures = evaluate(first, second)
    for found in (agreement(first, second, samples=5), agreement(second, first, samples=5)):
        assert {name: row.f1 for name, row in found.records.items()} == {
            name: figures[name]
            for name in ("record_leaf", "record_top", "pain_leaf", "need", "span")
        }


def test_the_same_seed_gives_the_same_intervals():
    first, second = voices((SLOW,), (KIND,), (), (SLOW,)), voices((SLOW,), (SLOW,), (KIND,), ())
    once, again, other = (
        agreement(first, second, samples=3, random_state=seed) for seed in (1, 1, 2)
    )
    assert once.records == again.records
    assert once.records != other.records


def test_it_prints_two_tables_with_dashes_for_what_is_undefined():
    shown = str(agreement(voices(()), voices(()), samples=5))
    lines = shown.splitlines()
    assert lines[0].startswith("标签 label")
    severity = next(line for line in lines if line.startswith("severity"))
    assert severity.split() == ["severity", "0", "—", "—", "—", "—", "—"]
    assert any(line.startswith("record_leaf") for line in lines)


def test_nothing_to_compare_is_refused():
    with pytest.raises(InputError, match="got no voices"):
        agreement([], [])
    with pytest.raises(InputError, match="samples=0 is below 1"):
        agreement(voices(()), voices(()), samples=0)
    with pytest.raises(InputError, match="1 of 1 voices lack a prediction"):
        agreement(voices(()), [])
