"""Titles, names and stories of synthetic listings, composed of the words in `phrases.toml`."""

from dataclasses import dataclass
from functools import cache
from random import Random

from pages.world.source import read


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language, in forms that can stand together; `share` is how often it is chosen."""

    code: str
    share: int
    looks: list[str]
    rooms: list[str]
    things: list[str]
    places: list[str]
    makers: list[str]
    sentences: list[str]


@cache
def tongues() -> list[Tongue]:
    """Every language there are words of."""
    return [Tongue(code=code, **words) for code, words in read("phrases").items()]


def tongue(dice: Random) -> Tongue:
    """One of the languages, by their shares."""
    return dice.choices(tongues(), [one.share for one in tongues()])[0]


def name(dice: Random, words: Tongue) -> str:
    """What a specialist may be called."""
    return f"{dice.choice(words.looks)} {dice.choice(words.makers)}"


def title(dice: Random, words: Tongue) -> str:
    """A project's title."""
    look, room, place, thing = map(dice.choice, (words.looks, words.rooms, words.places, words.things))
    return f"{look} {room} {place}: {thing}"


def story(dice: Random, words: Tongue, sentences: int) -> str:
    """So many sentences, in paragraphs of two."""
    told = [_sentence(dice, words, each) for each in dice.sample(words.sentences, min(sentences, len(words.sentences)))]
    return "\n\n".join(" ".join(told[start : start + 2]) for start in range(0, len(told), 2))


def _sentence(dice: Random, words: Tongue, pattern: str) -> str:
    look = dice.choice(words.looks).lower()
    return pattern.format(thing=dice.choice(words.things), room=dice.choice(words.rooms), look=look)
