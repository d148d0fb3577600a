"""Translates a question file with the exported model, runs the answers on sqlite, and scores them.

Dialogues are answered in order: what the previous turn's own sketch used is part of the next turn's input.
"""

import argparse
import json
import math
import os
import sqlite3
import subprocess
import sys
import time

from data import Schemas, read_questions
from database import Databases
from examples import used_nodes
from features import SchemaFeatures, build
from grammar import Grammar
from lexical import WordPiece
from sketch2sql import Invalid, render
from translate import Runtime


class Answerer:
    """Answers questions over the databases of the data folder."""

    def __init__(self, options):
        resources = options.resources
        self.grammar = Grammar(os.path.join(resources, "grammar.json"))
        with open(os.path.join(resources, "model.json"), encoding="utf-8") as file:
            description = json.load(file)
        self.pieces = WordPiece(os.path.join(resources, "vocab.txt")).pieces
        self.runtime = Runtime.load(resources, self.grammar, description, options.fp32)
        self.databases, self.features, self.width = Databases(options.data), {}, options.beam

    def answer(self, row, schema, turns, used):
        """The prediction line, and the nodes that its sketch used."""
        if schema.id not in self.features:
            self.features[schema.id] = SchemaFeatures(schema, self.pieces)
        began = time.perf_counter()
        own = self.features[schema.id]
        matches = own.value_matches(turns)
        features = build(own, turns, matches, used)
        beams = self.runtime.candidates(features, turns, matches, self.width)
        spent = (time.perf_counter() - began) * 1000
        result = {"id": row["id"], "status": "error", "latency_ms": round(spent, 1)}
        second = None
        for beam in beams:
            actions = self.runtime.actions(beam, features.nodes)
            try:
                sql = render(actions, schema, turns)
                columns, rows = self.databases.run(schema.id, sql)
            except (Invalid, sqlite3.Error, IndexError, OverflowError) as error:
                result.setdefault("failed", str(error))
                continue
            found = {**result, "status": "answered", "columns": columns, "rows": rows, "sql": sql,
                     "confidence": math.exp(beam.score)}
            if rows and not (len(rows) == 1 and rows[0] == [None]):
                return found, used_nodes(actions)
            second = second or (found, used_nodes(actions))
        return second or (result, frozenset())


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with db/, score.py and the question files")
    parser.add_argument("predictions", help="file to write")
    parser.add_argument("--file", default="dev.jsonl")
    parser.add_argument("--every", type=int, default=1, help="take one dialogue or question of so many")
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--fp32", help="training folder whose fp32 graphs to run instead")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--summary", help="JSON file for the scores")
    options = parser.parse_args()
    answerer, previous, gold_path = Answerer(options), {}, options.predictions + ".gold"
    began, groups = time.time(), {}
    with open(options.predictions, "w", encoding="utf-8") as out, open(gold_path, "w", encoding="utf-8") as gold:
        for row, schema, turns in read_questions(options.data, options.file, Schemas(options.data)):
            group = groups.setdefault(row.get("dialogue") or row["id"], len(groups))
            if group % options.every:
                continue
            used = previous.get(row["previous"][0]["id"], frozenset()) if row["previous"] else frozenset()
            prediction, previous[row["id"]] = answerer.answer(row, schema, turns, used)
            out.write(json.dumps(prediction) + "\n")
            gold.write(json.dumps({k: v for k, v in row.items() if k != "previous"}) + "\n")
    print(f"{time.time() - began:.0f} s", flush=True)
    scorer = os.path.join(options.data, "score.py")
    subprocess.run([sys.executable, scorer, gold_path, options.predictions], check=True)
    if options.summary:
        report = subprocess.run([sys.executable, scorer, gold_path, options.predictions, "--json"], check=True,
                                capture_output=True, text=True).stdout
        with open(options.summary, "w", encoding="utf-8") as out:
            json.dump(summary_of(json.loads(report), options), out, indent=1)


def summary_of(report, options):
    """The numbers for model.json."""
    return {"file": options.file, "every": options.every, "beam": options.beam, "questions": report["questions"],
            "accuracy": report["overall"]["accuracy"],
            "bySource": {name: block["accuracy"] for name, block in report["by_source"].items()},
            "byHardness": {name: block["accuracy"] for name, block in report["by_hardness"].items()},
            "mostConfident": report["risk_coverage"]}


if __name__ == "__main__":
    main()
