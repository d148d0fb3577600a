"""Averages the weights of models that began with the same weights: average.py OUT WEIGHT=MODEL WEIGHT=MODEL …

A MODEL is a checkpoint of train.py or a folder with an exported model. What a model has learnt on and what it knew before are both
in the mean, which carries over to unseen databases better than either (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
OUT is a folder for checkpoint.pt, which export.py reads.
"""

import argparse
import os

import torch

from grammar import Grammar
from model import Translator
from restore import restore
from train import trained_before


def weights_of(path, grammar):
    """(weights, what a checkpoint says besides, or None for a folder)."""
    if os.path.isdir(path):
        model = Translator(grammar.size)
        restore(model, grammar, path)
        return model.state_dict(), None
    state = torch.load(path, weights_only=False, map_location="cpu")
    return state["model"], {name: value for name, value in state.items() if name not in ("model", "optimizer")}


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("models", nargs="+", metavar="WEIGHT=MODEL", help="the last checkpoint is the one that the rest is taken from")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    options = parser.parse_args()
    grammar = Grammar(os.path.join(options.resources, "grammar.json"))
    pairs = [(float(weight), path) for weight, _, path in (model.partition("=") for model in options.models)]
    whole, mean, about, began = sum(weight for weight, _ in pairs), {}, None, []
    for weight, path in pairs:
        state, told = weights_of(path, grammar)
        about = told or about
        if told is None:
            began = trained_before(path)
        for name, tensor in state.items():
            mean[name] = mean.get(name, 0) + tensor.float() * (weight / whole)
    if about is None:
        parser.error("one of the models is a checkpoint")
    about.setdefault("before", began)
    os.makedirs(options.out, exist_ok=True)
    torch.save({**about, "model": mean}, os.path.join(options.out, "checkpoint.pt"))


if __name__ == "__main__":
    main()
