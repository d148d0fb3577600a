"""Writes synthetic questions with sketches for what the public question sets hardly have.

Dates in buckets and periods, terse keyword questions, sums and averages per group, anti joins, left joins, shares,
values in the wrong case. Over the schemas of the training questions and over invented business schemas.
Deterministic by seed.
"""

import argparse
import json
import os
import random
import re

import synth_schemas
from data import Schemas, is_held_back, read_rows
from grammar import Grammar
from lexical import stem
from schema import TEMPORAL, Schema
from spans import Turns
from synth_facts import Span, facts_of
from synth_dialogues import follow_up
from synth_lists import TEMPLATES as LISTS
from synth_phrases import agg_phrase, count_phrase, period, pick, say_otherwise, singular
from synth_templates import TEMPLATES as PLAIN
from synth_windows import TEMPLATES as WINDOWS

TEMPLATES = PLAIN + WINDOWS + LISTS
#: Share of follow-up questions.
DIALOGUES = 0.15
KINDS = {"c": "@column", "t": "@table", "w": "@word"}


def write_text(parts, places, known, random_):
    """Joins the parts of a question; notes in `places` where each span stands."""
    text = ""
    for part in parts:
        if not part:
            continue
        value = part.text if isinstance(part, Span) else say_otherwise(part, known, random_)
        text += (" " if text and not value.startswith(("?", ",", "'")) else "") + value
        if isinstance(part, Span):
            places[id(part)] = (len(text) - len(value), len(text))
    if random_.random() < 0.35:
        text = text[0].upper() + text[1:]
    if random_.random() < 0.25 and not text.endswith("?"):
        text += random_.choice(["?", "?", "."])
    return text


def finish(questions, actions, known, random_):
    """(texts, actions with word pointers) of the parts of a question and of those before it, most recent first.

    None when a span is missing or not whole words.
    """
    places = [{} for _ in questions]
    texts = [write_text(parts, found, known, random_) for parts, found in zip(questions, places)]
    turns, result = Turns(texts), []
    for action in actions:
        if not isinstance(action, Span):
            result.append(action)
            continue
        turn = next((i for i, found in enumerate(places) if id(action) in found), None)
        if turn is None:
            return None
        begin, end = places[turn][id(action)]
        inside = [i for i, (_, a, b) in enumerate(turns.words[turn]) if a >= begin and b <= end]
        if not inside or turns.text(turn, inside[0], inside[-1]) != action.text:
            return None
        result += [("w", turn, inside[0]), ("w", turn, inside[-1])]
    return texts, result


