"""Writes encoder.onnx and step.onnx (int8) and model.json from a checkpoint."""

import argparse
import hashlib
import json
import os
import tempfile

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from features import MAX_ACTIONS, RELATIONS
from grammar import Grammar
from model import Translator
from translate import RANK

OPSET = 18


class EncoderGraph(nn.Module):
    """Question and schema in, everything the decoder steps need out."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, segments, token_node, kind, ctype, rel):
        """See docs/reference/sketch.md."""
        places = torch.arange(kind.shape[1]).view(1, -1, 1)
        pool = (token_node.unsqueeze(1) == places).float()
        pool = pool / pool.sum(-1, keepdim=True).clamp(min=1.0)
        memory = self.model.encode(ids, segments, pool, kind, ctype, rel)
        cross = torch.stack([torch.cat(layer.cross(memory)) for layer in self.model.decoder])
        return (self.model.pointer_input(memory)[0], self.model.pointer_key(memory)[0], cross,
                self.model.use(memory)[0, :, 0])


class StepGraph(nn.Module):
    """One decoder step for K beams."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens, position, pointer_inputs, pointer_keys, cross, past):
        """See docs/reference/sketch.md."""
        model, beams = self.model, tokens.shape[0]
        nodes = pointer_inputs[(tokens - model.grammar_size).clamp(min=0)]
        own = model.token(tokens.clamp(max=model.grammar_size - 1))
        x = torch.where((tokens >= model.grammar_size).unsqueeze(-1), nodes, own) + model.step(position)
        x, present = x.unsqueeze(1), []
        for number, layer in enumerate(model.decoder):
            kv = [c.unsqueeze(0).expand(beams, -1, -1, -1) for c in cross[number]]
            x, own_kv = layer(x, kv, None, past=(past[number, 0], past[number, 1]))
            present.append(torch.stack(own_kv))
        logits = model.score(x, pointer_keys.unsqueeze(0))[:, 0]
        return logits.log_softmax(-1), torch.stack(present)


def export_graphs(model, folder):
    """Writes the fp32 graphs; returns their paths."""
    model.eval()
    tokens, nodes, beams = 12, 7, 2
    long = torch.long
    encoder, step = os.path.join(folder, "encoder-fp32.onnx"), os.path.join(folder, "step-fp32.onnx")
    encoder_inputs = (torch.full((1, tokens), 101), torch.zeros(1, tokens, dtype=long),
                      torch.arange(tokens).clamp(max=nodes - 1).unsqueeze(0), torch.zeros(1, nodes, dtype=long),
                      torch.zeros(1, nodes, dtype=long), torch.zeros(1, nodes, nodes, dtype=long))
    t, m, k, s = "T", "M", "K", "t"
    with torch.no_grad():
        torch.onnx.export(
            EncoderGraph(model), encoder_inputs, encoder, opset_version=OPSET, dynamo=False,
            input_names=["ids", "segments", "token_node", "kind", "ctype", "rel"],
            output_names=["pointer_inputs", "pointer_keys", "cross", "use"],
            dynamic_axes={"ids": {1: t}, "segments": {1: t}, "token_node": {1: t}, "kind": {1: m}, "ctype": {1: m},
                          "rel": {1: m, 2: m}, "pointer_inputs": {0: m}, "pointer_keys": {0: m}, "cross": {3: m},
                          "use": {0: m}})
        outputs = EncoderGraph(model)(*encoder_inputs)
        layers, heads, size = len(model.decoder), model.decoder[0].heads, outputs[2].shape[-1]
        torch.onnx.export(
            StepGraph(model), (torch.zeros(beams, dtype=long), torch.tensor(0), *outputs[:3],
                               torch.zeros(layers, 2, beams, heads, 3, size)), step, opset_version=OPSET, dynamo=False,
            input_names=["tokens", "position", "pointer_inputs", "pointer_keys", "cross", "past"],
            output_names=["log_probs", "present"],
            dynamic_axes={"tokens": {0: k}, "pointer_inputs": {0: m}, "pointer_keys": {0: m}, "cross": {3: m},
                          "past": {2: k, 4: s}, "log_probs": {0: k, 1: "A"}, "present": {2: k, 4: "t1"}})
    return encoder, step


def quantise(source, target):
    """int8 weights, activations quantised at run time."""
    with tempfile.TemporaryDirectory() as folder:
        ready = os.path.join(folder, "ready.onnx")
        quant_pre_process(source, ready, skip_symbolic_shape=True)
        quantize_dynamic(ready, target, weight_type=QuantType.QInt8, per_channel=True,
                         op_types_to_quantize=["MatMul", "Gemm", "Gather"])
    onnx.checker.check_model(target)


def file_hash(path):
    """SHA-256 in hex."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with train.jsonl, for its hash")
    parser.add_argument("work", help="folder with checkpoint.pt; fp32 graphs are left there")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--scores", help="JSON file written by evaluate.py, to put into model.json")
    options = parser.parse_args()
    grammar = Grammar(os.path.join(options.resources, "grammar.json"))
    state = torch.load(os.path.join(options.work, "checkpoint.pt"), weights_only=False)
    model = Translator(grammar.size)
    model.load_state_dict(state["model"])
    encoder, step = export_graphs(model, options.work)
    for source, name in ((encoder, "encoder.onnx"), (step, "step.onnx")):
        quantise(source, os.path.join(options.resources, name))
    decoder = model.decoder[0]
    scores = {}
    if options.scores:
        with open(options.scores, encoding="utf-8") as file:
            scores = json.load(file)
    description = {
        "version": 1, "grammarVersion": grammar.version, "grammarSize": grammar.size, "relations": len(RELATIONS),
        "width": model.use.in_features, "layers": len(model.decoder), "heads": decoder.heads,
        "maxActions": MAX_ACTIONS, "rank": RANK, "opset": OPSET, "encoder": "bge-small-en-v1.5",
        "trainedOn": {"sequences": state["seen"], "steps": state["steps"], "minutes": round(state["elapsed"] / 60),
                      "seed": state.get("seed", 1),
                      "trainSha256": file_hash(os.path.join(options.data, "train.jsonl")),
                      "before": state.get("before", [])},
        "sha256": {name: file_hash(os.path.join(options.resources, name))
                   for name in ("encoder.onnx", "step.onnx", "grammar.json", "features.json", "vocab.txt")},
        "scores": scores}
    with open(os.path.join(options.resources, "model.json"), "w", encoding="utf-8") as out:
        json.dump(description, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
