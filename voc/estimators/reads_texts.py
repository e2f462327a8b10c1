"""What scikit-learn is told of estimators over lists of texts."""

from __future__ import annotations

from typing import Any


class ReadsTexts:
    """Says that ``X`` is texts, no table; stands before scikit-learn's own classes."""

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags
