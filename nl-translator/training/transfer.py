"""Carries training questions over to other schemas: people's ways of asking, about other tables.

A question becomes a template when every name and value of its sketch stands in it word for word; the template is filled
with tables and columns of another schema that have the same types and the same keys between them.
"""

import argparse
import collections
import json
import os
import random
import re

import synth_schemas
from data import Schemas, is_held_back, read_questions
from features import SchemaFeatures
from grammar import Grammar
from lexical import STOP, stem
from schema import TEMPORAL, Schema
from spans import Turns
from sql2sketch import Uncovered, encode
from synth import KINDS
from synth_phrases import plural, singular

COMMON = 10
MAX_TABLES = 4
TRIES = 12
COMPARE = ("EQ", "NE", "LT", "LE", "GT", "GE", "BETWEEN", "CONTAINS", "STARTS", "ENDS", "DURING", "LIMIT", "NUMBER")
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 /&%.#-]*")
LEFT_OUT = ("LEFT", "ON", "TRUE", "FALSE", "STAR_ALL")


def kind_of(schema, column, keys):
    """What a column may stand for: a key, a name, a category, other text, a year, a number, a date …"""
    display = column.display.lower()
    if column.index in keys:
        return "key"
    if column.index in schema.tables[column.table].primary_key:
        return "primary"
    if column.type in TEMPORAL:
        return "date"
    if column.numeric:
        return "year" if "year" in display else "number"
    if column.type != "text":
        return column.type
    if re.search(r"\b(name|title)$", display):
        return "name"
    return "category" if 1 < len(column.values) <= 40 else "text"


class Target:
    """A schema with what filling needs."""

    def __init__(self, schema):
        self.schema = schema
        self.keys = {c for _, _, pairs in schema.keys for pair in pairs for c in pair}
        self.edges = [(pairs[0], a, b) for a, b, pairs in schema.keys if len(pairs) == 1 and a != b]
        self.kinds = [kind_of(schema, c, self.keys) for c in schema.columns]

    def of_kind(self, table, kind):
        """Columns of a table."""
        return [c.index for c in self.schema.tables[table].columns if self.kinds[c.index] == kind]


