"""Writes questions without an answer: held-back questions asked of a database about something else, or of a copy of their own
database that lacks a table or column which they name."""

import argparse
import csv
import json
import os
import random
import shutil

from augment import Augmenter
from data import is_held_back, read_questions
from examples import Example
from features import SchemaFeatures
from lexical import WordPiece
from sql2sketch import Uncovered, encode

LARGEST_BYTES = 1 << 20


def without(folder, target, table, column):
    """Copies a database without a table, or without one of its columns (None: the table)."""
    os.makedirs(target)
    with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    lost = schema["tables"][table]

    def kept(name, columns):
        return name != lost["name"] or (column is not None and lost["columns"][column]["name"] not in columns)

    schema["foreign_keys"] = [k for k in schema["foreign_keys"]
                              if kept(k["table"], k["columns"]) and kept(k["ref_table"], k["ref_columns"])]
    for number, own in enumerate(schema["tables"]):
        source, copy = (os.path.join(f, own["name"] + ".csv") for f in (folder, target))
        if number != table:
            shutil.copy(source, copy)
        elif column is not None:
            cut(source, copy, column)
    if column is None:
        del schema["tables"][table]
    else:
        name = lost["columns"][column]["name"]
        lost["primary_key"] = [] if name in lost["primary_key"] else lost["primary_key"]
        del lost["columns"][column]
    with open(os.path.join(target, "schema.json"), "w", encoding="utf-8") as out:
        json.dump(schema, out)


def cut(source, target, column):
    """Copies a CSV file without a column; what was not quoted and empty stays so."""
    with open(source, encoding="utf-8", newline="") as file, open(target, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NOTNULL if hasattr(csv, "QUOTE_NOTNULL") else csv.QUOTE_MINIMAL)
        for row in csv.reader(file):
            writer.writerow(row[:column] + row[column + 1:])


def main():
    """Writes OUT/db and OUT/questions.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out", help="a folder that does not exist yet")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--copies", type=int, default=40, help="the most databases with something left out")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    pieces = WordPiece(os.path.join(options.resources, "vocab.txt")).pieces
    schemas, examples = {}, []
    for row, schema, turns in read_questions(options.data, "train.jsonl"):
        if is_held_back(schema.id) and row["source"] in ("spider", "spider_syn"):
            try:
                actions = encode(row["gold_sql"], schema, turns)
            except Uncovered:
                continue
            own = schemas.setdefault(schema.id, SchemaFeatures(schema, pieces))
            examples.append(Example(row["source"], own, turns, actions, frozenset()))
    augmenter = Augmenter([schemas[name] for name in sorted(schemas)], {}, chance)
    rows, copies = [], {}
    chance.shuffle(examples)
    for example in examples:
        made = augmenter.unanswerable(example)
        if made is None or len(rows) == options.count:
            continue
        (own, hidden), kind = made, "elsewhere"
        name = own.schema.id
        if hidden:
            (node,), kind = hidden, "lacking"
            folder = os.path.join(options.data, "db", name)
            if sum(entry.stat().st_size for entry in os.scandir(folder)) > LARGEST_BYTES:
                continue
            if (name, node) not in copies and len(copies) == options.copies:
                continue
            copies.setdefault((name, node), f"{name}_{len(copies)}")
            name = copies[name, node]
        rows.append({"id": f"none-{len(rows)}", "db_id": name, "question": example.turns.texts[0], "source": kind,
                     "answerable": False, "kind": "unanswerable", "dialogue": None, "turn": None, "gold_sql": None})
    for (name, (kind, index)), copy in copies.items():
        schema = schemas[name].schema
        table = index if kind == "t" else schema.columns[index].table
        place = None if kind == "t" else [c.index for c in schema.tables[table].columns].index(index)
        without(os.path.join(options.data, "db", name), os.path.join(options.out, "db", copy), table, place)
    for name in {row["db_id"] for row in rows} - set(copies.values()):
        shutil.copytree(os.path.join(options.data, "db", name), os.path.join(options.out, "db", name))
    with open(os.path.join(options.out, "questions.jsonl"), "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    print(len(rows), "questions,", len(copies), "copies")


if __name__ == "__main__":
    main()
