"""The encoder input: tokens, nodes and relations, exactly as docs/reference/sketch.md describes them.

`python features.py OUT.json` writes the constants that the Java side reads.
"""

import json
import sys
from dataclasses import dataclass

import numpy as np

from lexical import STOP, STOP_WORDS, is_wordlike, normalise, stem, words

KINDS = ["cls", "word", "previous word", "word before previous", "table", "column", "used table", "used column"]
TYPES = ["none", "text", "integer", "decimal", "date", "timestamp", "time", "boolean"]
TYPE_OF = {"bigint": "integer", "double": "decimal"}
RELATIONS = [
    "none", "w-w", "w-w turn",
    "w-c exact", "w-c value", "w-c part", "w-c none", "c-w exact", "c-w value", "c-w part", "c-w none",
    "w-t exact", "w-t part", "w-t none", "t-w exact", "t-w part", "t-w none",
    "c-c self", "c-c key", "c-c key back", "c-c same table", "c-c same name", "c-c other",
    "c-t key", "c-t of", "c-t other", "t-c key", "t-c of", "t-c other",
    "t-t self", "t-t both", "t-t key", "t-t key back", "t-t other"]
RELATION = {name: index for index, name in enumerate(RELATIONS)}
CLS, SEP, COLON, COMMA = 101, 102, 1024, 1010
WORD_LIMITS = (60, 40, 40)
MAX_TOKENS = 400
MAX_ACTIONS = 64
MAX_VALUE_WORDS = 6
NONE, PART, VALUE, EXACT = 0, 1, 2, 3
_MATCH_NAMES = {NONE: "none", PART: "part", VALUE: "value", EXACT: "exact"}


def constants():
    """The content of features.json."""
    return {"version": 1, "kinds": KINDS, "types": TYPES, "relations": RELATIONS, "stopWords": STOP_WORDS,
            "cls": CLS, "sep": SEP, "colon": COLON, "comma": COMMA, "wordLimits": WORD_LIMITS,
            "maxTokens": MAX_TOKENS, "maxActions": MAX_ACTIONS, "maxValueWords": MAX_VALUE_WORDS}


def name_match(stems, names):
    """EXACT, PART or NONE for each word of a turn; names: the stemmed words of a display name."""
    result = [NONE] * len(stems)
    if not names:
        return result
    size = len(names)
    for start in range(len(stems) - size + 1):
        if stems[start:start + size] == names:
            result[start:start + size] = [EXACT] * size
    some = {name for name in names if name not in STOP}
    for index, word in enumerate(stems):
        if result[index] == NONE and word in some:
            result[index] = PART
    return result


