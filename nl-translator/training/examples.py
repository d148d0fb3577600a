"""Training examples: features with the gold actions, batches, and the mix of sources."""

import json

import numpy as np
import torch

from data import Schemas, is_held_back, read_questions
from features import MAX_ACTIONS, SchemaFeatures, build
from schema import Schema
from spans import Turns
from sql2sketch import Uncovered, encode

NO_QUESTION = ("I AM GPT", "* I have left the chat *")
MASKED = -1e4


class Example:
    """One training example before its features are made. actions: as sql2sketch writes them."""

    __slots__ = ("source", "own", "turns", "actions", "used", "keep", "matches")

    def __init__(self, source, own, turns, actions, used):
        self.source, self.own, self.turns, self.actions, self.used = source, own, turns, actions, used
        columns = own.schema.columns
        self.keep = frozenset({a[1] for a in actions if a[0] == "t"} | {columns[a[1]].table for a in actions if a[0] == "c"})
        self.matches = own.value_matches(turns)


class Drawn:
    """One variation of an example, ready to be put into a batch."""

    __slots__ = ("features", "actions", "used", "rel")

    def __init__(self, features, actions, grammar):
        self.features = features
        places = features.node_index()
        self.actions = [grammar.ids[a] if isinstance(a, str) else grammar.size + places[a] for a in actions]
        self.used = sorted({a - grammar.size for a in self.actions if a >= grammar.size})
        self.rel = torch.from_numpy(features.rel)


def used_nodes(actions):
    """Tables and columns of a sketch."""
    return frozenset(a for a in actions if a[0] in ("t", "c") and not isinstance(a, str))


def load_examples(data, pieces, extra, seed):
    """All training examples, without those over held-back databases and those that cannot be expressed.

    extra: {source: file of synth.py or wikisql.py}.
    """
    schemas, features, gold, result = Schemas(data), {}, {}, []
    generator = np.random.default_rng(seed)
    for row, schema, turns in read_questions(data, "train.jsonl", schemas):
        if is_held_back(schema.id):
            continue
        try:
            actions = encode(row["gold_sql"], schema, turns)
        except Uncovered:
            continue
        gold[row["id"]] = used_nodes(actions)
        if row["question"] in NO_QUESTION or len(actions) > MAX_ACTIONS:
            continue
        used = gold.get(row["previous"][0]["id"], frozenset()) if row["previous"] else frozenset()
        if generator.random() < 0.25:
            used = frozenset()
        if schema.id not in features:
            features[schema.id] = SchemaFeatures(schema, pieces)
        result.append(Example(row["source"], features[schema.id], turns, actions, used))
    for source, path in extra.items():
        add_extra(result, source, path, schemas, dict(features), pieces)
    return result


def add_extra(result, source, path, schemas, features, pieces):
    """Adds the examples of a file: a header line with its own schemas, then one example a line."""
    with open(path, encoding="utf-8") as file:
        invented = {s["db_id"]: Schema(s) for s in json.loads(next(file))["schemas"]}
        for schema in invented.values():
            features[schema.id] = SchemaFeatures(schema, pieces)
        for line in file:
            row = json.loads(line)
            if row["db_id"] not in features:
                features[row["db_id"]] = SchemaFeatures(schemas.get(row["db_id"]), pieces)
            actions = [a if isinstance(a, str) else tuple(a) for a in row["actions"]]
            texts = [row["question"]] + row.get("previous", [])
            used = frozenset(tuple(a) for a in row.get("used", ()))
            result.append(Example(source, features[row["db_id"]], Turns(texts), actions, used))


def batch_of(examples, grammar_size):
    """Tensors of a batch; masks are additive."""
    count = len(examples)
    tokens = max(len(e.features.ids) for e in examples)
    nodes = max(len(e.features.nodes) for e in examples)
    steps = max(len(e.actions) for e in examples)
    encoder = {
        "ids": torch.zeros(count, tokens, dtype=torch.long),
        "segments": torch.zeros(count, tokens, dtype=torch.long),
        "pool": torch.zeros(count, nodes, tokens),
        "kind": torch.zeros(count, nodes, dtype=torch.long),
        "ctype": torch.zeros(count, nodes, dtype=torch.long),
        "rel": torch.zeros(count, nodes, nodes, dtype=torch.long),
        "token_mask": torch.full((count, 1, 1, tokens), MASKED),
        "node_mask": torch.full((count, 1, 1, nodes), MASKED)}
    inputs = torch.zeros(count, steps, dtype=torch.long)
    targets = torch.full((count, steps), -100)
    used, is_item = torch.zeros(count, nodes), torch.zeros(count, nodes)
    for row, example in enumerate(examples):
        features = example.features
        t, m, s = len(features.ids), len(features.nodes), len(example.actions)
        encoder["ids"][row, :t] = torch.tensor(features.ids)
        encoder["segments"][row, :t] = torch.tensor(features.segments)
        encoder["kind"][row, :m] = torch.tensor(features.kind)
        encoder["ctype"][row, :m] = torch.tensor(features.ctype)
        encoder["rel"][row, :m, :m] = example.rel
        encoder["token_mask"][row, 0, 0, :t] = 0
        encoder["node_mask"][row, 0, 0, :m] = 0
        node = torch.tensor(features.token_node)
        encoder["pool"][row, node, torch.arange(t)] = 1 / torch.bincount(node, minlength=m)[node].float()
        inputs[row, 1:s] = torch.tensor(example.actions[:-1])
        targets[row, :s] = torch.tensor(example.actions)
        used[row, example.used] = 1
        is_item[row, :m] = torch.tensor([float(kind >= 4) for kind in features.kind])
    return {"encoder": encoder, "inputs": inputs, "targets": targets, "used": used, "is_item": is_item}


class Sampler:
    """Draws sources by weight, and within a source every example once before any comes again."""

    def __init__(self, examples, weights, grammar, max_tokens, augmenter):
        self.by_source = {}
        for example in examples:
            self.by_source.setdefault(example.source, []).append(example)
        self.sources = [s for s in sorted(self.by_source) if weights.get(s, 0) > 0]
        self.weights = [weights[s] for s in self.sources]
        self.grammar, self.max_tokens, self.augmenter, self.random = grammar, max_tokens, augmenter, augmenter.random
        self.waiting = {s: [] for s in self.sources}

    def draw(self):
        """One example in one of its variations; None when its schema does not fit."""
        source = self.random.choices(self.sources, self.weights)[0]
        waiting = self.waiting[source]
        if not waiting:
            waiting.extend(range(len(self.by_source[source])))
            self.random.shuffle(waiting)
        example = self.by_source[source][waiting.pop()]
        own, turns, used, keep, hidden, chance, actions = self.augmenter.vary(example)
        features = build(own, turns, own.value_matches(turns), used, keep, self.max_tokens, hidden, chance)
        places = features.node_index()
        if len(features.ids) > self.max_tokens + 60 or not all(isinstance(a, str) or a in places for a in actions):
            return None
        return Drawn(features, actions, self.grammar)

    def batches(self, count, token_budget):
        """Draws `count` examples and cuts them, sorted by length, into batches; in random order."""
        drawn = sorted(filter(None, (self.draw() for _ in range(count))), key=lambda e: len(e.features.ids))
        result, current = [], []
        for example in drawn:
            if current and (len(current) + 1) * len(example.features.ids) > token_budget:
                result.append(current)
                current = []
            current.append(example)
        result.append(current)
        self.random.shuffle(result)
        return result
