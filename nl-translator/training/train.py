"""Trains the model within a wall-clock budget. The same command resumes from the last checkpoint."""

import argparse
import collections
import json
import os
import time

import torch
import torch.nn.functional as F

from augment import learn_synonyms
from data import read_rows
from examples import load_examples
from grammar import Grammar
from lexical import WordPiece
from loader import Loader
from model import Translator
from restore import restore

CHECKPOINT_SECONDS = 600
WARM_UP = 0.06
MIX = ('{"spider": 22, "spider_syn": 16, "cosql": 21, "archer": 0.4, "synthetic": 23, "transfer": 12, '
       '"wikisql": 5.6}')


def learning_rate(progress):
    """Factor of the peak rate: linear up to WARM_UP, then linear down to 0 at 1."""
    return progress / WARM_UP if progress < WARM_UP else max(0.0, (1 - progress) / (1 - WARM_UP))


def trained_before(folder):
    """What the exported model of a folder says of the runs that made it, the first run first."""
    with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
        last = json.load(file)["trainedOn"]
    return last.pop("before", []) + [last]


class Run:
    """Everything a checkpoint holds."""

    def __init__(self, options, grammar):
        torch.manual_seed(options.seed)
        self.device = options.device
        self.model = Translator(grammar.size)
        if options.start:
            restore(self.model, grammar, options.start)
        else:
            self.model.bert.load_onnx(options.bert)
        self.model.bert.frozen = options.freeze
        self.model.to(self.device).train()
        bert = list(self.model.bert.parameters())
        others = [p for name, p in self.model.named_parameters() if not name.startswith("bert.")]
        self.optimizer = torch.optim.AdamW(
            [{"params": bert, "peak": options.rate}, {"params": others, "peak": options.head_rate}],
            weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.elapsed, self.seen, self.steps, self.log = 0.0, 0, 0, []
        self.before = trained_before(options.start) if options.start else []

    def save(self, path):
        """Writes the checkpoint; a crash while writing leaves the old one."""
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "elapsed": self.elapsed,
                    "seen": self.seen, "steps": self.steps, "log": self.log, "before": self.before}, path + ".new")
        os.replace(path + ".new", path)

    def load(self, path):
        """Continues from a checkpoint."""
        state = torch.load(path, weights_only=False, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.elapsed, self.seen, self.steps, self.log = state["elapsed"], state["seen"], state["steps"], state["log"]
        self.before = state.get("before", self.before)
        torch.manual_seed(self.steps)

    def step(self, batch, factor):
        """One update; returns the loss of the actions."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        encoder = {name: tensor.to(self.device, non_blocking=True) for name, tensor in batch["encoder"].items()}
        inputs, targets, used, weight = (batch[name].to(self.device, non_blocking=True)
                                         for name in ("inputs", "targets", "used", "is_item"))
        with torch.autocast(self.device, dtype=torch.bfloat16):
            memory = self.model.encode(**encoder)
            logits = self.model.decode(memory, encoder["node_mask"], inputs)
            use = self.model.use(memory).squeeze(-1).float()
        loss = F.cross_entropy(logits.transpose(1, 2), targets, ignore_index=-100)
        use_loss = (F.binary_cross_entropy_with_logits(use, used, reduction="none") * weight).sum()
        (loss + 0.3 * use_loss / weight.sum()).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.detach()


def train(options):
    """Runs until the budget is spent."""
    grammar = Grammar(os.path.join(options.resources, "grammar.json"))
    pieces = WordPiece(os.path.join(options.resources, "vocab.txt")).pieces
    os.makedirs(options.work, exist_ok=True)
    path = os.path.join(options.work, "checkpoint.pt")
    run = Run(options, grammar)
    if os.path.exists(path):
        run.load(path)
    examples = load_examples(options.data, pieces, dict(pair.split("=", 1) for pair in options.extra), options.seed)
    print("examples:", dict(sorted(collections.Counter(e.source for e in examples).items())), flush=True)
    loader = Loader(examples, json.loads(options.mix), grammar, options,
                    learn_synonyms(read_rows(options.data, "train.jsonl")))
    budget, began, saved, reported, window = options.minutes * 60, time.time(), time.time(), time.time(), []
    before, seen_before = run.elapsed, run.seen
    for count, batch in loader.batches(f"{options.seed} {run.steps}"):
        factor = learning_rate(run.elapsed / budget)
        window.append(run.step(batch, factor))
        run.seen, run.steps = run.seen + count, run.steps + 1
        run.elapsed = before + time.time() - began
        done = run.elapsed >= budget
        if done or time.time() - reported > 60:
            line = {"minutes": round(run.elapsed / 60, 1), "seen": run.seen, "steps": run.steps,
                    "loss": round(float(sum(window) / len(window)), 4), "rate": round(factor, 3),
                    "examples_per_second": round((run.seen - seen_before) / (time.time() - began), 1)}
            run.log.append(line)
            print(json.dumps(line), flush=True)
            reported, window = time.time(), []
        if done or time.time() - saved > CHECKPOINT_SECONDS:
            run.save(path)
            saved = time.time()
        if done:
            break
    loader.close()
    print(f"done: {run.seen} examples, {run.steps} steps", flush=True)


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with db/ and train.jsonl")
    parser.add_argument("work", help="folder for the checkpoint")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--bert", help="bge-small-en-v1.5 as ONNX, fp32")
    parser.add_argument("--extra", action="append", default=[], metavar="SOURCE=FILE",
                        help="more examples: what synth.py, transfer.py and wikisql.py wrote")
    parser.add_argument("--minutes", type=float, default=85)
    parser.add_argument("--mix", default=MIX, help="weight of each source, JSON")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--batch-tokens", type=int, default=2400)
    parser.add_argument("--max-tokens", type=int, default=208)
    parser.add_argument("--freeze", type=int, default=0, help="encoder layers, from below, that stay as they are")
    parser.add_argument("--start", help="folder of an exported model whose weights to begin with")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--workers", type=int, default=0, help="processes that prepare batches; 0: none but this one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not options.bert and not options.start:
        parser.error("--bert or --start is needed")
    torch.set_num_threads(options.threads)
    train(options)


if __name__ == "__main__":
    main()
