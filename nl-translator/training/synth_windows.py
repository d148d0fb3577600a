"""Templates of synthetic questions about earlier periods, running sums, ranks and the best within each group."""

from synth_facts import Span
from synth_phrases import MONTHS, agg_phrase, number_words, pick, plural, singular

BEFORE = {
    "YEAR": ("the year before", "the previous year", "the prior year", "last year's figures", "the same period last year",
             "a year earlier", "the same period of the previous year", "a year ago", "prior year"),
    "QUARTER": ("the quarter before", "the previous quarter", "the prior quarter", "a quarter earlier"),
    "MONTH": ("the month before", "the previous month", "the prior month", "a month earlier", "a month ago"),
    "WEEK": ("the week before", "the previous week", "the prior week", "a week earlier", "a week ago"),
    "DAY": ("the day before", "the previous day", "a day earlier", "the day prior"),
    "PERIOD": ("the period before", "the previous period", "the prior period", "the preceding period")}
SHORT = {"YEAR": ("year over year", "yoy", "year on year", "y/y"), "QUARTER": ("quarter over quarter", "qoq"),
         "MONTH": ("month over month", "mom", "month on month"), "WEEK": ("week over week", "wow", "week on week"),
         "DAY": ("day over day",)}
VERSUS = ("compared with", "compared to", "vs", "versus", "against", ", compared with", "and", "in comparison to", "vs.")


def _unit_and_words(random):
    """(words of a period, units that an earlier period may lie back)."""
    year, month = str(random.randint(2005, 2026)), random.choice(MONTHS)
    return random.choice([
        (pick(random, "last quarter", "this quarter", f"Q{random.randint(1, 4)} {year}", "the last quarter"), ("YEAR", "QUARTER")),
        (pick(random, "last month", "this month", f"{month} {year}", "the past month", month), ("YEAR", "MONTH")),
        (pick(random, "last year", "this year", year, year, "the last year"), ("YEAR",)),
        (pick(random, "last week", "this week", "the past week"), ("YEAR", "WEEK")),
        (pick(random, "yesterday", "today"), ("DAY", "WEEK", "YEAR")),
        (f"{pick(random, 'last', 'past')} {pick(random, '7', '30', '90', '10', '14')} days", ("PERIOD", "YEAR")),
        (f"{pick(random, 'last', 'past')} {pick(random, 'six', '3', '6', 'three', '12')} months", ("PERIOD", "YEAR")),
        (pick(random, "year to date", "this year so far", "since January", "ytd"), ("YEAR",))])


def compared(w, fact):
    """Revenue per region last quarter, compared with the year before."""
    date = w.date(fact)
    if date is None:
        return None
    random = w.random
    phrase, expression, tables = w.measure(fact)
    words, units = _unit_and_words(random)
    unit, span = random.choice(units), Span(words)
    prior = [f"PRIOR_{unit}"] + expression
    during = ["WHERE", "DURING", ("c", date.index), span]
    dimension = w.choose(fact.dimensions + fact.labels) if random.random() < 0.6 else None
    group, items = [], []
    if dimension:
        group, items = ["GROUP", ("c", dimension.index)], [("c", dimension.index)]
        tables = tables + [dimension.table]
    per = [pick(random, "per", "by", "for each", "by"), w.dimension_name(fact, dimension)] if dimension else []
    roll, before = random.random(), pick(random, *BEFORE[unit])
    lead = pick(random, "", "", "in", "for", "over the" if words.startswith(("last", "past")) else "for")
    if roll < 0.55:
        parts = [w.lead(), phrase, *per, lead, span, pick(random, *VERSUS), before]
        if random.random() < 0.3:
            parts = [pick(random, "compare", "compare the"), phrase, *per, lead, span, pick(random, "with", "to", "and"), before]
        return parts, items + expression + prior + during + group, tables
    kind, names = random.choice([
        ("GROWTH", ("growth of", "growth in", "percentage change of", "% change in", "growth rate of", "percent change in",
                    "relative change in")),
        ("CHANGE", ("change in", "difference in", "change of", "increase in", "absolute change in"))])
    name = pick(random, *names)
    body = items + [kind] + prior + during + group
    if unit in SHORT and kind == "GROWTH" and random.random() < 0.45:
        short = pick(random, *SHORT[unit])
        parts = [w.lead(), short, pick(random, "growth of", "growth in", "change in", "growth of"), phrase, *per, lead, span]
        if random.random() < 0.3:
            parts = [w.lead(), phrase, *per, lead, span, short]
    else:
        parts = [w.lead(), name, phrase, *per, lead, span, pick(random, "compared with", "from", "versus", "over", "vs"), before]
    if dimension and random.random() < 0.3:
        up = random.random() < 0.6
        order = ["DESC" if up else "ASC", kind] + prior
        owner, verb = w.dimension_name(fact, dimension), pick(random, *(("grew", "increased", "rose") if up else ("fell", "dropped", "declined")))
        parts = [pick(random, "which", "what"), owner, "'s", phrase, verb, "the most", lead, span,
                 pick(random, "compared with", "versus", "vs"), before]
        return parts, items + [kind] + prior + during + group + order + ["LIMIT_ONE"], tables
    return parts, body, tables


