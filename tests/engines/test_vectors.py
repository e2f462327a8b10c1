import numpy as np

from voc.engines.vectors import Space, unit_length


def test_points_have_length_one_and_zeros_stay():
    points = unit_length(np.array([[3, 4], [0, 0]], np.float32))
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), [1, 0])


def test_what_differs_within_groups_counts_little():
    rng = np.random.default_rng(0)
    about = np.repeat([[-1.0], [1.0]], 50, axis=0)
    manner = rng.normal(size=(100, 1)) * 3
    vectors = np.concatenate((about, manner), axis=1).astype(np.float32)
    groups = [np.arange(50), np.arange(50, 100)]
    points = Space.of(vectors, groups).place(vectors)
    plain = Space.of(vectors, []).place(vectors)

    def closeness(at):
        return (at[:50] @ at[:50].T).mean() - (at[:50] @ at[50:].T).mean()

    assert closeness(points) > closeness(plain) + 0.3
    assert points.dtype == np.float32
