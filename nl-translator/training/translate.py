"""Runs the exported model: grammar-masked beam search, and the choice among the finished sketches."""

import os
from dataclasses import dataclass

import numpy as np
import onnxruntime

from features import MAX_ACTIONS, RELATION
from lexical import STOP, stem
from spans import MAX_SPAN

#: Weights of the rank of a finished sketch, see docs/reference/sketch.md; written into model.json.
RANK = {"use": 0.15, "missed": 0.4, "uncovered": 0.8, "idle": 0.6}


EXACTLY = {RELATION["w-c exact"], RELATION["w-t exact"]}
OWN = [RELATION["c-t of"], RELATION["c-t key"]]
NAMED = EXACTLY | {RELATION["w-c part"], RELATION["w-t part"]}


@dataclass
class Beam:
    """An unfinished or finished sketch. ids: action ids; span: the first word of an open span; tables: of this FROM;
    rank: see `candidates`."""
    score: float
    ids: tuple
    stack: tuple
    span: tuple = None
    tables: frozenset = frozenset()
    rank: float = 0.0


def mentions(features, turns):
    """Table or column node → the words of the question in its name, without stop words; and the nodes named in full."""
    count, named, whole = len(turns.words[0]), {}, set()
    stems = [stem(word) for word, _, _ in turns.words[0]]
    for place, node in enumerate(features.nodes):
        if node[0] in "tc":
            match = features.rel[1:count + 1, place]
            found = {i for i in range(count) if match[i] in NAMED and stems[i] not in STOP}
            if found:
                named[node] = found
            if any(m in EXACTLY for m in match):
                whole.add(node)
    return named, whole


def uncovered(named, pointed, covered, turns):
    """How many words that are in some name are in none of what a sketch points to, and in no value."""
    stems = [stem(word) for word, _, _ in turns.words[0]]
    seen = {stems[i] for node in pointed for i in named.get(node, ())}
    return len({stems[i] for found in named.values() for i in found if i not in covered} - seen)


def idle(pointed, whole, features, places):
    """How many tables are joined of which no column is used and that the question does not name."""
    columns = [places[node] for node in pointed if node[0] == "c"]
    return sum(node[0] == "t" and node not in whole and not np.isin(features.rel[columns, places[node]], OWN).any()
               for node in pointed)


