"""Varies training examples each time they are drawn: other words, other orders, missing parts, questions without an answer."""

import collections
import copy
import difflib

from features import EXACT, NONE, name_match
from lexical import STOP, is_wordlike, stem, words
from spans import Turns

LEADS = ("please", "can you tell me", "could you show me", "I want to know", "I would like to see", "tell me", "hi ,",
         "now", "ok ,", "for my report ,", "we need", "help me find", "do you know", "quickly :", "give me")
DROPPED = frozenset("the a an please of all are is do does".split())
UNANSWERABLE = 0.07
RENAMED = 0.4


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


def learn_names(schemas):
    """Type (None: tables) → names that a column of that type, or a table, may have."""
    found = collections.defaultdict(set)
    for own in schemas:
        for kind, things in ((None, own.schema.tables), (True, own.schema.columns)):
            for thing in things:
                name = thing.display.lower().split()
                if len(name) < 4 and all(w.isascii() and w.isalpha() and len(w) > 2 for w in name) and not STOP & set(name):
                    found[kind and thing.type].add(tuple(name))
    return {kind: sorted(names) for kind, names in found.items()}


def replace_names(found, text, chosen):
    """The text with other names (chosen: stems → words), and the new place of each word; words of a name move together."""
    stems, result, moved, end, place, count = [stem(word) for word, _, _ in found], "", {}, 0, 0, 0
    while place < len(found):
        size = next((len(name) for name in sorted(chosen, key=len, reverse=True)
                     if tuple(stems[place:place + len(name)]) == name), 0)
        word, begin, _ = found[place]
        result += text[end:begin]
        if size:
            last = found[place + size - 1][0]
            other = list(chosen[tuple(stems[place:place + size])])
            if last.lower() != stem(last) and stem(other[-1]) == other[-1]:
                other[-1] += "s"
            result += " ".join(other)
        else:
            size, other = 1, [word]
            result += word
        for index in range(size):
            moved[place + index] = count + min(index, len(other) - 1)
        if place + size == len(found):
            moved[place + size - 1] = count + len(other) - 1
        count, end, place = count + len(other), found[place + size - 1][2], place + size
    return result + text[end:] if found else text, moved


class Augmenter:
    """Draws one variation of an example."""

    def __init__(self, schemas, synonyms, random, names=None):
        self.schemas, self.synonyms, self.random, self.names = schemas, synonyms, random, names or {}

    def vary(self, example):
        """(schema features, turns, used, keep, hidden, chance, actions) of a variation."""
        if self.random.random() < RENAMED:
            example = self.rename(example)
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

    def rename(self, example):
        """The example with other names for some tables and columns, in the schema and in the question alike.

        A model that knows the databases of its training by heart learns nothing from their names; this one has to look.
        """
        named = {tuple(names): (own_kind, thing) for own_kind, thing, names in self._things(example.own)}
        said = [[stem(word) for word, _, _ in found] for found in example.turns.words]
        matched = {name: [name_match(turn, list(name)) for turn in said] for name in named}
        used = {tuple((example.own.table_names if a[0] == "t" else example.own.column_names)[a[1]])
                for a in example.actions if not isinstance(a, str) and a[0] in "tc"}
        fixed = {(turn, word) for _, turn, first, last in example.matches for word in range(first, last + 1)}
        pointers = [a for a in example.actions if not isinstance(a, str) and a[0] == "w"]
        for first, last in zip(pointers[::2], pointers[1::2]):
            fixed |= {(first[1], word) for word in range(first[2], last[2] + 1)}
        taken = {word for turn in said for word in turn} | {word for name in named for word in name}
        chosen = {}
        for name, (kind, thing) in sorted(named.items()):
            places = {(turn, word) for turn, match in enumerate(matched[name])
                      for word, how in enumerate(match) if how == EXACT}
            silent = not places and all(how == NONE for match in matched[name] for how in match)
            if not name or set(name) & STOP or places & fixed or not (places or silent and name not in used):
                continue
            if self.names.get(kind) and self.random.random() < (0.6 if places else 0.3):
                other = self.random.choice(self.names[kind])
                stems = {stem(word) for word in other}
                if not stems & taken:
                    chosen[name] = other
                    taken |= stems
        return self._renamed(example, chosen) if chosen else example

    @staticmethod
    def _things(own):
        """(type or None, table or column, stemmed name) of all."""
        yield from ((None, table, own.table_names[table.index]) for table in own.schema.tables)
        yield from ((column.type, column, own.column_names[column.index]) for column in own.schema.columns)

    def _renamed(self, example, chosen):
        """An example with the names put in; itself when its words cannot be counted any more."""
        texts, moved = [], []
        for found, text in zip(example.turns.words, example.turns.texts):
            new, places = replace_names(found, text, chosen)
            texts.append(new)
            moved.append(places)
        turns = Turns(texts)
        if any(len(places) != len(before) or len(after) != max(places.values(), default=-1) + 1
               for places, before, after in zip(moved, example.turns.words, turns.words)):
            return example
        own = copy.copy(example.own)
        displays = [[replace_names(words(thing.display), thing.display, chosen)[0] for thing in things]
                    for things in (own.schema.tables, own.schema.columns)]
        own.rename(*displays)
        actions = [("w", a[1], moved[a[1]][a[2]]) if not isinstance(a, str) and a[0] == "w" else a for a in example.actions]
        return type(example)(example.source, own, turns, actions, example.used)

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
