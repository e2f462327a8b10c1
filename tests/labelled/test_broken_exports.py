"""Whatever stands in an export, it is read or refused; nothing else is raised."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import InputError
from voc.labelled.label_studio_records import read_label_studio_records
from voc.labelled.read import read_labelled
from voc.taxonomy import Taxonomy

TAXONOMY = Taxonomy.load()
TEXT = "发货太慢了👍"
KEYS = ("text", "start", "end", "labels", "choices", "taxonomy", "id", "value", "x")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "pain", "发货", "3", TEXT]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=6,
)  # fmt: skip


def some(*values):
    return st.one_of(*(v if isinstance(v, st.SearchStrategy) else st.just(v) for v in values))


RESULTS = st.fixed_dictionaries(
    {},
    optional={
        "id": some("a", JSON),
        "from_name": some("kind", "category", "severity", "urgency", "flags", JSON),
        "type": some("labels", "choices", JSON),
        "value": st.fixed_dictionaries(
            {},
            optional={
                "start": some(0, JSON),
                "end": some(2, JSON),
                "text": some("发货", JSON),
                "labels": some(["pain"], JSON),
                "choices": some(["3"], JSON),
                "taxonomy": some([["delivery.speed"]], JSON),
            },
        )
        | JSON,
    },
)
DONE = st.fixed_dictionaries(
    {"result": some(st.lists(some(RESULTS, JSON), max_size=4), JSON)},
    optional={"updated_at": JSON, "ground_truth": JSON, "was_cancelled": JSON},
)
TASKS = st.fixed_dictionaries(
    {"data": some({"text": TEXT}, st.fixed_dictionaries({"text": JSON, "voc": JSON}), JSON)},
    optional={
        "id": JSON,
        "annotations": some(st.lists(some(DONE, JSON), max_size=2), JSON),
        "predictions": some(st.lists(some(DONE, JSON), max_size=2), JSON),
    },
)
SPANS = st.lists(
    some(
        st.tuples(st.integers(-1, 9), st.integers(-1, 9), JSON).map(list),
        st.fixed_dictionaries({"start_offset": JSON, "end_offset": JSON, "label": JSON}),
        JSON,
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TASKS, max_size=2))
def test_tasks_of_label_studio(tasks):
    with suppress(InputError):
        assert len(read_labelled(tasks, format="label_studio")) <= len(tasks)
    with suppress(InputError):
        assert len(read_label_studio_records(tasks, TAXONOMY)) <= len(tasks)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["id", "text", "data", "label", "labels", "cats", "entities"]),
        some(TEXT, SPANS, JSON),
    )
)
def test_rows_of_doccano_and_of_anything(row):
    for format in ("doccano", None):
        with suppress(InputError):
            assert len(read_labelled([row], format=format)) <= 1
