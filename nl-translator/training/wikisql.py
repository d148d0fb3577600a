"""Turns a sample of the WikiSQL questions into examples of the same form that synth.py writes."""

import argparse
import collections
import gzip
import json
import os
import random

from lexical import parse_number
from schema import Schema
from spans import Turns, find_number, find_text

TOKENS = {"=": "EQ", ">": "GT", "<": "LT"}


def read_tables(path):
    """The train rows by table."""
    tables = collections.defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["split"] == "train":
                tables[row["table_id"]].append(row)
    return tables


def schema_of(table_id, rows):
    """A schema (schema.json form) with the values that the conditions show."""
    values = {name: [] for name in rows[0]["columns"]}
    numeric = set()
    for row in rows:
        if row["aggregate"] in ("sum", "avg"):
            numeric.add(row["select"])
        for name, operator, value in row["conditions"]:
            values[name].append(str(value))
            if operator in "<>":
                numeric.add(name)
    columns = []
    for name, known in values.items():
        is_number = name in numeric or (known and all(parse_number(v) is not None for v in known))
        columns.append({"name": name, "display_name": name, "type": "decimal" if is_number else "text",
                        "values": [] if is_number else sorted(set(known))})
    return {"db_id": table_id, "foreign_keys": [],
            "tables": [{"name": "table", "display_name": "table", "columns": columns, "primary_key": []}]}


def actions_of(row, schema):
    """The sketch, or None when a value is not in the question."""
    turns, result = Turns([row["question"]]), ["SELECT"]
    if row["aggregate"]:
        result.append(row["aggregate"].upper())
    result.append(("c", schema.column_index[0, row["select"].lower()]))
    for number, (name, operator, value) in enumerate(row["conditions"]):
        column = schema.columns[schema.column_index[0, name.lower()]]
        result += ["WHERE"] if number == 0 else []
        result += ["AND"] if number < len(row["conditions"]) - 1 else []
        if column.numeric:
            parsed = parse_number(str(value))
            found = None if parsed is None else find_number(parsed, turns)
        else:
            found = find_text(str(value), column, turns, exact_only=True)
        if found is None or operator not in TOKENS:
            return None
        result += [TOKENS[operator], ("c", column.index)] + found
    return result + ["FROM", ("t", 0), "END"]


def main():
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=24000)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    tables = read_tables(os.path.join(options.data, "wikisql.jsonl.gz"))
    chance = random.Random(options.seed)
    schemas, lines = [], []
    for table_id in chance.sample(sorted(tables), len(tables)):
        data = schema_of(table_id, tables[table_id])
        if len(data["tables"][0]["columns"]) < 3:
            continue
        schema, count = Schema(data), len(lines)
        for row in chance.sample(tables[table_id], min(2, len(tables[table_id]))):
            actions = actions_of(row, schema)
            if actions:
                lines.append(json.dumps({"db_id": table_id, "question": row["question"], "actions": actions}))
        if len(lines) > count:
            schemas.append(data)
        if len(lines) >= options.count:
            break
    with open(options.out, "w", encoding="utf-8") as out:
        out.write(json.dumps({"schemas": schemas}) + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