class SchemaFeatures:
    """What the encoder input needs of one schema, computed once."""

    def __init__(self, schema, pieces):
        self.schema, self.pieces = schema, pieces
        self.rename([table.display for table in schema.tables], [column.display for column in schema.columns])
        self.types = [TYPES.index(TYPE_OF.get(column.type, column.type)) for column in schema.columns]
        self.values = {}
        for column in schema.columns:
            if column.type == "text":
                for value in column.by_norm():
                    self.values.setdefault(value, []).append(column.index)
        self.relations = self._schema_relations()

    def rename(self, tables, columns):
        """Sets the display names of the tables and columns."""
        self.table_ids, self.column_ids = ([self._ids(name) for name in names] for names in (tables, columns))
        self.table_names, self.column_names = ([_stems(name) for name in names] for names in (tables, columns))

    def _ids(self, display):
        return [piece for word, _, _ in words(display) for piece in self.pieces(word)]

    def _schema_relations(self):
        """Relations among all tables (first) and columns of the schema."""
        schema, tables = self.schema, len(self.schema.tables)
        result = np.zeros((tables + len(schema.columns),) * 2, np.uint8)
        column_keys = {pair for _, _, pairs in schema.keys for pair in pairs}
        table_keys = {(a, b) for a, b, _ in schema.keys}
        for i in range(tables):
            for j in range(tables):
                name = ("self" if i == j else "both" if (i, j) in table_keys and (j, i) in table_keys
                        else "key" if (i, j) in table_keys else "key back" if (j, i) in table_keys else "other")
                result[i, j] = RELATION["t-t " + name]
        for column in schema.columns:
            i = tables + column.index
            for table in schema.tables:
                name = ("other" if column.table != table.index
                        else "key" if column.index in table.primary_key else "of")
                result[i, table.index] = RELATION["c-t " + name]
                result[table.index, i] = RELATION["t-c " + name]
            for other in schema.columns:
                pair = column.index, other.index
                name = ("self" if column is other else "key" if pair in column_keys
                        else "key back" if pair[::-1] in column_keys
                        else "same table" if column.table == other.table
                        else "same name" if column.display == other.display else "other")
                result[i, tables + other.index] = RELATION["c-c " + name]
        return result

    def value_matches(self, turns):
        """The value matches (column, turn, first word, last word) of the stored texts."""
        result = []
        for turn, found in enumerate(turns.words):
            text = turns.texts[turn]
            for first in range(len(found)):
                for last in range(first, min(first + MAX_VALUE_WORDS, len(found))):
                    run = [word for word, _, _ in found[first:last + 1]]
                    if first == last and (stem(run[0]) in STOP or run[0].lower() in STOP):
                        continue
                    if not any(is_wordlike(word) for word in run):
                        continue
                    begin, end = found[first][1], found[last][2]
                    forms = {normalise(text[begin:end]),
                             normalise(text[begin:found[last][1]] + stem(run[-1]))}
                    columns = sorted({c for form in forms for c in self.values.get(form, ())})
                    result += [(column, turn, first, last) for column in columns]
        return result


def _stems(display):
    return [stem(word) for word, _, _ in words(display) if is_wordlike(word)]


@dataclass
class Features:
    """One encoder input. `nodes` names what each node is: ("cls",), ("w", turn, word), ("t", table), ("c", column)."""
    ids: list
    segments: list
    token_node: list
    nodes: list
    kind: list
    ctype: list
    rel: np.ndarray

    def node_index(self):
        """Node → its place."""
        return {node: index for index, node in enumerate(self.nodes)}


def build(schema_features, turns, value_matches, used=frozenset(), keep=frozenset(), max_tokens=MAX_TOKENS,
          hidden=frozenset(), chance=None):
    """Builds the encoder input.

    used: ("t", i) and ("c", i) of the previous turn's sketch. For training only: keep: tables that must not be dropped;
    hidden: nodes to leave out; chance: a random source that shuffles the tables, and the columns of each.
    """
    own, schema = schema_features, schema_features.schema
    match_tables, match_columns = _matches(own, turns, value_matches)
    ids, node, nodes, kind = [CLS], [0], [("cls",)], [0]
    for turn, found in enumerate(turns.words):
        if turn:
            ids.append(SEP)
            node.append(0)
        for index, (word, _, _) in enumerate(found):
            nodes.append(("w", turn, index))
            kind.append(1 + turn)
            pieces = own.pieces(word)
            ids += pieces
            node += [len(nodes) - 1] * len(pieces)
    segments = [0] * len(ids)
    kept, columns = _fit(own, match_tables, match_columns, used, keep, max_tokens - len(ids) - 1, hidden)
    if chance:
        chance.shuffle(kept)
        for table in kept:
            chance.shuffle(columns[table])
    for table in kept:
        nodes.append(("t", table))
        kind.append(6 if ("t", table) in used else 4)
        ids += [SEP] + own.table_ids[table] + [COLON]
        node += [0] + [len(nodes) - 1] * (len(own.table_ids[table]) + 1)
        for column in columns[table]:
            nodes.append(("c", column))
            kind.append(7 if ("c", column) in used else 5)
            ids += own.column_ids[column] + [COMMA]
            node += [len(nodes) - 1] * (len(own.column_ids[column]) + 1)
    ids.append(SEP)
    node.append(0)
    segments += [1] * (len(ids) - len(segments))
    ctype = [own.types[n[1]] if n[0] == "c" else 0 for n in nodes]
    rel = _relations(own, nodes, len(schema.tables), match_tables, match_columns)
    return Features(ids, segments, node, nodes, kind, ctype, rel)