class Runtime:
    """The two graphs and the grammar."""

    def __init__(self, encoder, step, grammar, description, threads=1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.encoder = onnxruntime.InferenceSession(encoder, options, providers=["CPUExecutionProvider"])
        self.step = onnxruntime.InferenceSession(step, options, providers=["CPUExecutionProvider"])
        self.grammar, self.description = grammar, description

    @classmethod
    def load(cls, resources, grammar, description, fp32_folder=None, threads=1):
        """From the resources, or the fp32 graphs of a training folder."""
        if fp32_folder:
            return cls(os.path.join(fp32_folder, "encoder-fp32.onnx"), os.path.join(fp32_folder, "step-fp32.onnx"),
                       grammar, description, threads)
        return cls(os.path.join(resources, "encoder.onnx"), os.path.join(resources, "step.onnx"), grammar,
                   description, threads)

    def encode(self, features):
        """pointer_inputs, pointer_keys, cross, use."""
        def row(values):
            return np.array([values], np.int64)
        return self.encoder.run(None, {
            "ids": row(features.ids), "segments": row(features.segments), "token_node": row(features.token_node),
            "kind": row(features.kind), "ctype": row(features.ctype), "rel": features.rel[None].astype(np.int64)})

    def candidates(self, features, turns, value_matches, width=5):
        """Finished beams by rank, best first: length, the use scores and what is left out count besides the score."""
        encoded = self.encode(features)
        beams = self.beam_search(features, encoded, width)
        places, nodes, use = features.node_index(), features.nodes, encoded[3].astype(np.float64)
        items = np.array([node[0] in ("t", "c") for node in nodes])
        present, absent = -np.logaddexp(0, -use), -np.logaddexp(0, use)
        wanted = {tuple(range(first, last + 1)) for _, turn, first, last in value_matches if turn == 0}
        wanted |= {(i, i) for i, (word, _, _) in enumerate(turns.words[0]) if word[0] in "0123456789"}
        named, whole = mentions(features, turns)
        for beam in beams:
            pointed = {nodes[a - self.grammar.size] for a in beam.ids if a >= self.grammar.size}
            chosen = np.zeros(len(nodes), bool)
            chosen[[places[node] for node in pointed]] = True
            agreement = np.where(chosen, present, absent)[items].sum()
            covered = self._covered(beam, nodes)
            missed = sum(not covered.intersection(run) for run in wanted)
            beam.rank = (beam.score / len(beam.ids) ** 0.5 + RANK["use"] * agreement - RANK["missed"] * missed
                         - RANK["uncovered"] * uncovered(named, pointed, covered, turns)
                         - RANK["idle"] * idle(pointed, whole, features, places))
        return sorted(beams, key=lambda b: -b.rank)

    def _covered(self, beam, nodes):
        """The words of the question inside the spans of a sketch."""
        size = self.grammar.size
        words = [nodes[a - size] for a in beam.ids if a >= size and nodes[a - size][0] == "w"]
        return {word for (_, turn, first), (_, _, last) in zip(words[::2], words[1::2]) if turn == 0
                for word in range(first, last + 1)}

    def beam_search(self, features, encoded, width=5):
        """Finished beams, the most likely first."""
        grammar = self.grammar
        inputs, keys, cross, _ = encoded
        layers, heads = self.description["layers"], self.description["heads"]
        past = np.zeros((layers, 2, 1, heads, 0, self.description["width"] // heads), np.float32)
        beams, done = [Beam(0.0, (), grammar.start)], []
        for position in range(MAX_ACTIONS):
            last = np.array([beam.ids[-1] if beam.ids else 0 for beam in beams], np.int64)
            scores, past = self.step.run(None, {
                "tokens": last, "position": np.array(position, np.int64), "pointer_inputs": inputs,
                "pointer_keys": keys, "cross": cross, "past": past})
            candidates = []
            for parent, beam in enumerate(beams):
                allowed = self._allowed(beam, features.nodes)
                order = allowed[np.argsort(-scores[parent][allowed], kind="stable")[:width]]
                candidates += [(beam.score + float(scores[parent][a]), parent, int(a)) for a in order]
            candidates.sort(key=lambda c: (-c[0], c[1], c[2]))
            following, parents = [], []
            for score, parent, action in candidates[:width]:
                beam = self._advance(beams[parent], score, action, features.nodes)
                if beam.stack:
                    following.append(beam)
                    parents.append(parent)
                else:
                    done.append(beam)
            best = sorted((b.score for b in done if b.ids[0] != grammar.ids.get("NONE")), reverse=True)
            if not following or (len(best) >= width and following[0].score < best[width - 1]):
                break
            beams, past = following, past[:, :, parents]
        return sorted(done, key=lambda b: -b.score)

    def _allowed(self, beam, nodes):
        """The action ids that may come next."""
        grammar, result = self.grammar, []
        symbols = grammar.allowed(beam.stack)
        for symbol in symbols:
            if symbol[0] != "@":
                result.append(grammar.ids[symbol])
        for index, node in enumerate(nodes):
            if node[0] == "w" and "@word" in symbols:
                if beam.span is None or (node[1] == beam.span[1] and 0 <= node[2] - beam.span[2] < MAX_SPAN):
                    result.append(grammar.size + index)
            elif node[0] == "c" and "@column" in symbols:
                result.append(grammar.size + index)
            elif node[0] == "t" and "@table" in symbols and index not in beam.tables:
                result.append(grammar.size + index)
        return np.array(sorted(result), np.int64)

    def _advance(self, beam, score, action, nodes):
        """The beam after an action."""
        grammar = self.grammar
        ids = beam.ids + (action,)
        if action < grammar.size:
            token = grammar.tokens[action]
            tables = frozenset() if token == "FROM" else beam.tables
            return Beam(score, ids, grammar.advance(beam.stack, token), None, tables)
        node = action - grammar.size
        kind = {"w": "@word", "t": "@table", "c": "@column"}[nodes[node][0]]
        span = nodes[node] if kind == "@word" and beam.span is None else None
        tables = beam.tables | {node} if kind == "@table" else beam.tables
        return Beam(score, ids, grammar.advance(beam.stack, kind), span, tables)

    def actions(self, beam, nodes):
        """The sketch of a beam in the form that sql2sketch writes."""
        size = self.grammar.size
        return [self.grammar.tokens[a] if a < size else nodes[a - size] for a in beam.ids]
