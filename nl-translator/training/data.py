"""Reads question files with their schemas and dialogues."""

import hashlib
import json
import os

from schema import Schema
from spans import Turns


def is_held_back(db_id):
    """Whether a training database is kept for calibration (9 of 117); never trained on."""
    return int(hashlib.sha256(db_id.encode()).hexdigest(), 16) % 12 == 0


class Schemas:
    """Schemas by id, read once."""

    def __init__(self, data, with_values=True):
        self.data, self.with_values, self.known = data, with_values, {}

    def get(self, db_id):
        """The schema of a database."""
        if db_id not in self.known:
            self.known[db_id] = Schema.load(os.path.join(self.data, "db", db_id), self.with_values)
        return self.known[db_id]


def read_rows(data, name):
    """The rows of a question file, each with `previous`: the rows of up to two earlier turns, most recent first."""
    with open(os.path.join(data, name), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    turns = {(row["dialogue"], row["turn"]): row for row in rows if row.get("dialogue")}
    for row in rows:
        row["previous"] = []
        if row.get("dialogue"):
            row["previous"] = [turns[row["dialogue"], row["turn"] - back] for back in (1, 2)
                               if (row["dialogue"], row["turn"] - back) in turns]
    return rows


def read_questions(data, name, schemas=None):
    """Yields (row, schema, turns) for every question that has a gold query."""
    schemas = schemas or Schemas(data)
    for row in read_rows(data, name):
        if row["gold_sql"]:
            texts = [row["question"]] + [p["question"] for p in row["previous"]]
            yield row, schemas.get(row["db_id"]), Turns(texts)
