"""Writes the parity fixtures: what every stage gives for a few training questions, for the Java tests to compare."""

import argparse
import json
import os
import random

from data import Schemas, read_questions
from examples import NO_QUESTION, used_nodes
from features import SchemaFeatures, build
from grammar import Grammar
from lexical import (
    WordPiece,
    normalise,
    parse_date,
    parse_number,
    stem,
    stem_all,
    words,
)
from schema import Schema
from spans import Turns
from sql2sketch import Uncovered, encode
from translate import Runtime

COUNTS = {"spider": 12, "spider_syn": 6, "cosql": 10, "synthetic": 10}
LONG = 2
TEXTS = ["orders over $1,000.50 in São Paulo", "Men's 18-year-olds, twice!", "What's the avg. price per category?",
         "boxes, churches, dishes, glasses, cities, gas, bus, is", "naïve café at 3:30pm (UTC+2)", "２ 日本 x"]
NUMBERS = ["5", "1,000", "3.5", "five", "twenty five", "twenty-five", "two hundred", "3 million", "2.5k", "$20", "50%",
           "once", "twice", "first", "10th", "-4", "a dozen", "dozen", "abc", "1 2", "one thousand two hundred"]
DATES = ["7th September, 1987", "June 2, 2015", "2 Jun 2015", "2015-06-02", "May 2020", "1987"]
VALUES = ["New York", "Los Angeles", "F", "M", "United States", "Café Noir", "Boats", "Frank Lloyd Wright", "N-1"]
LOOKUPS = ["new york", "female", "united state", "cafe noir", "boat", "Wright", "Los Angelos", "n-1", "Paris", "M", "yorker"]


def slim(schema):
    """A schema in schema.json form with what translation reads."""
    tables = [{"name": t.name, "display_name": t.display,
               "columns": [{"name": c.name, "display_name": c.display, "type": c.type} for c in t.columns],
               "primary_key": [c.name for c in t.columns if c.index in t.primary_key]} for t in schema.tables]
    keys = [{"table": schema.tables[a].name, "columns": [schema.columns[x].name for x, _ in pairs],
             "ref_table": schema.tables[b].name, "ref_columns": [schema.columns[y].name for _, y in pairs]}
            for a, b, pairs in schema.keys]
    return {"db_id": schema.id, "tables": tables, "foreign_keys": keys}


def text_of(actions, schema, turns):
    """A sketch for people: names instead of pointers."""
    result = []
    for action in actions:
        if isinstance(action, str):
            result.append(action)
        elif action[0] == "t":
            result.append(schema.tables[action[1]].name)
        elif action[0] == "c":
            column = schema.columns[action[1]]
            result.append(f"{schema.tables[column.table].name}.{column.name}")
        else:
            result.append("«" + turns.words[action[1]][action[2]][0] + "»")
    return " ".join(result)


def joins_of(actions, schema):
    """The join tree of the first FROM."""
    named, extra, at = [], [], actions.index("FROM") + 1
    while True:
        action = actions[at]
        if action == "LEFT":
            named.append((actions[at + 1][1], True))
            at += 2
        elif action == "ON":
            extra.append((actions[at + 1][1], actions[at + 2][1]))
            at += 3
        elif action[0] == "t":
            named.append((action[1], False))
            at += 1
        else:
            break
    return {"named": named, "on": extra, "tree": schema.join_tree(named, extra)}


class Maker:
    """Makes fixtures with the exported model."""

    def __init__(self, resources):
        self.grammar = Grammar(os.path.join(resources, "grammar.json"))
        with open(os.path.join(resources, "model.json"), encoding="utf-8") as file:
            self.runtime = Runtime.load(resources, self.grammar, json.load(file))
        self.pieces = WordPiece(os.path.join(resources, "vocab.txt")).pieces

    def example(self, schema, turns, actions, used):
        """One example with the features, the gold actions and what the model says."""
        own = SchemaFeatures(schema, self.pieces)
        matches = own.value_matches(turns)
        features = build(own, turns, matches, used)
        places = features.node_index()
        gold = [self.grammar.ids[a] if isinstance(a, str) else self.grammar.size + places[a]
                for a in actions if isinstance(a, str) or a in places]
        beams = self.runtime.candidates(features, turns, matches, 5)[:3]
        encoded = self.runtime.encode(features)
        greedy = self.runtime.beam_search(features, encoded, 1)
        return {
            "schema": schema.id, "turns": turns.texts, "words": [[w for w, _, _ in found] for found in turns.words],
            "valueMatches": matches, "used": sorted(used), "ids": features.ids, "segments": features.segments,
            "tokenNode": features.token_node, "nodes": features.nodes, "kind": features.kind, "ctype": features.ctype,
            "rel": features.rel.tolist(), "gold": gold if len(gold) == len(actions) else None,
            "goldText": text_of(actions, schema, turns), "joins": joins_of(actions, schema),
            "greedy": {"ids": greedy[0].ids, "score": round(greedy[0].score, 4)} if greedy else None,
            "beam": [{"ids": b.ids, "score": round(b.score, 4), "rank": round(b.rank, 4),
                      "text": text_of(self.runtime.actions(b, features.nodes), schema, turns)} for b in beams]}


