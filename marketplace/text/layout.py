"""Words typed with the other keyboard switched on: "htvjyn" is "ремонт", "иферкщщь" is "bathroom"."""

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"

_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def other_layout(word: str) -> str:
    """The folded word as the same keys write it in the other alphabet; empty when it mixes or has neither."""
    if all(letter in _LATIN for letter in word):
        return word.translate(_TO_CYRILLIC).replace("ё", "е")
    if all(letter in _CYRILLIC for letter in word):
        return word.translate(_TO_LATIN)
    return ""
