"""Synthetic follow-up questions: a first question, one that changes or adds something, sometimes a new subject."""

from synth_facts import Span
from synth_phrases import agg_phrase, number_words, period, pick, plural


class Parts:
    """A question of measure, grouping, condition, order and limit, of which a follow-up changes one."""

    def __init__(self, w, fact):
        self.w, self.fact, random = w, fact, w.random
        self.phrase, self.expression, self.tables = w.measure(fact)
        self.dimension = w.choose(fact.dimensions + fact.labels)
        _, self.words, self.condition, self.more = w.filter(fact)
        if random.random() < 0.35:
            self.words, self.condition, self.more = [], [], []
        self.extra, self.order, self.limit = [], [], []
        self.grouped = self.dimension is not None and random.random() < 0.75

    def question(self):
        """The words of the whole question."""
        per = [pick(self.w.random, "per", "by", "for each"), self.w.dimension_name(self.fact, self.dimension)] if self.grouped else []
        return [self.w.lead(), self.phrase, *per, *self.words]

    def body(self):
        """(query body after SELECT, tables)."""
        items = [("c", self.dimension.index)] if self.grouped else []
        group = ["GROUP"] + items if self.grouped else []
        body = items + self.expression + self.w.combine([self.condition, self.extra]) + group + self.order + self.limit
        return body, self.tables + self.more + ([self.dimension.table] if self.grouped else [])


def follow_up(w, fact):
    """(parts of the new question, parts of the one before, its body and tables, body, tables) or None."""
    parts, random = Parts(w, fact), w.random
    before = parts.question()
    first = parts.body()
    roll = random.random()
    lead = pick(random, "", "", "and", "now", "ok ,", "thanks .", "then")
    if roll < 0.2:
        dates = [c for c in fact.dates[:1]]
        if not dates:
            return None
        words, condition = period(("c", dates[0].index), random)
        if parts.condition and parts.condition[1:2] == condition[1:2]:
            parts.condition = condition
        else:
            parts.extra = condition
        new = random.choice([["what about", *words], ["and", *words], ["only", *words], ["how about", *words],
                             [lead, "the same for", *words], ["just", *words]])
    elif roll < 0.4:
        column = w.choose([c for c in fact.dimensions if c is not parts.dimension])
        value = column and w.value(column)
        if value is None:
            return None
        if parts.condition and parts.condition[1:2] == [("c", column.index)]:
            parts.condition = ["EQ", ("c", column.index), value]
        else:
            parts.extra = ["EQ", ("c", column.index), value]
        parts.more = parts.more + [column.table]
        new = random.choice([["what about", value], ["only for", value], ["just", value], ["how about", value],
                             ["only", column.display, value], [lead, "and for", value], ["restrict that to", value],
                             ["filter by", column.display, value]])
    elif roll < 0.58 and parts.grouped:
        count, up = Span(number_words(random)), random.random() < 0.8
        parts.order, parts.limit = ["DESC" if up else "ASC"] + parts.expression, ["LIMIT", count]
        edge = pick(random, "top", "best", "highest") if up else pick(random, "bottom", "lowest", "worst")
        new = random.choice([["only the", edge, count], ["just the", edge, count], ["show the", edge, count],
                             [edge, count, "only"], [lead, "give me the", edge, count]])
    elif roll < 0.72:
        other = w.choose([c for c in fact.dimensions + fact.labels if c is not parts.dimension])
        if other is None:
            return None
        word = "by" if parts.grouped else pick(random, "by", "per", "broken down by", "split it by", "for each")
        new = [lead, pick(random, word, "per"), w.dimension_name(fact, other), "instead" if parts.grouped else ""]
        if not parts.grouped and random.random() < 0.3:
            new = ["break it down by", w.dimension_name(fact, other)]
        parts.dimension, parts.grouped = other, True
    elif roll < 0.84 and fact.measures:
        column = random.choice(fact.measures)
        phrase, token = agg_phrase(column, random, terse=False)
        if [token, ("c", column.index)] == parts.expression:
            return None
        if random.random() < 0.5:
            new = random.choice([["and the", phrase], ["also show the", phrase], ["add the", phrase]])
            parts.expression = parts.expression + [token, ("c", column.index)]
        else:
            new = random.choice([["what about the", phrase], [phrase, "instead"], ["show the", phrase, "instead"]])
            parts.expression = [token, ("c", column.index)]
        parts.tables = parts.tables + [fact.table.index]
    elif roll < 0.93 and parts.grouped:
        up = random.random() < 0.6
        by_name = random.random() < 0.5
        parts.order = ["DESC" if up else "ASC"] + ([("c", parts.dimension.index)] if by_name else parts.expression)
        target = w.dimension_name(fact, parts.dimension) if by_name else parts.phrase
        word = pick(random, "descending", "in descending order", "from high to low") if up else pick(random, "ascending", "in ascending order")
        new = [pick(random, "sort by", "order by", "sort that by", "sorted by", "order them by"), target, word]
    else:
        new_parts = Parts(w, w.choose(w.facts))
        return new_parts.question(), before, first, *new_parts.body()
    return new, before, first, *parts.body()
