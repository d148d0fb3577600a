"""The translation model: a BERT encoder, relation-aware layers over nodes, and a decoder with pointers to nodes."""

import math

import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

from features import KINDS, RELATIONS, TYPES

WIDTH = 384
DROPOUT = 0.1
MAX_STEPS = 64


class Drop:
    """Dropout by slices of a pool of masks: drawing every mask anew costs 7 % of a step on a CPU."""

    SIZE, LIFE = 1 << 24, 20_000

    def __init__(self):
        self.pool, self.left = None, 0

    def __call__(self, x, training):
        """Scales what stays."""
        if not training:
            return x
        count = x.numel()
        if x.is_cuda or count > self.SIZE // 2:
            return F.dropout(x, DROPOUT, True)
        if self.left == 0:
            self.pool = (torch.rand(self.SIZE) >= DROPOUT).to(torch.bfloat16) / (1 - DROPOUT)
            self.left = self.LIFE
        self.left -= 1
        start = int(torch.randint(self.SIZE - count, ()))
        return x * self.pool[start:start + count].view(x.shape).to(x.dtype)


dropout = Drop()


def _heads(x, heads):
    """[B, T, D] → [B, heads, T, D / heads]."""
    return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def _merge(x):
    """[B, heads, T, d] → [B, T, heads · d]."""
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)


def attend(q, k, v, mask):
    """Attention [B, heads, T, d]; spelt out on a CPU, where its backward pass is much faster than the fused one."""
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
    with torch.autocast("cpu", enabled=False):
        logits = (q * (1 / math.sqrt(q.shape[-1]))) @ k.transpose(-1, -2)
        return (logits if mask is None else logits + mask.to(logits.dtype)).softmax(-1) @ v


class BertLayer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.norm1 = nn.Linear(width, width), nn.LayerNorm(width, 1e-12)
        self.up, self.down, self.norm2 = nn.Linear(width, inner), nn.Linear(inner, width), nn.LayerNorm(width, 1e-12)

    def forward(self, x, mask):
        """x: [B, T, D]; mask: additive [B, 1, 1, T] or None."""
        q, k, v = (_heads(f(x), self.heads) for f in (self.query, self.key, self.value))
        attended = _merge(attend(q, k, v, mask))
        x = self.norm1(x + dropout(self.out(attended), self.training))
        return self.norm2(x + dropout(self.down(F.gelu(self.up(x))), self.training))


