"""Trains the model within a wall-clock budget. The same command resumes from the last checkpoint."""

import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F

from examples import Sampler, batch_of, load_examples
from grammar import Grammar
from lexical import WordPiece
from model import Translator

CHECKPOINT_SECONDS = 600
WARM_UP = 0.06
CHUNK = 320
MIX = '{"spider": 30, "spider_syn": 21, "cosql": 29, "archer": 0.4, "synthetic": 14, "wikisql": 6}'


def learning_rate(progress):
    """Factor of the peak rate: linear up to WARM_UP, then linear down to 0 at 1."""
    return progress / WARM_UP if progress < WARM_UP else max(0.0, (1 - progress) / (1 - WARM_UP))


class Run:
    """Everything a checkpoint holds."""

    def __init__(self, options, grammar):
        torch.manual_seed(options.seed)
        self.model = Translator(grammar.size)
        self.model.bert.load_onnx(options.bert)
        bert = list(self.model.bert.parameters())
        others = [p for name, p in self.model.named_parameters() if not name.startswith("bert.")]
        self.optimizer = torch.optim.AdamW(
            [{"params": bert, "peak": options.rate}, {"params": others, "peak": options.head_rate}],
            weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.random = random.Random(options.seed)
        self.elapsed, self.seen, self.steps, self.sampler_state, self.log = 0.0, 0, 0, None, []

    def save(self, path):
        """Writes the checkpoint; a crash while writing leaves the old one."""
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
                    "random": self.random.getstate(), "torch": torch.get_rng_state(), "elapsed": self.elapsed,
                    "seen": self.seen, "steps": self.steps, "sampler": self.sampler_state, "log": self.log},
                   path + ".new")
        os.replace(path + ".new", path)

    def load(self, path):
        """Continues from a checkpoint."""
        state = torch.load(path, weights_only=False)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.random.setstate(state["random"])
        torch.set_rng_state(state["torch"])
        self.elapsed, self.seen, self.steps = state["elapsed"], state["seen"], state["steps"]
        self.sampler_state, self.log = state["sampler"], state["log"]

    def step(self, batch, factor):
        """One update; returns the loss of the actions."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        with torch.autocast("cpu", dtype=torch.bfloat16):
            memory = self.model.encode(**batch["encoder"])
            logits = self.model.decode(memory, batch["encoder"]["node_mask"], batch["inputs"])
            use = self.model.use(memory).squeeze(-1).float()
        loss = F.cross_entropy(logits.transpose(1, 2), batch["targets"], ignore_index=-100)
        weight = batch["is_item"]
        use_loss = (F.binary_cross_entropy_with_logits(use, batch["used"], reduction="none") * weight).sum()
        (loss + 0.3 * use_loss / weight.sum()).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.item()


def train(options):
    """Runs until the budget is spent."""
    grammar = Grammar(os.path.join(options.resources, "grammar.json"))
    pieces = WordPiece(os.path.join(options.resources, "vocab.txt")).pieces
    os.makedirs(options.work, exist_ok=True)
    path = os.path.join(options.work, "checkpoint.pt")
    run = Run(options, grammar)
    if os.path.exists(path):
        run.load(path)
    extra = {name: path for name, path in (("synthetic", options.synthetic), ("wikisql", options.wikisql)) if path}
    examples = load_examples(options.data, grammar, pieces, extra, options.max_tokens, options.seed)
    sampler = Sampler(examples, json.loads(options.mix), run.random, run.sampler_state)
    run.model.train()
    budget, began, saved, reported, window = options.minutes * 60, time.time(), time.time(), time.time(), []
    before, seen_before = run.elapsed, run.seen
    while run.elapsed < budget:
        for chosen in sampler.batches(CHUNK, options.batch_tokens):
            factor = learning_rate(run.elapsed / budget)
            window.append(run.step(batch_of(chosen, grammar.size), factor))
            run.seen, run.steps = run.seen + len(chosen), run.steps + 1
            run.elapsed = before + time.time() - began
            if time.time() - reported > 60:
                line = {"minutes": round(run.elapsed / 60, 1), "seen": run.seen, "steps": run.steps,
                        "loss": round(sum(window) / len(window), 4), "rate": round(factor, 3),
                        "examples_per_second": round((run.seen - seen_before) / (time.time() - began), 1)}
                run.log.append(line)
                print(json.dumps(line), flush=True)
                reported, window = time.time(), []
            if run.elapsed >= budget:
                break
        run.sampler_state = sampler.state()
        if time.time() - saved > CHECKPOINT_SECONDS or run.elapsed >= budget:
            run.save(path)
            saved = time.time()
    print(f"done: {run.seen} examples, {run.steps} steps", flush=True)


def main():
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder with db/ and train.jsonl")
    parser.add_argument("work", help="folder for the checkpoint")
    parser.add_argument("--resources", default="../src/main/resources/io/thermocline/nl")
    parser.add_argument("--bert", required=True, help="bge-small-en-v1.5 as ONNX, fp32")
    parser.add_argument("--synthetic", help="file written by synth.py")
    parser.add_argument("--wikisql", help="file written by wikisql.py")
    parser.add_argument("--minutes", type=float, default=85)
    parser.add_argument("--mix", default=MIX, help="weight of each source, JSON")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--batch-tokens", type=int, default=2400)
    parser.add_argument("--max-tokens", type=int, default=208)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    train(options)


if __name__ == "__main__":
    main()