class Template:
    """A question with gaps, its sketch, and what must hold between the tables and columns of the sketch."""

    def __init__(self, target, turns, actions, mentions, values):
        self.turns, self.actions, self.mentions, self.values = turns, actions, mentions, values
        schema = target.schema
        self.columns = sorted({a[1] for a in actions if a[0] == "c"})
        self.table_of = {c: schema.columns[c].table for c in self.columns}
        self.kinds = {c: target.kinds[c] for c in self.columns}
        self.primary = {c for c in self.columns if c in schema.tables[self.table_of[c]].primary_key}
        self.without_table = len({a[1] for a in actions if a[0] == "t"}) == 1 and not self.primary and all(node[0] == "c" for _, node in mentions.values())
        self.blocks = blocks_of(actions)
        self.tables = sorted({t for block in self.blocks for t in block} | set(self.table_of.values()))
        self.edges = []
        for block in self.blocks:
            tree = schema.join_tree([(t, False) for t in block])
            if tree is None:
                raise Uncovered("join")
            for _, _, pairs in tree[1:]:
                if len(pairs) != 1:
                    raise Uncovered("key of several columns")
                self.edges.append(pairs[0])
        self.edges += [pair for pair, _, _ in target.edges if pair[0] in self.table_of and pair[1] in self.table_of]
        self.edges = sorted(set(self.edges))
        self.owner = {c: schema.columns[c].table for pair in self.edges for c in pair}
        self.tables = sorted(set(self.tables) | set(self.owner.values()))
        if len(self.tables) > MAX_TABLES or not self._connected():
            raise Uncovered("tables")

    def _connected(self):
        seen, waiting = set(), [self.tables[0]]
        while waiting:
            table = waiting.pop()
            if table in seen:
                continue
            seen.add(table)
            for a, b in self.edges:
                ends = self.owner[a], self.owner[b]
                if table in ends:
                    waiting += ends
        return len(seen) == len(self.tables)

    def fill(self, target, chance):
        """(question, actions) over another schema, or None."""
        tables, columns = self._map_tables(target, chance), {}
        if tables is None:
            return None
        tables, columns = tables
        for column in self.columns:
            if column in columns:
                continue
            table = tables[self.table_of[column]]
            if column in self.primary and self.kinds[column] in ("primary", "key"):
                free = sorted(target.schema.tables[table].primary_key)
                free = free if len(free) == 1 else []
            else:
                free = target.of_kind(table, self.kinds[column])
                if not free and self.kinds[column] in ("text", "category"):
                    free = target.of_kind(table, "category") + target.of_kind(table, "text")
            free = [c for c in free if c not in columns.values() and PLAIN.fullmatch(target.schema.columns[c].display)]
            if not free:
                return None
            columns[column] = chance.choice(free)
        for block in self.blocks:
            named = [(tables[t], False) for t in block]
            tree = target.schema.join_tree(named)
            if tree is None or len(tree) > max(len(block), MAX_TABLES - 1):
                return None
        return self._write(target, tables, columns, chance)

    def _map_tables(self, target, chance):
        tables = {self.tables[0]: chance.randrange(len(target.schema.tables))}
        columns, waiting = {}, list(self.edges)
        while waiting:
            place = next(i for i, (a, b) in enumerate(waiting) if self.owner[a] in tables or self.owner[b] in tables)
            a, b = waiting.pop(place)
            left, right = tables.get(self.owner[a]), tables.get(self.owner[b])
            fits = [(pair, x, y) for pair, x, y in target.edges
                    if left in (None, x) and right in (None, y)
                    and columns.get(a, pair[0]) == pair[0] and columns.get(b, pair[1]) == pair[1]
                    and (left is not None or x not in tables.values()) and (right is not None or y not in tables.values())]
            if not fits:
                return None
            (own, other), x, y = chance.choice(fits)
            tables[self.owner[a]], tables[self.owner[b]] = x, y
            columns[a], columns[b] = own, other
        return tables, columns

    def _write(self, target, tables, columns, chance):
        text, places, index, end, known = "", {}, 0, 0, set()
        found, original = self.turns.words[0], self.turns.texts[0]
        while index < len(found):
            gap, stop = original[end:found[index][1]], index
            if index in self.mentions:
                stop, node = self.mentions[index]
                many = stem(found[stop][0]) != found[stop][0].lower()
                new = self._name(target, tables, columns, node, many)
            elif index in self.values:
                stop, column, operator = self.values[index]
                new = original[found[index][1]:found[stop][2]]
                if column is not None:
                    new = value_for(target.schema.columns[columns[column]], operator, chance)
                    if new is None or (column, new.lower()) in known:
                        return None
                    known.add((column, new.lower()))
                places[index] = (len(text) + len(gap), len(text) + len(gap) + len(new))
            else:
                new = found[index][0]
                if new.lower() in ("a", "an") and index + 1 in self.mentions:
                    begins = self._name(target, tables, columns, self.mentions[index + 1][1], False)
                    new = ("an" if begins[:1] in "aeiou" else "a") if new.islower() else new
            text += gap + new
            index, end = stop + 1, found[stop][2]
        text += original[end:]
        if len(text) > 260:
            return None
        turns = Turns([text])
        spans = {}
        for start, (begin, stop) in places.items():
            inside = [i for i, (_, a, b) in enumerate(turns.words[0]) if a >= begin and b <= stop]
            if not inside or (turns.words[0][inside[0]][1], turns.words[0][inside[-1]][2]) != (begin, stop):
                return None
            spans[start] = inside[0], inside[-1]
        return text, list(self._actions(tables, columns, spans))

    def _actions(self, tables, columns, spans):
        opened = None
        for action in self.actions:
            if isinstance(action, str):
                yield action
            elif action[0] == "t":
                yield "t", tables[action[1]]
            elif action[0] == "c":
                yield "c", columns[action[1]]
            elif opened is None:
                opened = action[2]
                yield "w", 0, spans[opened][0]
            else:
                yield "w", 0, spans[opened][1]
                opened = None

    @staticmethod
    def _name(target, tables, columns, node, many):
        if node[0] == "t":
            display = target.schema.tables[tables[node[1]]].display
            return plural(display) if many else singular(display)
        display = target.schema.columns[columns[node[1]]].display.lower()
        return plural(display) if many else display


def value_for(column, operator, chance):
    """Words for a stored text, or for a part of one."""
    values = [v for v in column.values if 1 < len(v) < 30 and v.isascii() and '"' not in v and re.search("[A-Za-z0-9]", v)]
    if not values:
        return None
    text = chance.choice(values[:300])
    parts = [p for p in text.split() if re.fullmatch("[A-Za-z0-9]{3,}", p)]
    if operator in ("CONTAINS", "STARTS", "ENDS"):
        if not parts:
            return None
        text = parts[0] if operator == "STARTS" else parts[-1] if operator == "ENDS" else chance.choice(parts)
    if not re.fullmatch(r"[A-Za-z0-9].*[A-Za-z0-9]", text):
        return None
    return text.lower() if chance.random() < 0.25 else text


def blocks_of(actions):
    """The tables after each FROM."""
    result, inside = [], False
    for action in actions:
        if action == "FROM":
            result.append([])
            inside = True
        elif inside and action[0] == "t":
            result[-1].append(action[1])
        else:
            inside = False
    return result


