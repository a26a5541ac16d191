"""What a misspelt word may have meant: pure functions over words, no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
SHORTEST, LONGEST = 4, 30
# A short word two edits away is another word.
ONE_EDIT_UP_TO = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the vocabulary and the number of documents that have it."""

    word: str
    documents: int


def is_repairable(word: str) -> bool:
    """Whether the word is long enough, and made of letters only."""
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def neighbours(word: str) -> set[str]:
    """Every word one edit away (a letter dropped, swapped with the next, replaced, added) in the word's alphabet."""
    return set(_edits(word, CYRILLIC if word[0] in CYRILLIC else LATIN)) - {word}


def closest(word: str, known: Iterable[Known]) -> str:
    """The known word with the fewest edits, then in the most documents; empty when all are too far away."""
    reach = 1 if len(word) <= ONE_EDIT_UP_TO else 2
    ranked = ((distance(word, k.word, reach), -k.documents, k.word) for k in known)
    best = min(ranked, default=(reach + 1, 0, ""))
    return best[2] if best[0] <= reach else ""


def distance(first: str, second: str, reach: int) -> int:
    """Edits between two words, two swapped neighbours counting as one; `reach` + 1 when their lengths tell enough."""
    if abs(len(first) - len(second)) > reach:
        return reach + 1
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, 1):
        line = [row]
        for column, other in enumerate(second, 1):
            edits = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other:
                edits = min(edits, before[column - 2] + 1)
            line.append(edits)
        before, above = above, line
    return above[-1]


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in alphabet)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in alphabet)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
