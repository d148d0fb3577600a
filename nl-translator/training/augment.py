"""Varies training examples each time they are drawn: other words, other orders, missing parts, questions without an answer."""

import collections
import difflib

from features import EXACT, name_match
from lexical import STOP, is_wordlike, stem, words
from spans import Turns

LEADS = ("please", "can you tell me", "could you show me", "I want to know", "I would like to see", "tell me", "hi ,",
         "now", "ok ,", "for my report ,", "we need", "help me find", "do you know", "quickly :", "give me")
DROPPED = frozenset("the a an please of all are is do does".split())
UNANSWERABLE = 0.07


def learn_synonyms(rows):
    """Word → other words for it, from questions that stand in two wordings (`original_question`)."""
    found = collections.defaultdict(set)
    for row in rows:
        if not row.get("original_question"):
            continue
        before, after = ([w.lower() for w, _, _ in words(text)] for text in (row["original_question"], row["question"]))
        for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
            if kind == "replace" and b - a == d - c == 1 and before[a].isalpha() and after[c].isalpha():
                if stem(before[a]) not in STOP and stem(before[a]) != stem(after[c]):
                    found[before[a]].add(after[c])
                    found[after[c]].add(before[a])
    return {word: sorted(others) for word, others in sorted(found.items())}


class Augmenter:
    """Draws one variation of an example."""

    def __init__(self, schemas, synonyms, random):
        self.schemas, self.synonyms, self.random = schemas, synonyms, random

    def vary(self, example):
        """(schema features, turns, used, keep, hidden, chance, actions) of a variation."""
        own, turns, actions = example.own, example.turns, example.actions
        chance = self.random if self.random.random() < 0.5 else None
        if example.source != "archer" and self.random.random() < UNANSWERABLE:
            lacking = self.unanswerable(example)
            if lacking:
                own, hidden = lacking
                return own, turns, frozenset(), frozenset(), hidden, chance, ["NONE", "END"]
        if actions[0] != "NONE" and self.random.random() < 0.5:
            turns, actions = self.reword(example)
        hidden = self.hide(example) if self.random.random() < 0.3 else frozenset()
        return own, turns, example.used, example.keep, hidden, chance, actions

    def reword(self, example):
        """The question in other words, and the sketch with its pointers moved."""
        random, turns = self.random, example.turns
        kept = {word for _, turn, first, last in example.matches if turn == 0 for word in range(first, last + 1)}
        pointers = [a for a in example.actions if not isinstance(a, str) and a[0] == "w" and a[1] == 0]
        for first, last in zip(pointers[::2], pointers[1::2]):
            kept |= set(range(first[2], last[2] + 1))
        swap, typo = 0.5 * (random.random() < 0.6), 0.06 * (random.random() < 0.15)
        drop, lower = 0.5 * (random.random() < 0.2), random.random() < 0.15
        text, moved, end = "", {}, 0
        if random.random() < 0.12:
            text = random.choice(LEADS) + " "
        count = len(words(text))
        for index, (word, begin, stop) in enumerate(turns.words[0]):
            gap = turns.texts[0][end:begin]
            end = stop
            if index not in kept:
                if word.lower() in DROPPED and random.random() < drop and len(turns.words[0]) > 5:
                    continue
                if word in "?." and index == len(turns.words[0]) - 1 and random.random() < 0.3:
                    continue
                others = self.synonyms.get(word.lower())
                if others and random.random() < swap:
                    word = random.choice(others)
                elif word.isalpha() and len(word) > 4 and random.random() < typo:
                    word = self.typo(word)
            moved[index] = count
            count += 1
            text += gap + (word.lower() if lower else word)
        again = Turns([text.strip()] + turns.texts[1:])
        if len(again.words[0]) != min(count, 60) or count > 60:
            return turns, example.actions
        return again, [("w", 0, moved[a[2]]) if not isinstance(a, str) and a[0] == "w" and a[1] == 0 else a
                       for a in example.actions]

    def typo(self, word):
        """A word with one slip of the finger."""
        place = self.random.randrange(1, len(word) - 1)
        roll = self.random.random()
        if roll < 0.4:
            return word[:place] + word[place + 1] + word[place] + word[place + 2:]
        return word[:place] + word[place + 1:] if roll < 0.75 else word[:place] + word[place] + word[place:]

    def hide(self, example):
        """Tables and columns to leave out that the sketch does not use."""
        schema, random = example.own.schema, self.random
        used = {a for a in example.actions if not isinstance(a, str)} | example.used
        tables, columns = 0.5 * (random.random() < 0.6), 0.4 * (random.random() < 0.6)
        result = {("t", t.index) for t in schema.tables if t.index not in example.keep and random.random() < tables}
        keys = {c for _, _, pairs in schema.keys for pair in pairs for c in pair}
        result |= {("c", c.index) for c in schema.columns
                   if ("c", c.index) not in used and c.index not in keys and random.random() < columns}
        for table in schema.tables:
            if all(("c", c.index) in result for c in table.columns):
                result -= {("c", c.index) for c in table.columns[:1]}
        return frozenset(result)

    def unanswerable(self, example):
        """(schema features, hidden nodes) with which the question has no answer, or None."""
        schema, stems = example.own.schema, [stem(word) for word, _, _ in example.turns.words[0]]
        if len(example.turns.words) > 1:
            return None
        if self.random.random() < 0.35:
            names = {name for table in example.keep for name in example.own.table_names[table] if is_wordlike(name)}
            other = self.random.choice(self.schemas)
            known = {name for table in other.table_names + other.column_names for name in table}
            return None if not names or names & known or other is example.own else (other, frozenset())
        keys = {c for _, _, pairs in schema.keys for pair in pairs for c in pair}
        named = sorted({a for a in example.actions if not isinstance(a, str) and a[0] in "tc"})
        self.random.shuffle(named)
        for node in named:
            names = (example.own.table_names if node[0] == "t" else example.own.column_names)[node[1]]
            if EXACT not in name_match(stems, names):
                continue
            if node[0] == "t":
                if len(schema.tables) > 1 and not self.elsewhere(example.own, names, {node[1]}, None):
                    return example.own, frozenset([node])
            elif node[1] not in keys and len(schema.tables[schema.columns[node[1]].table].columns) > 1:
                if not self.elsewhere(example.own, names, set(), node[1]):
                    return example.own, frozenset([node])
        return None

    @staticmethod
    def elsewhere(own, names, tables, column):
        """Whether a word of the name stands in the name of another table or column, outside the tables given."""
        wanted = set(names) - STOP
        if not wanted:
            return True
        others = [n for i, n in enumerate(own.table_names) if i not in tables]
        others += [n for c, n in zip(own.schema.columns, own.column_names) if c.index != column and c.table not in tables]
        return any(wanted & set(n) for n in others)
