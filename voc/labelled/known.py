"""Labels that are ids of a taxonomy."""

from __future__ import annotations

from difflib import get_close_matches

from voc.errors import InputError
from voc.taxonomy import Taxonomy


def known_label(name: str, taxonomy: Taxonomy | None) -> str:
    """The label, by its present id if the taxonomy knows it by an old one.

    Raises
    ------
    InputError
        The taxonomy has no such leaf, category or alias.

    Examples
    --------
    >>> known_label("delivery.speed", Taxonomy.load()), known_label("物流", None)
    ('delivery.speed', '物流')
    """
    if taxonomy is None or any(name == home.id for home in taxonomy.categories):
        return name
    if name in taxonomy:
        return taxonomy.leaf(name).id
    ids = ids_by_name(taxonomy)
    near = [ids[name]] if name in ids else get_close_matches(name, taxonomy.ids, n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    raise InputError(f"got the label {name!r}, expected an id of the taxonomy{hint}")


def ids_by_name(taxonomy: Taxonomy) -> dict[str, str]:
    """Chinese name of each leaf and category to its id; of two of one name, the leaf counts.

    Examples
    --------
    >>> ids_by_name(Taxonomy.load())["配送时效"]
    'delivery.speed'
    """
    categories = {home.zh: home.id for home in taxonomy.categories}
    return categories | {leaf.zh: leaf.id for leaf in taxonomy.leaves}
