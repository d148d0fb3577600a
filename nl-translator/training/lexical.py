"""Words, stems, numbers, similarity and word pieces, exactly as docs/reference/sketch.md describes them."""

import re
import unicodedata
from functools import lru_cache

SPACE = r"\u0009-\u000d\u0020\u0085\u00a0\u2000-\u200a\u2028\u2029\u3000"
WORD = re.compile(
    rf"[A-Za-z\u00C0-\u024F]+|[0-9]+(?:[.,][0-9]+)*|[^{SPACE}A-Za-z\u00C0-\u024F0-9]")
STOP_WORDS = (
    "the a an of in on for to and or is are was were be by with from that which who whose what how many much all "
    "each every show list find give me return please name id number their its has have had do does did at as it "
    "this there").split()
STOP = frozenset(STOP_WORDS)
UNKNOWN_PIECE = 100
_SUFFIXES = (("ies", 4, "y"), ("sses", 5, "ss"), ("xes", 4, "x"), ("ches", 5, "ch"), ("shes", 5, "sh"))


def words(text):
    """Splits text into (word, start, end)."""
    return [(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]


@lru_cache(maxsize=200_000)
def stem(word):
    """Takes a plural ending off."""
    word = word.lower()
    for ending, longer_than, instead in _SUFFIXES:
        if word.endswith(ending) and len(word) > longer_than:
            return word[:-len(ending)] + instead
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return word[:-1]
    return word


def is_wordlike(word):
    """Whether a word begins with a letter or digit."""
    return bool(re.match(r"[A-Za-z\u00C0-\u024F0-9]", word))


def normalise(text):
    """Lower case without accents and outer white space."""
    text = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in text if unicodedata.category(c) != "Mn").strip()


def stem_all(text):
    """The words of a normalised text, stemmed and joined by spaces."""
    return " ".join(stem(word) for word, _, _ in words(normalise(text)))


def trigrams(text):
    """The set of trigrams of a normalised text, padded with two spaces before and one after."""
    text = "  " + normalise(text) + " "
    return {text[i:i + 3] for i in range(len(text) - 2)}


def similarity(a, b):
    """Twice the common trigrams over all trigrams, of two sets."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


_UNITS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}
_UNITS.update({w: i for i, w in enumerate("- first second third fourth fifth sixth seventh eighth ninth tenth".split())
               if i})
_UNITS.update({w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())})
_UNITS.update({"once": 1, "twice": 2, "thrice": 3, "dozen": 12, "single": 1, "both": 2, "couple": 2})
_SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 10 ** 6, "m": 10 ** 6, "billion": 10 ** 9}
_DIGITS = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


def parse_number(text):
    """The number a span means (int when whole), or None."""
    sign, total, current, seen = 1, 0, 0, False
    for index, (word, _, _) in enumerate(words(text.lower())):
        if word == "-" and index == 0:
            sign = -1
        elif word in "$€£%" or (word in ("and", "-") and seen):
            continue
        elif _DIGITS.fullmatch(word) and not seen:
            current, seen = float(word.replace(",", "")), True
        elif word in _UNITS and not (seen and current % 10):
            current, seen = current + _UNITS[word], True
        elif word in _SCALES and (seen or word == "hundred"):
            current, seen = max(current, 1) * _SCALES[word], True
            if _SCALES[word] >= 1000:
                total, current = total + current, 0
        elif re.fullmatch("st|nd|rd|th", word) and seen:
            continue
        else:
            return None
    if not seen:
        return None
    value = sign * (total + current)
    return int(value) if value == int(value) else value


MONTHS = "january february march april may june july august september october november december".split()


def parse_date(text):
    """An ISO date from a month name, a day and a year; None when the text is anything else."""
    month, numbers = None, []
    for word, _, _ in words(text.lower()):
        index = next((i for i, name in enumerate(MONTHS) if len(word) > 2 and name.startswith(word)), None)
        if index is not None:
            month = index + 1
        elif word.isdigit():
            numbers.append(int(word))
    years, days = [n for n in numbers if n > 31], [n for n in numbers if n <= 31]
    if month and years and days:
        return f"{years[0]:04}-{month:02}-{days[0]:02}"
    return None


class WordPiece:
    """Greedy longest-match pieces over a vocabulary file."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.vocabulary = {line.rstrip("\n"): index for index, line in enumerate(file)}
        self._cache = {}

    def pieces(self, word):
        """The piece ids of one word."""
        found = self._cache.get(word)
        if found is None:
            parts = [part for part in re.split("([.,])", word) if part]
            found = self._cache[word] = [piece for part in parts for piece in self._split(part)]
        return found

    def _split(self, word):
        text = unicodedata.normalize("NFD", word.lower())
        text = "".join(c for c in text if unicodedata.category(c) != "Mn")
        if not text or len(text) > 100:
            return [UNKNOWN_PIECE]
        result, start = [], 0
        while start < len(text):
            for end in range(len(text), start, -1):
                piece = ("##" if start else "") + text[start:end]
                if piece in self.vocabulary:
                    result.append(self.vocabulary[piece])
                    start = end
                    break
            else:
                return [UNKNOWN_PIECE]
        return result