def train_examples(data, chance):
    """(source, schema, turns, actions, used) of the chosen training questions."""
    found, gold = {name: [] for name in COUNTS}, {}
    for row, schema, turns in read_questions(data, "train.jsonl", Schemas(data)):
        try:
            actions = encode(row["gold_sql"], schema, turns)
        except Uncovered:
            continue
        gold[row["id"]] = used_nodes(actions)
        if row["question"] in NO_QUESTION or row["source"] not in COUNTS:
            continue
        if row["source"] == "cosql" and not row["previous"]:
            continue
        used = gold.get(row["previous"][0]["id"], frozenset()) if row["previous"] else frozenset()
        if len(schema.columns) < 35:
            found[row["source"]].append((schema, turns, actions, used))
    return [e for name, rows in found.items() if rows for e in chance.sample(rows, COUNTS[name])]


def long_examples(data):
    """Questions over a schema that does not fit into one input."""
    with open(os.path.join(data, "fiben", "schema.json"), encoding="utf-8") as file:
        schema, result = Schema(json.load(file)), []
    with open(os.path.join(data, "fiben", "questions.jsonl"), encoding="utf-8") as file:
        for row in map(json.loads, file):
            turns = Turns([row["question"]])
            if not row["gold_sql"] or len(result) == LONG:
                continue
            try:
                result.append((schema, turns, encode(row["gold_sql"], schema, turns), frozenset()))
            except (Uncovered, KeyError):
                continue
    return result


def synthetic_examples(path, chance):
    """The same for questions over invented schemas."""
    with open(path, encoding="utf-8") as file:
        schemas = {s["db_id"]: Schema(s) for s in json.loads(next(file))["schemas"]}
        rows = [row for row in map(json.loads, file) if row["db_id"] in schemas]
    return [(schemas[r["db_id"]], Turns([r["question"]] + r.get("previous", [])),
             [a if isinstance(a, str) else tuple(a) for a in r["actions"]], frozenset(map(tuple, r.get("used", ()))))
            for r in chance.sample(rows, COUNTS["synthetic"])]


def lexical_cases():
    """Words, stems, numbers and value lookups."""
    column = Schema({"db_id": "x", "foreign_keys": [], "tables": [
        {"name": "t", "display_name": "t", "primary_key": [],
         "columns": [{"name": "c", "display_name": "c", "type": "text", "values": VALUES}]}]}).columns[0]
    return {"words": [{"text": t, "words": words(t), "stems": [stem(w) for w, _, _ in words(t)],
                       "normalised": normalise(t), "stemmed": stem_all(t)} for t in TEXTS],
            "numbers": [{"text": t, "number": parse_number(t)} for t in NUMBERS],
            "dates": [{"text": t, "date": parse_date(t)} for t in DATES],
            "lookups": {"values": VALUES, "cases": [{"text": t, "value": column.resolve(t)} for t in LOOKUPS]}}


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("synthetic", help="file written by synth.py")
    parser.add_argument("out", help="file to write")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    chance, maker = random.Random(options.seed), Maker(options.resources)
    chosen = (train_examples(options.data, chance) + synthetic_examples(options.synthetic, chance)
              + long_examples(options.data))
    schemas = {schema.id: slim(schema) for schema, *_ in chosen}
    lexical = lexical_cases()
    for case in lexical["words"]:
        case["pieces"] = [maker.pieces(w) for w, _, _ in case["words"]]
    with open(options.out, "w", encoding="utf-8") as out:
        out.write("{" + f'"version": 1,\n"lexical": {json.dumps(lexical)},\n"schemas": [\n')
        out.write(",\n".join(json.dumps(s) for s in schemas.values()) + '\n],\n"examples": [\n')
        out.write(",\n".join(json.dumps(maker.example(*e)) for e in chosen) + "\n]}\n")


if __name__ == "__main__":
    main()
