"""Schemas with their stored values, and the tree of joins over the foreign keys."""

import csv
import json
import os
from collections import deque
from dataclasses import dataclass, field

from lexical import normalise, similarity, stem_all, trigrams

NUMERIC = ("integer", "bigint", "decimal", "double")
TEMPORAL = ("date", "timestamp")
TRUE_VALUES = ("true", "yes", "y", "t", "1")
FALSE_VALUES = ("false", "no", "n", "f", "0")
MAX_VALUES = 20_000


@dataclass
class Column:
    """One column; `index` counts over the whole schema, `table` is the index of its table."""
    index: int
    table: int
    name: str
    display: str
    type: str
    values: list = field(default_factory=list)
    _by_norm: dict = None
    _by_stem: dict = None
    _grams: list = None

    @property
    def numeric(self):
        return self.type in NUMERIC

    def by_norm(self):
        """Normalised stored text → stored text (the first one)."""
        if self._by_norm is None:
            self._by_norm = {}
            for value in self.values:
                self._by_norm.setdefault(normalise(value), value)
        return self._by_norm

    def resolve(self, text):
        """The stored value that a span means, or the text itself."""
        if not self.values:
            return text
        if text in self._value_set():
            return text
        found = self.by_norm().get(normalise(text))
        if found is not None:
            return found
        if self._by_stem is None:
            self._by_stem = {}
            for value in self.values:
                self._by_stem.setdefault(stem_all(value), value)
        found = self._by_stem.get(stem_all(text))
        if found is not None:
            return found
        if text:
            for value in self.values:
                if len(value) == 1 and value.isalpha() and value.lower() == text[0].lower():
                    return value
        if any(c.isdigit() for c in text):
            return text
        found = self._containing(stem_all(text))
        if found is not None:
            return found
        if self._grams is None:
            self._grams = [trigrams(value) for value in self.values]
        own = trigrams(text)
        best = max(range(len(self.values)), key=lambda i: similarity(own, self._grams[i]))
        return self.values[best] if similarity(own, self._grams[best]) >= 0.55 else text

    def _containing(self, stemmed):
        """The only stored value that has these stemmed words in a row, or None."""
        wanted, found = f" {stemmed} ", None
        if len(stemmed) < 3:
            return None
        for own, value in self._by_stem.items():
            if wanted in f" {own} ":
                if found is not None:
                    return None
                found = value
        return found

    def _value_set(self):
        if not hasattr(self, "_set"):
            self._set = set(self.values)
        return self._set

    def truth(self, wanted):
        """The literal for TRUE or FALSE in this column, or None."""
        if self.type == "boolean" or self.numeric:
            return int(wanted)
        known = {value.lower(): value for value in self.values}
        for word in TRUE_VALUES if wanted else FALSE_VALUES:
            if word in known:
                return known[word]
        return None


@dataclass
class Table:
    """One table with its columns in order."""
    index: int
    name: str
    display: str
    columns: list
    primary_key: frozenset


class Schema:
    """Tables, columns and keys of one database."""

    def __init__(self, data):
        self.id, self.tables, self.columns = data["db_id"], [], []
        for number, table in enumerate(data["tables"]):
            columns = []
            for column in table["columns"]:
                columns.append(Column(len(self.columns), number, column["name"].lower(), column["display_name"],
                                      column["type"], list(column.get("values", ()))))
                self.columns.append(columns[-1])
            key = frozenset(c.index for c in columns if c.name in [k.lower() for k in table["primary_key"]])
            self.tables.append(Table(number, table["name"].lower(), table["display_name"], columns, key))
        self.table_index = {table.name: table.index for table in self.tables}
        self.column_index = {(c.table, c.name): c.index for c in self.columns}
        self.keys = []
        for key in data["foreign_keys"]:
            left, right = self.table_index[key["table"].lower()], self.table_index[key["ref_table"].lower()]
            pairs = [(self.column_index[left, a.lower()], self.column_index[right, b.lower()])
                     for a, b in zip(key["columns"], key["ref_columns"])]
            self.keys.append((left, right, pairs))

    @classmethod
    def load(cls, folder, with_values=True):
        """Reads schema.json and the texts of the CSV files beside it."""
        with open(os.path.join(folder, "schema.json"), encoding="utf-8") as file:
            schema = cls(json.load(file))
        if with_values:
            for table in schema.tables:
                schema._read_values(table, os.path.join(folder, table.name + ".csv"))
        return schema

    def _read_values(self, table, path):
        texts = [c for c in table.columns if c.type in ("text", "time")]
        if not texts or not os.path.exists(path):
            return
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = [name.lower() for name in next(rows)]
            places = [(c, header.index(c.name), {}) for c in texts]
            for row in rows:
                for _, place, seen in places:
                    if row[place] and len(seen) < MAX_VALUES:
                        seen[row[place]] = None
        for column, _, seen in places:
            column.values = list(seen)

    def join_tree(self, named, extra=()):
        """Joins the named tables.

        named: [(table, left join?)] in order; extra: column pairs of ON.
        Returns [(table, left?, [column pairs])] in join order, the first with no pairs, or None.
        """
        edges = [(self.columns[a].table, self.columns[b].table, [(a, b)]) for a, b in extra]
        edges += [key for key in self.keys if key[0] != key[1]]
        result, tree, used = [(named[0][0], False, [])], {named[0][0]}, set()
        left = dict(named)
        waiting = [table for table, _ in named[1:] if table != named[0][0]]
        while waiting:
            paths = [(path, table) for table in waiting if (path := _path(edges, table, tree)) is not None]
            if not paths:
                return None
            path, goal = min(paths, key=lambda p: (len(p[0]), p[0][-1][0]))
            for edge, table in reversed(path):
                result.append((table, left[goal], list(edges[edge][2])))
                tree.add(table)
                used.add(edge)
            waiting = [table for table in waiting if table not in tree]
        for number, (a, b) in enumerate(extra):
            if number not in used:
                if not {self.columns[a].table, self.columns[b].table} <= tree or len(result) == 1:
                    return None
                result[-1][2].append((a, b))
        return result


def _path(edges, start, tree):
    """The shortest path from start to the tree as [(edge, table it leads away from)], start first."""
    queue, before = deque([start]), {start: None}
    while queue:
        table = queue.popleft()
        for number, (a, b, _) in enumerate(edges):
            if table not in (a, b):
                continue
            other = b if table == a else a
            if other in before:
                continue
            before[other] = (number, table)
            if other in tree:
                path, at = [], other
                while before[at]:
                    path.append(before[at])
                    at = before[at][1]
                return path[::-1]
            queue.append(other)
    return None
