"""The analyses that several parts of a report tell of, each made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from voc.insight.changes import Changes
from voc.insight.driver_table import Drivers
from voc.insight.drivers import drivers
from voc.insight.facts import Facts
from voc.insight.pains import Pains, pains
from voc.insight.trends import Trends, trends


@dataclass(frozen=True)
class Analyses:
    """What is found in facts, when it is asked for.

    Attributes
    ----------
    facts : Facts
    outcome : str
        What drivers go with.
    """

    facts: Facts
    outcome: str

    @cached_property
    def pains(self) -> Pains:
        """Pains alone, ranked."""
        return pains(self.facts, kinds=["pain"])

    @cached_property
    def needs(self) -> Pains:
        """Needs alone, ranked."""
        return pains(self.facts, kinds=["need"])

    @cached_property
    def trends(self) -> Trends:
        """By category; an InputError without times."""
        return trends(self.facts)

    @cached_property
    def changes_by_product(self) -> Changes | None:
        """None where no voice names a product; an InputError without times."""
        return trends(self.facts, by="product").changes if self.facts.product.values else None

    @cached_property
    def drivers(self) -> Drivers:
        """An InputError without the outcome."""
        return drivers(self.facts, self.outcome)