def bucket_prior(w, fact):
    """Orders per month with the change from the month before."""
    date = w.date(fact)
    if date is None:
        return None
    random = w.random
    phrase, expression, tables = w.measure(fact)
    unit = pick(random, "YEAR", "QUARTER", "MONTH", "MONTH", "WEEK")
    word = unit.lower()
    back = random.choice([unit, unit, "YEAR"])
    bucket = [f"BUCKET_{unit}", ("c", date.index)]
    prior = [f"PRIOR_{back}"] + expression
    grain = [pick(random, "per", "by", "each", "for each"), word]
    kind = random.choice(["GROWTH", "CHANGE", None, "GROWTH"])
    if kind is None:
        shown = expression + prior
        parts = [w.lead(), phrase, *grain, pick(random, "with", "and", "compared with", "next to", "vs"),
                 pick(random, *BEFORE[back])]
    elif random.random() < 0.5:
        shown = [kind] + prior
        if random.random() < 0.5:
            shown = expression + shown
            parts = [w.lead(), phrase, *grain, "with", pick(random, *SHORT[back]), "growth" if kind == "GROWTH" else "change"]
        else:
            parts = [pick(random, *SHORT[back]), pick(random, "growth of", "growth in") if kind == "GROWTH" else "change in",
                     phrase, *grain]
    else:
        shown = [kind] + prior
        parts = [pick(random, "percentage change in", "growth of", "% change of") if kind == "GROWTH"
                 else pick(random, "change in", "difference in"), phrase, *grain,
                 pick(random, "compared with", "from", "over", "versus"), pick(random, *BEFORE[back])]
    where, more = [], []
    if random.random() < 0.3:
        _, after, condition, more = w.filter(fact)
        parts, where = parts + after, w.combine([condition])
    return parts, bucket + shown + where + ["GROUP"] + bucket + ["ASC"] + bucket, tables + more


def running(w, fact):
    """Running total of revenue by month; three month moving average."""
    date = w.date(fact)
    if date is None:
        return None
    random = w.random
    phrase, expression, tables = w.measure(fact)
    unit = pick(random, "YEAR", "QUARTER", "MONTH", "MONTH", "WEEK", "DAY")
    bucket = [f"BUCKET_{unit}", ("c", date.index)]
    grain = [pick(random, "per", "by", "each"), unit.lower()]
    if random.random() < 0.55:
        words = pick(random, "running total of", "cumulative", "running sum of", "cumulated", "accumulated", "cumulative sum of")
        parts, shown = [w.lead(), words, phrase, *grain], ["RUNNING"] + expression
    else:
        count = Span(pick(random, "3", "three", "6", "7", "12", "4", "five", "2"))
        shown = ["MOVING", count] + expression
        adverb = pick(random, f"{unit.lower()}", f"{unit.lower()}")
        parts = [w.lead(), count, adverb, pick(random, "moving average of", "rolling average of", "moving mean of"), phrase]
        if random.random() < 0.5:
            parts += grain
    if random.random() < 0.25:
        shown = expression + shown
        parts = [w.lead(), phrase, "and"] + parts[1:]
        if grain[0] not in parts:
            parts += grain
    where, more = [], []
    if random.random() < 0.35:
        _, after, condition, more = w.filter(fact)
        parts, where = parts + after, w.combine([condition])
    return parts, bucket + shown + where + ["GROUP"] + bucket + ["ASC"] + bucket, tables + more


def ranked(w, fact):
    """Customers ranked by revenue."""
    dimension = w.choose(fact.labels + fact.dimensions)
    if dimension is None:
        return None
    random = w.random
    phrase, expression, tables = w.measure(fact)
    name = plural(w.dimension_name(fact, dimension))
    parts = random.choice([
        ["rank", name, "by", phrase], [name, "ranked by", phrase], ["ranking of", name, "by", phrase],
        ["rank the", name, "on", phrase], [phrase, "and rank of each", singular(name)]])
    where, more = [], []
    if random.random() < 0.4:
        _, after, condition, more = w.filter(fact)
        parts, where = parts + after, w.combine([condition])
    body = [("c", dimension.index)] + expression + ["RANK"] + expression + where
    return parts, body + ["GROUP", ("c", dimension.index), "DESC"] + expression, tables + more + [dimension.table]


