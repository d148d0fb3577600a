"""Weights of a model from its exported int8 graphs, to train on from what is shipped."""

import json
import os
import re

import onnx
import torch
from onnx import numpy_helper


def restore(model, grammar, folder):
    """Fills the model from encoder.onnx, step.onnx and grammar.json of a folder.

    A grammar token that the folder's grammar lacks keeps its random start. Raises ValueError when a weight is missing.
    """
    found = {}
    for name in ("encoder.onnx", "step.onnx"):
        found.update(_weights(onnx.load(os.path.join(folder, name)).graph))
    with open(os.path.join(folder, "grammar.json"), encoding="utf-8") as file:
        tokens = json.load(file)["tokens"]
    places = [(grammar.ids[token], old) for old, token in enumerate(tokens) if token in grammar.ids]
    new, old = (torch.tensor(side) for side in zip(*places))
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name not in found:
                raise ValueError(f"{folder} has no {name}")
            weight = found[name]
            if name in ("token.weight", "token_out.weight", "token_out.bias"):
                parameter[new] = weight[old]
            else:
                parameter.copy_(weight.reshape(parameter.shape))


def _weights(graph):
    """Parameter name → tensor of one graph."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    result = {}

    def floats(name):
        if not name.endswith("_quantized"):
            return torch.tensor(arrays[name].copy())
        base = name.removesuffix("_quantized")
        zero = arrays[base + "_zero_point"]
        return torch.tensor((arrays[name].astype("float32") - zero.astype("float32")) * arrays[base + "_scale"])

    for name in arrays:
        if name.startswith("model.") and not name.endswith(("_scale", "_zero_point")):
            result[name.removeprefix("model.").removesuffix("_quantized")] = floats(name)
    for node in graph.node:
        if node.op_type not in ("MatMulInteger", "MatMul") or len(node.input) < 2 or node.input[1] not in arrays:
            continue
        path = node.name.removesuffix("_quant").strip("/").split("/")
        weight = floats(node.input[1])
        if re.fullmatch(r"relations\.\d+", path[0]) and len(path) == 2:
            if path[1] == "MatMul_1":
                result[path[0] + ".relation_key"] = weight.t()
            elif path[1] == "MatMul_3":
                result[path[0] + ".relation_value"] = weight
        else:
            module = ".".join(path[:-1])
            if module.startswith("cross_kv"):
                module = f"decoder.{int(module.partition('cross_kv_')[2] or 0)}.cross_kv"
            result[module + ".weight"] = weight.t()
    return result
