"""Batches of examples, made on the way or by worker processes where a device trains faster than one can prepare."""

import random

import torch
import torch.multiprocessing as multiprocessing

from augment import Augmenter, learn_names
from examples import Sampler, batch_of

CHUNK = 320
WAITING = 4


class Loader:
    """Endless batches. Workers draw independently of each other, each from all examples with a seed of its own."""

    def __init__(self, examples, mix, grammar, options, synonyms):
        schemas = {e.own.schema.id: e.own for e in examples if e.source != "wikisql"}
        self.schemas = [schemas[name] for name in sorted(schemas)]
        self.names = learn_names({id(e.own): e.own for e in examples}.values())
        self.examples, self.mix, self.grammar, self.synonyms = examples, mix, grammar, synonyms
        self.max_tokens, self.batch_tokens, self.count = options.max_tokens, options.batch_tokens, options.workers
        self.workers = []

    def batches(self, seed):
        """(examples, batch) without end."""
        if not self.count:
            yield from self._make(seed)
        context = multiprocessing.get_context("fork")
        queue = context.Queue(WAITING * self.count)
        self.workers = [context.Process(target=self._work, args=(queue, f"{seed} {number}"), daemon=True)
                        for number in range(self.count)]
        for worker in self.workers:
            worker.start()
        while True:
            yield queue.get()

    def close(self):
        """Ends the workers."""
        for worker in self.workers:
            worker.terminate()

    def _make(self, seed):
        augmenter = Augmenter(self.schemas, self.synonyms, random.Random(seed), self.names)
        sampler = Sampler(self.examples, self.mix, self.grammar, self.max_tokens, augmenter)
        while True:
            for chosen in sampler.batches(CHUNK, self.batch_tokens):
                yield len(chosen), batch_of(chosen, self.grammar.size)

    def _work(self, queue, seed):
        torch.set_num_threads(1)
        for made in self._make(seed):
            queue.put(made)