def best_within(w, fact):
    """Top 3 products per category by revenue; the latest order of each customer."""
    random = w.random
    if random.random() < 0.45 and fact.dates and fact.parents:
        key, parent_key, label = random.choice(fact.parents)
        owner = singular(w.schema.tables[w.schema.columns[parent_key].table].display)
        date = w.date(fact)
        direction, word = random.choice([("DESC", "latest"), ("DESC", "most recent"), ("DESC", "last"), ("ASC", "first"),
                                         ("ASC", "earliest"), ("DESC", "newest"), ("ASC", "oldest")])
        of = [pick(random, "of each", "for each", "per", "for every", "of every"), owner]
        if random.random() < 0.4:
            count = Span(number_words(random))
            words = [count, word] if random.random() < 0.6 else [word, count]
            return ([pick(random, "the", "show the", "", "list the"), *words, plural(fact.name), *of],
                    ["STAR", direction, ("c", date.index), "LIMIT", count, "PER", ("c", key)], [fact.table.index])
        return ([pick(random, "the", "show the", "", "give me the"), word, fact.name, *of],
                ["STAR", direction, ("c", date.index), "LIMIT_ONE", "PER", ("c", key)], [fact.table.index])
    inner, outer = w.choose(fact.labels + fact.dimensions), w.choose(fact.dimensions + fact.labels)
    if inner is None or outer is None or inner is outer:
        return None
    phrase, expression, tables = w.measure(fact)
    up = random.random() < 0.8
    name, other = w.dimension_name(fact, inner), w.dimension_name(fact, outer)
    each = [pick(random, "in each", "per", "for each", "within each", "for every", "by"), other]
    if random.random() < 0.35:
        limit = ["LIMIT_ONE"]
        words = [pick(random, "the", "which", "what is the"), name, "with the",
                 pick(random, "highest", "largest", "most") if up else pick(random, "lowest", "smallest"), phrase, *each]
    else:
        count = Span(number_words(random))
        limit = ["LIMIT", count]
        edge = pick(random, "top", "best", "top") if up else pick(random, "bottom", "worst")
        words = random.choice([[edge, count, plural(name), *each, "by", phrase], [edge, count, plural(name), "by", phrase, *each]])
    where, more = [], []
    if random.random() < 0.35:
        _, after, condition, more = w.filter(fact)
        words, where = words + after, w.combine([condition])
    columns = [("c", outer.index), ("c", inner.index)]
    body = columns + expression + where + ["GROUP"] + columns + ["DESC" if up else "ASC"] + expression + limit + ["PER", columns[0]]
    return [w.lead(), *words], body, tables + more + [inner.table, outer.table]


def spread(w, fact):
    """Median salary by department; standard deviation of prices."""
    if not fact.measures:
        return None
    random = w.random
    column = random.choice(fact.measures)
    token, words = random.choice([("MEDIAN", "median"), ("MEDIAN", "median"), ("STDDEV", "standard deviation of"),
                                  ("STDDEV", "std dev of"), ("STDDEV", "spread of")])
    expression, parts = [token, ("c", column.index)], [w.lead(), words, column.display.lower()]
    group, items, tables, where = [], [], [fact.table.index], []
    dimension = w.choose(fact.dimensions) if random.random() < 0.55 else None
    if dimension:
        items, group = [("c", dimension.index)], ["GROUP", ("c", dimension.index)]
        parts += [pick(random, "per", "by", "for each"), w.dimension_name(fact, dimension)]
        tables = tables + [dimension.table]
    if random.random() < 0.4:
        _, after, condition, more = w.filter(fact)
        parts, where, tables = parts + after, w.combine([condition]), tables + more
    return parts, items + expression + where + group, tables


def _both(w, fact):
    """Two measures side by side."""
    dimension = w.choose(fact.dimensions + fact.labels)
    if dimension is None or len(fact.measures) < 1:
        return None
    random = w.random
    first, second = agg_phrase(random.choice(fact.measures), random), agg_phrase(random.choice(fact.measures), random)
    columns = {c.display.lower(): c for c in fact.measures}
    shown, words = [], []
    for phrase, token in (first, second):
        column = next((c for name, c in columns.items() if phrase.endswith(name)), None)
        if column is None or [token, ("c", column.index)] == shown[:2]:
            return None
        shown += [token, ("c", column.index)]
        words.append(phrase)
    if random.random() < 0.4:
        shown, words[1] = shown[:2] + ["COUNT", "STAR"], "number of " + plural(fact.name)
    per = [pick(random, "per", "by", "for each", "in each"), w.dimension_name(fact, dimension)]
    where, tables = [], [fact.table.index, dimension.table]
    parts = [w.lead(), words[0], pick(random, "and", "and", "as well as", "plus"), words[1], *per]
    if random.random() < 0.4:
        _, after, condition, more = w.filter(fact)
        parts, where, tables = parts + after, w.combine([condition]), tables + more
    return parts, [("c", dimension.index)] + shown + where + ["GROUP", ("c", dimension.index)], tables


TEMPLATES = [(compared, 12), (bucket_prior, 6), (running, 6), (ranked, 4), (best_within, 10), (spread, 5), (_both, 6)]
