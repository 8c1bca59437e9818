"""How old somebody has to be to read a text with ease.

Source: Kincaid, Fishburne, Rogers and Chissom, Derivation of New Readability Formulas for Navy Enlisted Personnel (1975): the
grade is 0.39 × words per sentence + 11.8 × syllables per word − 15.59. A child of the first grade is six.
"""

import re

AGE_OF_GRADE = 5
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?:\n]+")


def reading_age(text: str) -> int | None:
    """In whole years, five at least; nothing for a text without words. Of English only."""
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = sum(1 for part in _SENTENCE_ENDS.split(text) if _WORD.search(part))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    return max(AGE_OF_GRADE, round(grade) + AGE_OF_GRADE)


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; one at least."""
    sound = word.casefold()
    if sound.endswith("e") and not sound.endswith("le"):
        sound = sound[:-1]
    return max(1, len(re.findall(r"[aeiouy]+", sound)))
