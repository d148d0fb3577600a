"""Writes the model card, docs/reference/translation-model.md, from model.json and the files beside it."""

import argparse
import json
import os

CARD = """# The translation model

Written by `nl-translator/training/card.py` from `model.json`; do not edit.

Reads a question, up to two questions before it, and a schema with the values that the question names; writes a
[sketch](sketch.md). A {encoder} encoder of 12 layers, 4 relation-aware layers over words, tables and columns, {layers} decoder layers with pointers
([design](../design/0003-sketches-by-grammar-and-spans.md)). English. It runs on a processor, through onnxruntime.

## Files

| file | MiB | SHA-256 |
|---|---|---|
{files}

Matrix weights are int8 per channel, activations are quantised while it runs.

## Training

| run | sequences | steps | minutes | seed |
|---|---|---|---|---|
{runs}

Each run continues from the exported weights of the one before. `train.jsonl` has the SHA-256 `{train}`. Data: people's questions over 108 databases
(Spider, Spider-Syn, CoSQL, Archer), a sample of WikiSQL, people's questions carried over to other schemas, and synthetic questions over the
training databases and invented schemas. The development questions were never trained on; nine training databases were held back
for confidence. [How to reproduce it](../../nl-translator/training/README.md).

## What it can do

Figures, and how they were measured, are in [accuracy](accuracy.md).
{scores}
## Limits

- The databases of the development set are small and tidy. Names that abbreviate (`cust_nm`) are understood where a comment or a synonym explains them.
- Long select lists, three and more conditions, and questions that need a fact from outside of the data fail most often.
- Follow-ups build on the reading of the question before: a wrong reading is carried on.
- A confident wrong answer is possible. The reading in words is made from the sketch alone, so that it shows what was computed.
"""


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--out", default="../../docs/reference/translation-model.md")
    options = parser.parse_args()
    with open(os.path.join(options.resources, "model.json"), encoding="utf-8") as file:
        model = json.load(file)
    trained = model["trainedOn"]
    files = [f"| `{name}` | {os.path.getsize(os.path.join(options.resources, name)) / 2**20:.1f} | `{value}` |"
             for name, value in model["sha256"].items()]
    runs = [f"| {number} | {run['sequences']:,} | {run['steps']:,} | {run['minutes']} | {run['seed']} |"
            for number, run in enumerate(trained.get("before", []) + [trained], 1)]
    scores = ""
    if model["scores"]:
        found = model["scores"]
        scores = "\n".join(["", f"By `evaluate.py` on {found['questions']:,} questions of {found['file']}, over sqlite:", "",
                            "| questions | right |", "|---|---|", f"| all | {100 * found['accuracy']:.1f} % |",
                            *(f"| {name} | {100 * value:.1f} % |" for name, value in found["bySource"].items()), ""])
    text = CARD.format(encoder=model["encoder"], layers=model["layers"], files="\n".join(files), runs="\n".join(runs),
                       train=trained["trainSha256"], scores=scores)
    with open(options.out, "w", encoding="utf-8") as out:
        out.write(text)


if __name__ == "__main__":
    main()