def template_of(target, own, turns, actions, common):
    """The template of a question, or None."""
    if any(a in LEFT_OUT for a in actions if isinstance(a, str)) or len(turns.texts) != 1:
        return None
    found = turns.words[0]
    values, taken = {}, set()
    for start, stop, column, operator in spans_of(actions):
        run = set(range(start, stop + 1))
        if not run or (run & taken and values.get(start, (None,))[0] != stop):
            return None
        text = column is not None and target.schema.columns[column].type == "text"
        values[start] = stop, column if text else None, operator
        taken |= run
    stems = [stem(word) for word, _, _ in found]
    mentions, mentioned = {}, set()
    nodes = sorted({a for a in actions if not isinstance(a, str) and a[0] in "tc"},
                   key=lambda a: (-len((own.table_names if a[0] == "t" else own.column_names)[a[1]]), a[0], a[1]))
    for node in nodes:
        names = (own.table_names if node[0] == "t" else own.column_names)[node[1]]
        for start in range(len(stems) - len(names) + 1):
            run = set(range(start, start + len(names)))
            if names and stems[start:start + len(names)] == names and not run & taken:
                mentions[start] = start + len(names) - 1, node
                taken |= run
                mentioned.add(node)
    for node in nodes:
        if node[0] == "c" and node not in mentioned and target.kinds[node[1]] not in ("key", "primary"):
            return None
    if not mentioned or any(word.isalpha() and i not in taken and word.lower() not in common
                            for i, (word, _, _) in enumerate(found)):
        return None
    for before, action in zip(actions, actions[1:]):
        if before in ("SUM", "AVG") and action[0] == "c" and target.kinds[action[1]] not in ("number", "year"):
            return None
    try:
        return Template(target, turns, actions, mentions, values)
    except Uncovered:
        return None


def spans_of(actions):
    """(first word, last word, the column that it is compared with or None, operator) of each span."""
    operator, inside, opened = None, [], None
    for action in actions:
        if isinstance(action, str):
            if action in COMPARE:
                operator, inside = action, []
            else:
                inside.append(action)
        elif action[0] == "w":
            if opened is None:
                opened = action[2]
            else:
                plain = len(inside) == 1 and inside[0][0] == "c" and not isinstance(inside[0], str)
                yield opened, action[2], inside[0][1] if plain else None, operator
                opened = None
        else:
            inside.append(action)


def main():
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("wikisql", help="file of wikisql.py, for its schemas")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=30000)
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    chance, grammar = random.Random(options.seed), Grammar(os.path.join(options.resources, "grammar.json"))
    rows = [r for r in read_questions(options.data, "train.jsonl", Schemas(options.data)) if not is_held_back(r[1].id)]
    asked = collections.defaultdict(set)
    for _, schema, turns in rows:
        for word, _, _ in turns.words[0]:
            asked[word.lower()].add(schema.id)
    common = {word for word, ids in asked.items() if len(ids) >= COMMON} | set(STOP)
    targets, features, templates = {}, {}, []
    for row, schema, turns in rows:
        if row["source"] not in ("spider", "cosql") or row["previous"]:
            continue
        if schema.id not in targets:
            targets[schema.id], features[schema.id] = Target(schema), SchemaFeatures(schema, lambda word: [0])
        try:
            actions = encode(row["gold_sql"], schema, turns)
        except Uncovered:
            continue
        made = template_of(targets[schema.id], features[schema.id], turns, actions, common)
        if made:
            templates.append(made)
    print(len(templates), "templates")
    with open(options.wikisql, encoding="utf-8") as file:
        single = [Target(Schema(s)) for s in json.loads(next(file))["schemas"]]
    raw = [synth_schemas.build(kind, number, chance) for kind in synth_schemas.SCHEMAS for number in range(6, 16)]
    groups = [([targets[i] for i in sorted(targets)], 0.6), ([Target(Schema(s)) for s in raw], 0.4)]
    by_shape = collections.defaultdict(list)
    for template in templates:
        by_shape[tuple(a if isinstance(a, str) else a[0] for a in template.actions)].append(template)
    shapes = sorted(by_shape)
    weights = [len(by_shape[s]) ** 0.5 for s in shapes]
    seen, lines, used = set(), [], {}
    while len(lines) < options.count:
        template = chance.choice(by_shape[chance.choices(shapes, weights)[0]])
        made = None
        for _ in range(TRIES):
            group = chance.choices([g for g, _ in groups], [w for _, w in groups])[0]
            if template.without_table and chance.random() < 0.5:
                group = single
            target = chance.choice(group)
            made = template.fill(target, chance)
            if made:
                break
        if not made or (target.schema.id, made[0].lower()) in seen:
            continue
        text, actions = made
        stack = grammar.start
        for action in actions:
            stack = grammar.advance(stack, action if isinstance(action, str) else KINDS[action[0]])
        seen.add((target.schema.id, text.lower()))
        used[target.schema.id] = target.schema
        lines.append(json.dumps({"db_id": target.schema.id, "question": text, "actions": actions}))
    with open(options.wikisql, encoding="utf-8") as file:
        single_raw = [s for s in json.loads(next(file))["schemas"] if s["db_id"] in used]
    with open(options.out, "w", encoding="utf-8") as out:
        out.write(json.dumps({"schemas": [s for s in raw if s["db_id"] in used] + single_raw}) + "\n")
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
