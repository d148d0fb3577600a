"""Tests of synthetic questions and of the variations of examples: `python -m unittest` in this folder."""

import json
import os
import random
import tempfile
import unittest

import synth_schemas
from augment import Augmenter, learn_names, learn_synonyms, replace_names
from examples import Example
from features import SchemaFeatures, build
from grammar import Grammar
from grammar import build as build_grammar
from lexical import WordPiece, words
from schema import Schema
from spans import Turns
from synth import KINDS, TEMPLATES, Writer

VOCABULARY = "../src/main/resources/io/thermocline/nl/vocab.txt"


def pointed(actions, turns):
    """The texts of the spans of a sketch."""
    words = [a for a in actions if not isinstance(a, str) and a[0] == "w"]
    return [turns.text(a[1], a[2], b[2]) for a, b in zip(words[::2], words[1::2])]


class VariationTest(unittest.TestCase):
    """What a variation may change, and what not."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "grammar.json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(build_grammar(), out)
            cls.grammar = Grammar(path)
        chance = random.Random(5)
        pieces = WordPiece(VOCABULARY).pieces
        cls.schemas = [Schema(synth_schemas.build(kind, 0, chance)) for kind in synth_schemas.SCHEMAS]
        cls.features = {s.id: SchemaFeatures(s, pieces) for s in cls.schemas}
        cls.examples = []
        for schema in cls.schemas:
            writer = Writer(schema, chance)
            made = [writer.example() for _ in range(200)]
            cls.examples += [Example("synthetic", cls.features[schema.id], Turns(texts), actions, frozenset(used))
                             for texts, actions, used in filter(None, made)]

    def test_every_synthetic_sketch_is_in_the_grammar(self):
        seen = set()
        for example in self.examples:
            stack = self.grammar.start
            for action in example.actions:
                stack = self.grammar.advance(stack, action if isinstance(action, str) else KINDS[action[0]])
                seen.add(action if isinstance(action, str) else "")
            self.assertEqual((), stack)
        for token in ("PRIOR_YEAR", "GROWTH", "CHANGE", "RUNNING", "MOVING", "RANK", "PER", "MEDIAN", "SHARE", "LEFT"):
            self.assertIn(token, seen)
        self.assertGreater(len(TEMPLATES), 15)

    def test_follow_ups_point_into_earlier_turns(self):
        turns = [a[1] for e in self.examples if len(e.turns.texts) > 1 for a in e.actions if a[0] == "w"]
        self.assertIn(0, turns)
        self.assertIn(1, turns)

    def test_rewording_keeps_the_values(self):
        augmenter = Augmenter(list(self.features.values()), {"total": ["overall"], "number": ["count"]}, random.Random(2))
        changed = 0
        for example in self.examples:
            turns, actions = augmenter.reword(example)
            self.assertEqual([t.lower() for t in pointed(example.actions, example.turns)],
                             [t.lower() for t in pointed(actions, turns)])
            changed += turns.texts != example.turns.texts
        self.assertGreater(changed, len(self.examples) // 4)

    def test_renaming_changes_names_in_schema_and_question_and_nothing_else(self):
        names = learn_names(self.features.values())
        augmenter = Augmenter(list(self.features.values()), {}, random.Random(6), names)
        changed = 0
        for example in self.examples:
            again = augmenter.rename(example)
            self.assertEqual(pointed(example.actions, example.turns), pointed(again.actions, again.turns))
            self.assertEqual([a for a in example.actions if a[0] != "w"], [a for a in again.actions if a[0] != "w"])
            for before, after in ((example.own.column_names, again.own.column_names),
                                  (example.own.table_names, again.own.table_names)):
                self.assertEqual([before.index(n) for n in before], [after.index(n) for n in after])
            changed += again is not example
        self.assertGreater(changed, len(self.examples) // 4)

    def test_a_name_of_several_words_is_replaced_with_its_number(self):
        text = "Show order dates of each order date?"
        new, moved = replace_names(words(text), text, {("order", "date"): ("birth", "place")})
        self.assertEqual("Show birth places of each birth place?", new)
        self.assertEqual({0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7}, moved)
        new, moved = replace_names(words(text), text, {("order", "date"): ("city",)})
        self.assertEqual("Show citys of each city?", new)
        self.assertEqual({0: 0, 1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5}, moved)

    def test_hiding_keeps_what_the_sketch_uses(self):
        augmenter = Augmenter(list(self.features.values()), {}, random.Random(3))
        hidden = 0
        for example in self.examples:
            nodes = augmenter.hide(example)
            hidden += len(nodes)
            features = build(example.own, example.turns, example.matches, example.used, example.keep, hidden=nodes)
            places = features.node_index()
            self.assertTrue(all(a in places for a in example.actions if not isinstance(a, str)))
        self.assertGreater(hidden, len(self.examples))

    def test_unanswerable_questions_lack_what_they_name(self):
        augmenter = Augmenter(list(self.features.values()), {}, random.Random(4))
        other, missing = 0, 0
        for example in self.examples:
            found = augmenter.unanswerable(example)
            if not found:
                continue
            own, nodes = found
            if own is example.own:
                self.assertEqual(1, len(nodes))
                self.assertTrue(nodes <= {a for a in example.actions if not isinstance(a, str)})
                missing += 1
            else:
                other += 1
        self.assertGreater(missing, 50)
        self.assertGreater(other, 50)

    def test_synonyms_are_learnt_from_both_wordings(self):
        rows = [{"original_question": "List the name of all singers", "question": "List the name of all vocalists"},
                {"question": "no pair"}]
        self.assertEqual({"singers": ["vocalists"], "vocalists": ["singers"]}, learn_synonyms(rows))


if __name__ == "__main__":
    unittest.main()