class Writer:
    """Makes questions over one schema, with building blocks for the templates."""

    def __init__(self, schema, random_):
        self.schema, self.random, self.facts = schema, random_, facts_of(schema)
        self.known = {stem(word) for item in schema.tables + schema.columns for word in item.display.lower().split()}

    def choose(self, options):
        """One of a list, None when it is empty."""
        return self.random.choice(options) if options else None

    def date(self, fact):
        """The date that a question means when it names none: the first of the table, None when it has none."""
        return fact.dates[0] if fact.dates else None

    def example(self):
        """(texts, most recent first, actions, nodes used by the sketch before) or None."""
        fact = self.choose(self.facts)
        if fact is None:
            return None
        if self.random.random() < DIALOGUES:
            made = follow_up(self, fact)
            if made is None:
                return None
            parts, before, first, body, tables = made
            earlier = self.sketch(*first)
            actions = self.sketch(body, tables)
            if earlier is None or actions is None:
                return None
            made = finish([parts, before], actions, self.known, self.random)
            used = sorted({a for a in earlier if isinstance(a, tuple)})
            return made and (*made, used)
        template = self.random.choices(*zip(*TEMPLATES))[0]
        made = template(self, fact)
        if made is None:
            return None
        parts, body, tables = made
        actions = self.sketch(body, tables)
        made = actions and finish([parts], actions, self.known, self.random)
        return made and (*made, [])

    def sketch(self, body, tables):
        """All actions, with the tables after FROM; None when the tables do not join well."""
        if "LEFT" in tables:
            return ["SELECT"] + body + ["FROM"] + tables + ["END"]
        named = [(t, False) for t in sorted(set(tables))]
        tree = self.schema.join_tree(named)
        if tree is None or len(tree) > len(named) + 1:
            return None
        return ["SELECT"] + body + ["FROM"] + [("t", table) for table, _ in named] + ["END"]

    def dimension_name(self, fact, dimension):
        """What a question calls a column to group by."""
        owner = singular(self.schema.tables[dimension.table].display)
        if dimension.display in ("name", "title") or (dimension in fact.labels and self.random.random() < 0.7):
            return owner
        return dimension.display

    # building blocks

    def measure(self, fact):
        """(phrase, expression, tables) of something to compute over the fact's rows."""
        product = [c for c in fact.measures if re.search("quantity|units", c.display)]
        price = [c for c in fact.measures if re.search("price", c.display)]
        if product and price and self.random.random() < 0.35:
            phrase = pick(self.random, "revenue", "sales", "turnover", "total sales", "total revenue", "sales value")
            actions = ["SUM", "TIMES", ("c", product[0].index), ("c", price[0].index)]
            return phrase, actions, [fact.table.index]
        if fact.measures and self.random.random() < 0.72:
            column = self.random.choice(fact.measures)
            phrase, token = agg_phrase(column, self.random)
            return phrase, [token, ("c", column.index)], [fact.table.index]
        return count_phrase(fact.name, self.random), ["COUNT", "STAR"], [fact.table.index]

    def filter(self, fact, dates=True):
        """(parts before, parts after, condition, tables): a random condition, or empties."""
        roll = self.random.random()
        if dates and fact.dates and roll < 0.38:
            column = fact.dates[0]
            words, actions = period(("c", column.index), self.random)
            return [], words, actions, []
        if fact.dimensions and roll < 0.72:
            column = self.random.choice(fact.dimensions)
            value = self.value(column)
            if value is None:
                return [], [], [], []
            name = column.display
            forms = [([], ["with", name, value]), ([], ["where", name, "is", value]), ([], ["for", value])]
            if any(k in name for k in ("country", "city", "region", "state", "location", "store", "category")):
                forms += [([], ["in", value])] * 4 + [([], ["from", value])] * 2
            elif column.table == fact.table.index:
                forms += [([value], [])] * 3
            before, after = self.random.choice(forms)
            token = "EQ"
            if self.random.random() < 0.15 and not before:
                after, token = [pick(self.random, "excluding", "except", "other than", "not"), value], "NE"
                if self.random.random() < 0.5:
                    after = ["with", name, pick(self.random, "other than", "not", "different from"), value]
            return before, after, [token, ("c", column.index), value], [column.table]
        if fact.measures and roll < 0.85:
            column = self.random.choice(fact.measures)
            number = Span(pick(self.random, "5", "10", "50", "100", "1,000", "2500", "500", "20", "30", "3.5"))
            token, word = self.random.choice(
                [
                    ("GT", "over"),
                    ("GT", "above"),
                    ("GT", "greater than"),
                    ("GT", "more than"),
                    ("LT", "under"),
                    ("LT", "below"),
                    ("LT", "less than"),
                    ("GE", "at least"),
                    ("LE", "at most"),
                    ("GE", "no less than"),
                ]
            )
            lead = self.random.choice(
                [["with", column.display], ["where", column.display, "is"], ["with a", column.display]]
            )
            return [], lead + [word, number], [token, ("c", column.index), number], []
        return [], [], [], []

    def value(self, column):
        """A stored value as span, often in the wrong case."""
        values = [v for v in column.values if 1 < len(v) < 30 and v.isascii() and '"' not in v]
        if not values:
            return None
        text = self.random.choice(values[:200])
        roll = self.random.random()
        return Span(text.lower() if roll < 0.45 else text.upper() if roll < 0.48 else text)

    def combine(self, conditions):
        """WHERE over conditions, empty ones left out."""
        conditions = [c for c in conditions if c]
        if not conditions:
            return []
        return ["WHERE"] + [x for c in conditions[:-1] for x in ["AND"] + c] + conditions[-1]

    def lead(self):
        """A polite or terse beginning."""
        return pick(self.random, "", "", "", "", "show", "what is the", "give me the", "list the", "show me", "compute")


def main():
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=7000)
    parser.add_argument("--invented", type=float, default=0.6, help="share over invented schemas")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance, grammar = random.Random(options.seed), Grammar(os.path.join(options.resources, "grammar.json"))
    raw = [synth_schemas.build(kind, number, chance) for kind in synth_schemas.SCHEMAS for number in range(24)]
    invented = [Writer(Schema(data), chance) for data in raw]
    schemas = Schemas(options.data)
    ids = sorted({row["db_id"] for row in read_rows(options.data, "train.jsonl") if not is_held_back(row["db_id"])})
    train = [w for w in (Writer(schemas.get(i), chance) for i in ids) if w.facts]
    dated = [w for w in train if any(c.type in TEMPORAL for c in w.schema.columns)]
    seen, lines = set(), []
    while len(lines) < options.count:
        group = invented if chance.random() < options.invented else dated if chance.random() < 0.4 else train
        writer = chance.choice(group)
        made = writer.example()
        if made is None:
            continue
        texts, actions, used = made
        key = (writer.schema.id, *(text.lower() for text in texts))
        if key in seen:
            continue
        stack = grammar.start
        for action in actions:
            stack = grammar.advance(stack, action if isinstance(action, str) else KINDS[action[0]])
        seen.add(key)
        row = {"db_id": writer.schema.id, "question": texts[0], "actions": actions}
        if len(texts) > 1:
            row |= {"previous": texts[1:], "used": used}
        lines.append(json.dumps(row))
    with open(options.out, "w", encoding="utf-8") as out:
        out.write(json.dumps({"schemas": raw}) + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
