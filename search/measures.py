"""How good an answer is, by human judgement: E(xact) 1, S(ubstitute) 0.1, C(omplement) 0.01, I(rrelevant) 0.

A listing nobody judged counts as irrelevant; recall is over E and S.
"""

import math
import random
import re
from collections.abc import Mapping, Sequence

GAINS = {"E": 1.0, "S": 0.1, "C": 0.01, "I": 0.0}

Labels = Mapping[str, str]


def misspell(text: str, seed: int = 1) -> str:
    """The text with one edit in its longest word (letters swapped, one dropped, doubled or replaced); same seed, same
    edit."""
    chance = random.Random(f"{seed}:{text}")  # noqa: S311 (a repeatable misspelling, no secret)
    words = re.findall(r"\w+|\W+", text)
    longest = max(range(len(words)), key=lambda i: len(words[i]) if words[i].isalpha() else 0)
    word = words[longest]
    if len(word) < 4:
        return text
    at, kind = chance.randrange(1, len(word) - 1), chance.choice("sdur")
    if kind == "s" and word[at] == word[at + 1]:
        kind = "d"
    words[longest] = {
        "s": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        "d": word[:at] + word[at + 1 :],
        "u": word[:at] + word[at] + word[at:],
        "r": word[:at] + chance.choice([c for c in "etaoinsrl" if c != word[at]]) + word[at + 1 :],
    }[kind]
    return "".join(words)


def ndcg(ranked: Sequence[str], labels: Labels, k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first k."""
    gained = sum(GAINS.get(labels.get(found, "I"), 0.0) / math.log2(i + 2) for i, found in enumerate(ranked[:k]))
    best = sorted((GAINS[letter] for letter in labels.values()), reverse=True)[:k]
    ideal = sum(gain / math.log2(i + 2) for i, gain in enumerate(best))
    return gained / ideal if ideal else 0.0


def recall(ranked: Sequence[str], labels: Labels, k: int = 100) -> float:
    """Share of the E and S listings among the first k."""
    wanted = {listing for listing, letter in labels.items() if letter in "ES"}
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], labels: Labels, k: int = 100) -> float:
    """One over the place of the first E listing, 0 when there is none among the first k."""
    return next((1 / (i + 1) for i, found in enumerate(ranked[:k]) if labels.get(found) == "E"), 0.0)


def score(run: Mapping[str, Sequence[str]], judgements: Mapping[str, Labels]) -> dict[str, float]:
    """Means over the judged queries of {query id: ranked listing ids}: ndcg10, recall100, mrr, zero."""

    def mean(values: list[float]) -> float:
        return sum(values) / len(judgements)

    ranked = {query: run.get(query, ()) for query in judgements}
    return {
        "ndcg10": mean([ndcg(ranked[q], labels) for q, labels in judgements.items()]),
        "recall100": mean([recall(ranked[q], labels) for q, labels in judgements.items()]),
        "mrr": mean([reciprocal_rank(ranked[q], labels) for q, labels in judgements.items()]),
        "zero": mean([0.0 if found else 1.0 for found in ranked.values()]),
    }
