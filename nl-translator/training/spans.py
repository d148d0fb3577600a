"""Finds the words of a question that a literal of the gold SQL came from."""

from lexical import (
    normalise,
    parse_date,
    parse_number,
    similarity,
    stem_all,
    trigrams,
    words,
)

MAX_SPAN = 12
CONSTANTS = {0: "ZERO", 1: "ONE", 2: "TWO"}


class Turns:
    """The words of the question (turn 0) and of the previous questions, most recent first."""

    def __init__(self, texts, limits=(60, 40, 40)):
        self.texts = list(texts)[:len(limits)]
        self.words = [words(text)[:limit] for text, limit in zip(self.texts, limits)]

    def text(self, turn, first, last):
        """The text of a span."""
        return self.texts[turn][self.words[turn][first][1]:self.words[turn][last][2]]

    def spans(self, longest):
        """All (turn, first, last), recent turns first, then by start, longest first."""
        for turn, found in enumerate(self.words):
            for first in range(len(found)):
                for last in range(min(first + longest, len(found)) - 1, first - 1, -1):
                    yield turn, first, last


def find_number(value, turns):
    """The span that reads as the number, or a constant token, or None."""
    for turn, first, last in turns.spans(4):
        if parse_number(turns.text(turn, first, last)) == value and (first == last or _tight(turns, turn, first, last)):
            return _span(turn, first, last)
    return [CONSTANTS[value]] if value in CONSTANTS else None


def _tight(turns, turn, first, last):
    """Whether no word of the span can be left out at its ends."""
    value = parse_number(turns.text(turn, first, last))
    return (parse_number(turns.text(turn, first + 1, last)) != value
            and parse_number(turns.text(turn, first, last - 1)) != value)


def find_text(literal, column, turns, exact_only=False):
    """The span that resolves to the text in this column (None: any), or a truth token, or None."""
    wanted = normalise(literal)
    if not wanted:
        return None
    for turn, first, last in turns.spans(MAX_SPAN):
        if normalise(turns.text(turn, first, last)) == wanted:
            return _span(turn, first, last)
    if exact_only:
        stemmed = stem_all(literal)
        for turn, first, last in turns.spans(MAX_SPAN):
            if stem_all(turns.text(turn, first, last)) == stemmed:
                return _span(turn, first, last)
        return None
    if column is not None:
        best = _fuzzy(literal, column, turns)
        if best:
            return best
        for wish, token in ((True, "TRUE"), (False, "FALSE")):
            if column.truth(wish) == literal:
                return [token]
    return None


def find_date(literal, turns):
    """The span that reads as the ISO date (a midnight time is ignored), or None."""
    for turn, first, last in turns.spans(6):
        if parse_date(turns.text(turn, first, last)) == literal.removesuffix(" 00:00:00"):
            if first == last or parse_date(turns.text(turn, first + 1, last)) is None:
                return _span(turn, first, last)
    return None


def _fuzzy(literal, column, turns):
    grams, stemmed, best, found = trigrams(literal), stem_all(literal), 0.0, None
    for turn, first, last in turns.spans(min(MAX_SPAN, len(words(literal)) + 2)):
        text = turns.text(turn, first, last)
        score = similarity(grams, trigrams(text))
        if stem_all(text) == stemmed:
            score = 2.0
        elif len(literal) == 1 and literal.isalpha() and first == last and _letter_for(literal, text):
            score = 0.9
        elif len(stem_all(text)) > 2 and f" {stem_all(text)} " in f" {stemmed} ":
            score = max(score, 0.5 + 0.01 * (last - first))
        if score > best and score >= 0.5 and column.resolve(text) == literal:
            best, found = score, _span(turn, first, last)
    return found


def _letter_for(literal, word):
    """Words that one-letter codes stand for."""
    known = {"f": ("female", "females"), "m": ("male", "males"), "y": ("yes",), "n": ("no",)}
    return word.lower() in known.get(literal.lower(), ())


def _span(turn, first, last):
    return [("w", turn, first), ("w", turn, last)]
