"""sqlite databases built from the CSV files, and results in the form that the scorer reads."""

import json
import os
import sqlite3
import time

SQL_TYPES = {"integer": "INTEGER", "bigint": "INTEGER", "decimal": "REAL", "double": "REAL", "boolean": "INTEGER"}
MAX_SECONDS = 5


class Databases:
    """Databases in memory, built on first use."""

    def __init__(self, data):
        self.data, self.known = data, {}

    def get(self, db_id):
        """The connection of a database."""
        if db_id not in self.known:
            self.known[db_id] = self._build(os.path.join(self.data, "db", db_id))
        return self.known[db_id]

    def _build(self, folder):
        with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
            tables = json.load(file)["tables"]
        connection = sqlite3.connect(":memory:")
        for table in tables:
            columns = table["columns"]
            names = ", ".join(f'"{c["name"]}" {SQL_TYPES.get(c["type"], "TEXT")}' for c in columns)
            connection.execute(f'CREATE TABLE "{table["name"]}" ({names})')
            path = os.path.join(folder, table["name"] + ".csv")
            with open(path, encoding="utf-8", newline="") as file:
                rows = _read(file.read())
            marks = ", ".join("?" * len(columns))
            connection.executemany(
                f'INSERT INTO "{table["name"]}" VALUES ({marks})',
                ([_convert(cell, c["type"]) for cell, c in zip(row, columns)] for row in rows[1:]))
        return connection

    def run(self, db_id, sql):
        """(column names, rows) of a query; raises sqlite3.Error."""
        connection = self.get(db_id)
        deadline = time.monotonic() + MAX_SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        cursor = connection.execute(sql)
        rows = cursor.fetchmany(50_000)
        return [d[0] for d in cursor.description], [list(row) for row in rows]


def _read(text):
    """CSV rows; an unquoted empty field is None, a quoted one is ''."""
    rows, row, field, quoted, inside, at = [], [], [], False, False, 0
    if '"' not in text:
        return [[cell or None for cell in line.split(",")] for line in text.split("\n")[:-1]]
    while at < len(text):
        char = text[at]
        at += 1
        if inside:
            if char != '"':
                field.append(char)
            elif text[at:at + 1] == '"':
                field.append(char)
                at += 1
            else:
                inside = False
        elif char == '"':
            inside = quoted = True
        elif char in ",\n":
            row.append("".join(field) if field or quoted else None)
            field, quoted = [], False
            if char == "\n":
                rows.append(row)
                row = []
        else:
            field.append(char)
    return rows


def _convert(cell, kind):
    if cell is None:
        return None
    if kind in ("integer", "bigint"):
        return int(cell)
    if kind in ("decimal", "double"):
        return float(cell)
    if kind == "boolean":
        return int(cell == "true")
    return cell
