"""What rules alone find in reviews: an opinion word, and the nearest noun before it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.engines.triplet_model import Polarity
from voc.estimators.triplet import Triplet
from voc.text.split import Clause, split
from voc.text.tokenize import Token, Tokenizer

_OFTEN = 5  # times that a word must occur
_SHARE = 0.6  # of its occurrences that lie in opinions
_SIGNS: dict[Polarity, int] = {"positive": 1, "neutral": 0, "negative": -1}


@dataclass(frozen=True)
class Rules:
    """Opinion words, counted in reviews, and how they are used.

    In each clause that holds an opinion word, the nouns next before the first one are the aspect
    (without any, the aspect of the clause before), and what follows them is the opinion. Its
    polarity is the sign of the sum of its words' log odds.

    Attributes
    ----------
    words : mapping of str to float
        Opinion words and their log odds of being positive.
    tokenizer : Tokenizer
    """

    words: Mapping[str, float]
    tokenizer: Tokenizer

    @classmethod
    def count(cls, reviews: Mapping[str, Sequence[Triplet]]) -> Rules:
        """Count words in and outside of opinions."""
        tokenizer = Tokenizer()
        bare = Tokenizer(pos=False)
        total, inside, signs = Counter[str](), Counter[str](), Counter[tuple[str, int]]()
        for text, triplets in reviews.items():
            spans = {(t.opinion_start, t.opinion_end): _SIGNS[t.polarity] for t in triplets}
            for token in bare.tokenize(text):
                total[token.text] += 1
                signs_here = [v for (a, b), v in spans.items() if a <= token.start < b]
                inside[token.text] += bool(signs_here)
                signs.update((token.text, sign) for sign in signs_here)
        often = (w for w, n in total.items() if n >= _OFTEN and inside[w] >= _SHARE * n)
        odds = {w: math.log((signs[w, 1] + 1) / (signs[w, -1] + 1)) for w in often if w.isalnum()}
        return cls(odds, tokenizer)

    def find(self, text: str) -> list[Triplet]:
        """Find the triplets of one text."""
        tokens, found, aspect = self.tokenizer.tokenize(text), [], (0, 0)
        for clause in split(text):
            words = [t for t in tokens if clause.start <= t.start < clause.end]
            cues = [n for n, token in enumerate(words) if token.text in self.words]
            named = _nouns(words[: cues[0]] if cues else words)
            aspect = named or aspect
            if cues:
                found.append(self._triplet(text, clause, words, aspect, bool(named)))
        return found

    def _triplet(
        self,
        text: str,
        clause: Clause,
        words: Sequence[Token],
        aspect: tuple[int, int],
        here: bool,
    ) -> Triplet:
        opinion = (aspect[1] if here else clause.start, clause.end)
        odds = sum(self.words.get(word.text, 0.0) for word in words)
        polarity: Polarity = "positive" if odds > 0 else "negative"
        return Triplet.of(text, aspect, opinion, polarity)


def _nouns(words: Iterable[Token]) -> tuple[int, int] | None:
    """Span of the last nouns that stand side by side."""
    span: tuple[int, int] | None = None
    for word in words:
        if word.pos.startswith("n") or word.pos in ("vn", "eng"):
            joined = span is not None and span[1] == word.start
            span = (span[0] if joined and span else word.start, word.end)
    return span