class Bert(nn.Module):
    """The encoder of bge-small-en-v1.5."""

    def __init__(self, layers=12, width=WIDTH, heads=12, inner=1536):
        super().__init__()
        self.word, self.position, self.segment = (nn.Embedding(n, width) for n in (30522, 512, 2))
        self.norm = nn.LayerNorm(width, 1e-12)
        self.layers = nn.ModuleList(BertLayer(width, heads, inner) for _ in range(layers))
        self.frozen = 0

    def forward(self, ids, segments, mask):
        """Vectors of tokens [B, T, D]. The embeddings and the first `frozen` layers, if any, are not trained."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.frozen == 0):
            x = self.word(ids) + self.position.weight[:ids.shape[1]] + self.segment(segments)
            x = dropout(self.norm(x), self.training)
            for layer in self.layers[:self.frozen]:
                x = layer(x, mask)
        for layer in self.layers[self.frozen:]:
            x = layer(x, mask)
        return x

    def load_onnx(self, path):
        """Takes the weights of an exported BERT."""
        graph = onnx.load(path).graph
        named = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        products = {n.name: named[n.input[1]] for n in graph.node
                    if n.op_type == "MatMul" and n.input[1] in named}

        def fill(parameter, array):
            parameter.data = torch.tensor(array.copy()).contiguous()

        for ours, theirs in (("word", "word"), ("position", "position"), ("segment", "token_type")):
            fill(getattr(self, ours).weight, named[f"embeddings.{theirs}_embeddings.weight"])
        fill(self.norm.weight, named["embeddings.LayerNorm.weight"])
        fill(self.norm.bias, named["embeddings.LayerNorm.bias"])
        for number, layer in enumerate(self.layers):
            for ours, theirs in (("query", "attention/self/query"), ("key", "attention/self/key"),
                                 ("value", "attention/self/value"), ("out", "attention/output/dense"),
                                 ("up", "intermediate/dense"), ("down", "output/dense")):
                linear = getattr(layer, ours)
                fill(linear.weight, products[f"/encoder/layer.{number}/{theirs}/MatMul"].T)
                fill(linear.bias, named[f"encoder.layer.{number}.{theirs.replace('/', '.')}.bias"])
            for ours, theirs in (("norm1", "attention.output"), ("norm2", "output")):
                norm = getattr(layer, ours)
                fill(norm.weight, named[f"encoder.layer.{number}.{theirs}.LayerNorm.weight"])
                fill(norm.bias, named[f"encoder.layer.{number}.{theirs}.LayerNorm.bias"])


class RelationLayer(nn.Module):
    """A pre-norm transformer layer whose keys and values know the relation of each pair (Shaw et al. 2018)."""

    def __init__(self, width=WIDTH, heads=8, inner=1024):
        super().__init__()
        self.heads, size = heads, width // heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.relation_key = nn.Parameter(torch.randn(len(RELATIONS), size) * 0.05)
        self.relation_value = nn.Parameter(torch.randn(len(RELATIONS), size) * 0.05)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x, rel, mask):
        """x: [B, M, D]; rel: [B, M, M]; mask: additive [B, 1, 1, M] or None."""
        q, k, v = (_heads(y, self.heads) for y in self.qkv(self.norm1(x)).chunk(3, -1))
        index = rel.unsqueeze(1).expand(-1, self.heads, -1, -1)
        q = q * (1 / math.sqrt(q.shape[-1]))
        logits = q @ k.transpose(-1, -2) + (q @ self.relation_key.t().to(q.dtype)).gather(-1, index)
        with torch.autocast(x.device.type, enabled=False):
            weights = (logits if mask is None else logits + mask.to(logits.dtype)).softmax(-1)
        weights = dropout(weights, self.training)
        sums = weights.new_zeros(*weights.shape[:3], len(RELATIONS)).scatter_add(-1, index, weights)
        attended = weights @ v + sums @ self.relation_value.to(v.dtype)
        x = x + dropout(self.out(_merge(attended)), self.training)
        return x + dropout(self.down(F.gelu(self.up(self.norm2(x)))), self.training)


class DecoderLayer(nn.Module):
    """A pre-norm decoder layer."""

    def __init__(self, width=WIDTH, heads=6, inner=1024):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.cross_query, self.cross_kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.cross_out = nn.Linear(width, width)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def cross(self, memory):
        """Keys and values of the memory, each [B, heads, M, d]."""
        return [_heads(y, self.heads) for y in self.cross_kv(memory).chunk(2, -1)]

    def forward(self, x, cross, mask, past=None):
        """x: [B, T, D]; past: (keys, values) of earlier steps, when T is 1. Returns x and (keys, values)."""
        q, k, v = (_heads(y, self.heads) for y in self.qkv(self.norm1(x)).chunk(3, -1))
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)
        x = x + dropout(self.out(_merge(attended)), self.training)
        q = _heads(self.cross_query(self.norm2(x)), self.heads)
        mask = None if mask is None else mask.to(q.dtype)
        keys, values = cross
        attended = F.scaled_dot_product_attention(q, keys, values, attn_mask=mask)
        x = x + dropout(self.cross_out(_merge(attended)), self.training)
        x = x + dropout(self.down(F.gelu(self.up(self.norm3(x)))), self.training)
        return x, (k, v)


class Translator(nn.Module):
    """The whole model. Action ids: grammar tokens, then nodes."""

    def __init__(self, grammar_size, relation_layers=4, decoder_layers=3):
        super().__init__()
        self.grammar_size = grammar_size
        self.bert = Bert()
        self.kind, self.ctype = nn.Embedding(len(KINDS), WIDTH), nn.Embedding(len(TYPES), WIDTH)
        self.node_norm = nn.LayerNorm(WIDTH)
        self.relations = nn.ModuleList(RelationLayer() for _ in range(relation_layers))
        self.memory_norm = nn.LayerNorm(WIDTH)
        self.token, self.step = nn.Embedding(grammar_size, WIDTH), nn.Embedding(MAX_STEPS, WIDTH)
        for embedding in (self.kind, self.ctype, self.token, self.step):
            nn.init.normal_(embedding.weight, std=0.05)
        self.pointer_input, self.pointer_key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.decoder = nn.ModuleList(DecoderLayer() for _ in range(decoder_layers))
        self.last_norm, self.token_out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, grammar_size)
        self.use = nn.Linear(WIDTH, 1)

    def encode(self, ids, segments, pool, kind, ctype, rel, token_mask=None, node_mask=None):
        """Vectors of nodes [B, M, D]; pool: [B, M, T] averages tokens into nodes; masks are additive."""
        x = self.bert(ids, segments, token_mask)
        x = torch.bmm(pool.to(x.dtype), x)
        x = self.node_norm(x + self.kind(kind) + self.ctype(ctype))
        for layer in self.relations:
            x = layer(x, rel, node_mask)
        return self.memory_norm(x)

    def embed(self, actions, pointer_inputs):
        """Vectors of action ids [B, T]; pointer_inputs: [B, M, D]."""
        node = (actions - self.grammar_size).clamp(min=0).unsqueeze(-1).expand(-1, -1, WIDTH)
        pointers = pointer_inputs.gather(1, node)
        tokens = self.token(actions.clamp(max=self.grammar_size - 1))
        return torch.where((actions >= self.grammar_size).unsqueeze(-1), pointers.to(tokens.dtype), tokens)

    def score(self, x, pointer_keys):
        """Logits of all actions [B, T, grammar + M]."""
        x = self.last_norm(x)
        pointers = x @ pointer_keys.transpose(-1, -2) / math.sqrt(WIDTH)
        return torch.cat([self.token_out(x).float(), pointers.float()], -1)

    def decode(self, memory, node_mask, actions):
        """Logits for the action after each of `actions` [B, T], teacher forced."""
        x = self.embed(actions, self.pointer_input(memory)) + self.step.weight[:actions.shape[1]]
        for layer in self.decoder:
            x, _ = layer(x, layer.cross(memory), node_mask)
        logits = self.score(x, self.pointer_key(memory))
        no_tokens = node_mask.new_zeros(*node_mask.shape[:2], self.grammar_size)
        return logits + torch.cat([no_tokens, node_mask.squeeze(2)], -1)