def _matches(own, turns, value_matches):
    """Matches of all words with each table and column: arrays [tables, words] and [columns, words]."""
    starts, total = [], 0
    for found in turns.words:
        starts.append(total)
        total += len(found)
    stems = [[stem(word) for word, _, _ in found] for found in turns.words]
    tables = np.array([[m for turn in stems for m in name_match(turn, names)] for names in own.table_names], np.uint8)
    columns = np.array([[m for turn in stems for m in name_match(turn, names)] for names in own.column_names], np.uint8)
    tables, columns = tables.reshape(-1, total), columns.reshape(-1, total)
    for column, turn, first, last in value_matches:
        place = columns[column, starts[turn] + first:starts[turn] + last + 1]
        np.maximum(place, VALUE, out=place)
    return tables, columns


def _fit(own, match_tables, match_columns, used, keep, room, hidden):
    """The tables that fit into `room` tokens, in schema order, and the columns of each."""
    schema = own.schema
    kept = [t.index for t in schema.tables if ("t", t.index) not in hidden]
    columns = {i: [c.index for c in schema.tables[i].columns if ("c", c.index) not in hidden] for i in kept}
    size = {i: 2 + len(own.table_ids[i]) + sum(len(own.column_ids[c]) + 1 for c in columns[i]) for i in kept}
    total = sum(size.values())
    if total > room:
        scores = {i: _score(schema.tables[i], match_tables, match_columns) + (5 if ("t", i) in used else 0)
                  for i in kept}
        for table in sorted(kept, key=lambda t: (t in keep, scores[t], -t)):
            if total <= room or len(kept) == 1 or table in keep:
                break
            kept.remove(table)
            total -= size[table]
    while total > room and len(columns[kept[-1]]) > 1:
        total -= len(own.column_ids[columns[kept[-1]].pop()]) + 1
    return kept, columns


def _score(table, match_tables, match_columns):
    """How much a table has to do with the words."""
    points_table = np.array([0, 1, 0, 3])[match_tables[table.index]]
    places = [column.index for column in table.columns]
    points_column = np.array([0, 1, 3, 2])[match_columns[places]].max(axis=0, initial=0)
    return int(np.maximum(points_table, points_column).sum())


def _relations(own, nodes, tables, match_tables, match_columns):
    """The relation of every pair of nodes."""
    count = sum(1 for n in nodes if n[0] == "w")
    result = np.zeros((len(nodes), len(nodes)), np.uint8)
    turn = np.array([n[1] for n in nodes[1:count + 1]])
    result[1:count + 1, 1:count + 1] = np.where(turn[:, None] == turn[None, :], RELATION["w-w"], RELATION["w-w turn"])
    first = count + 1
    places = [n[1] if n[0] == "t" else tables + n[1] for n in nodes[first:]]
    result[first:, first:] = own.relations[np.ix_(places, places)]
    for index, n in enumerate(nodes[first:], first):
        match = (match_tables if n[0] == "t" else match_columns)[n[1]]
        result[1:first, index] = _TO[n[0]][match]
        result[index, 1:first] = _FROM[n[0]][match]
    return result


def _lookup(pattern):
    return np.array([RELATION.get(pattern.format(_MATCH_NAMES[m]), 0) for m in range(4)], np.uint8)


_TO = {"c": _lookup("w-c {}"), "t": _lookup("w-t {}")}
_FROM = {"c": _lookup("c-w {}"), "t": _lookup("t-w {}")}


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(constants(), out, indent=1)
        out.write("\n")
