"""Templates of synthetic questions.

Each takes a writer (synth.Writer) and a fact, and returns None or (question parts, query body after SELECT, tables to
join or the whole list after FROM).
"""

from synth_facts import Span
from synth_phrases import agg_phrase, number_words, period, pick, plural, singular


def over_time(w, fact):
    """Revenue per month."""
    date = w.date(fact)
    if date is None:
        return None
    if len(fact.dates) > 1 and w.random.random() < 0.25:
        date = w.choose(fact.dates)
    phrase, expression, tables = w.measure(fact)
    before, after, condition, more = w.filter(fact)
    if w.random.random() < 0.5:
        before, after, condition, more = [], [], [], []
    unit = pick(w.random, "YEAR", "QUARTER", "MONTH", "MONTH", "WEEK", "DAY")
    word = unit.lower()
    adverb = {"YEAR": "yearly", "QUARTER": "quarterly", "MONTH": "monthly", "WEEK": "weekly", "DAY": "daily"}[unit]
    bucket = [f"BUCKET_{unit}", ("c", date.index)]
    form = w.random.random() if date is w.date(fact) else 0.5
    if form < 0.3:
        parts = [adverb, *before, phrase, *after]
    elif form < 0.8:
        by = pick(w.random, "per", "by", "by", "each", "for each", "for every", "over time by")
        named = date is not w.date(fact) or len(fact.dates) > 1 and w.random.random() < 0.1
        grain = [by, word, pick(w.random, "of", "of the", "of their"), date.display] if named else [by, word]
        parts = (
            [w.lead(), *before, phrase, *grain, *after]
            if w.random.random() < 0.6
            else [w.lead(), *before, phrase, *after, *grain]
        )
    else:
        parts = [phrase, *before, pick(w.random, "trend by", "broken down by", "grouped by", "split by"), word, *after]
    if expression == ["COUNT", "STAR"] and form < 0.3:
        parts = [adverb, *before, pick(w.random, plural(fact.name), "number of " + plural(fact.name)), *after]
    body = bucket + expression + w.combine([condition]) + ["GROUP"] + bucket + ["ASC"] + bucket
    return parts, body, tables + more + [fact.table.index]


def over_part(w, fact):
    """Orders by day of week."""
    date = w.date(fact)
    if date is None:
        return None
    phrase, expression, tables = w.measure(fact)
    unit, words = w.random.choice(
        [
            ("DOW", "day of the week"),
            ("DOW", "weekday"),
            ("DOW", "day of week"),
            ("HOUR", "hour of the day"),
            ("HOUR", "hour of day"),
            ("MONTH", "month of the year"),
            ("MONTH", "calendar month"),
            ("DAY", "day of the month"),
        ]
    )
    if unit == "HOUR" and date.type != "timestamp":
        return None
    part = [f"PART_{unit}", ("c", date.index)]
    if w.random.random() < 0.3:
        return (
            ["which", words, "has the", pick(w.random, "most", "highest number of"), plural(fact.name)],
            (part + ["GROUP"] + part + ["DESC", "COUNT", "STAR", "LIMIT_ONE"]),
            tables,
        )
    return (
        [w.lead(), phrase, pick(w.random, "by", "per", "for each"), words],
        (part + expression + ["GROUP"] + part + ["ASC"] + part),
        tables,
    )


def by_dimension(w, fact):
    """Revenue by country, in the past 30 days."""
    dimension = w.choose(fact.dimensions + fact.labels)
    if dimension is None:
        return None
    phrase, expression, tables = w.measure(fact)
    before, after, condition, more = w.filter(fact)
    if w.random.random() < 0.45:
        before, after, condition, more = [], [], [], []
    by = pick(w.random, *"by|by|per|per|for each|for every|in each|grouped by|broken down by|across each".split("|"))
    name = dimension.display
    owner = singular(w.schema.tables[dimension.table].display)
    if name in ("name", "title") or (dimension in fact.labels and w.random.random() < 0.7):
        name = owner
    where = w.combine([condition])
    tail = ["GROUP", ("c", dimension.index)]
    parts = [w.lead(), *before, phrase, by, name, *after]
    if w.random.random() < 0.25:
        direction, words = w.random.choice(
            [
                ("DESC", "highest first"),
                ("DESC", "from highest to lowest"),
                ("DESC", "in descending order"),
                ("ASC", "lowest first"),
                ("ASC", "in ascending order"),
                ("DESC", "sorted by " + phrase + " descending"),
            ]
        )
        tail += [direction] + expression
        parts += [",", words] if w.random.random() < 0.5 else [words]
    return parts, [("c", dimension.index)] + expression + where + tail, tables + more + [dimension.table]


def top(w, fact):
    """Top 5 customers by revenue."""
    label = w.choose(fact.labels or fact.dimensions)
    if label is None:
        return None
    phrase, expression, tables = w.measure(fact)
    _, after, condition, more = w.filter(fact)
    if w.random.random() < 0.5:
        after, condition, more = [], [], []
    name = singular(w.schema.tables[label.table].display) if label in fact.labels else label.display
    descending = w.random.random() < 0.8
    form = w.random.random()
    items = [("c", label.index)]
    if form < 0.35:
        limit = ["LIMIT_ONE"]
        verb = (
            pick(w.random, "highest", "largest", "most", "biggest")
            if descending
            else pick(w.random, "lowest", "smallest")
        )
        parts = [pick(w.random, "which", "what"), name, "has the", verb, phrase, *after]
    else:
        count = Span(number_words(w.random))
        limit = ["LIMIT", count]
        edge = pick(w.random, "top", "top", "best") if descending else pick(w.random, "bottom", "lowest", "worst")
        parts = [
            pick(w.random, "", "", "show the", "who are the", "list the"),
            edge,
            count,
            plural(name),
            "by",
            phrase,
            *after,
        ]
        items += expression if w.random.random() < 0.7 else []
    body = (
        items
        + w.combine([condition])
        + ["GROUP", ("c", label.index), "DESC" if descending else "ASC"]
        + expression
        + limit
    )
    return parts, body, tables + more + [label.table]


def rows(w, fact):
    """Cancelled orders in Germany since March; how many of them; their total."""
    before, after, condition, more = w.filter(fact)
    if not condition:
        return None
    second = w.filter(fact) if w.random.random() < 0.3 else ([], [], [], [])
    if second[2][1:2] == condition[1:2] or not (after or second[1]):
        second = ([], [], [], [])
    tables = [fact.table.index] + more + second[3]
    where = w.combine([condition, second[2]])
    name, roll = plural(fact.name), w.random.random()
    if roll < 0.45:
        expression = ["COUNT", "STAR"]
        lead = pick(w.random, "how many", "number of", "count of", "count", "what is the number of", "total number of")
        if w.random.random() < 0.3:
            lead, verb = "how many", pick(w.random, "were there", "are there", "do we have", "did we have")
            return [lead, *before, *second[0], name, verb, *after, *second[1]], expression + where, tables
        return [lead, *before, *second[0], name, *after, *second[1]], expression + where, tables
    if roll < 0.75 and fact.measures:
        column = w.random.choice(fact.measures)
        phrase, token = agg_phrase(column, w.random, terse=False)
        of = pick(w.random, "of", "for", "across")
        return (
            [w.lead(), phrase, of, *before, *second[0], name, *after, *second[1]],
            [token, ("c", column.index)] + where,
            tables,
        )
    shown = w.choose([c for c in fact.table.columns if c.index not in fact.table.primary_key] or fact.table.columns)
    key = w.choose([c for c in fact.table.columns if c.index in fact.table.primary_key])
    if w.random.random() < 0.4:
        return (
            [
                pick(w.random, "", "show", "list", "find", "show me all", "list all"),
                *before,
                *second[0],
                name,
                *after,
                *second[1],
            ],
            (["STAR"] + where),
            tables,
        )
    items = [("c", shown.index)]
    names = shown.display
    if key and w.random.random() < 0.4:
        items, names = [("c", key.index)] + items, key.display + " and " + names
    return (
        [
            pick(w.random, "show", "list", "what is the", "give the"),
            names,
            "of",
            *before,
            *second[0],
            name,
            *after,
            *second[1],
        ],
        items + where,
        tables,
    )


def having(w, fact):
    """Customers with at least 3 orders."""
    label = w.choose(fact.labels)
    if label is None:
        return None
    _, after, condition, more = w.filter(fact)
    if w.random.random() < 0.6:
        after, condition, more = [], [], []
    owner = plural(singular(w.schema.tables[label.table].display))
    number = Span(number_words(w.random))
    token, words = w.random.choice(
        [
            ("GE", "at least"),
            ("GT", "more than"),
            ("LT", "fewer than"),
            ("LE", "at most"),
            ("GE", "or more"),
            ("EQ", "exactly"),
            ("GT", "over"),
        ]
    )
    amount = [number, words] if words == "or more" else [words, number]
    expression = ["COUNT", "STAR"]
    phrase = [*amount, plural(fact.name)]
    if fact.measures and w.random.random() < 0.35:
        column = w.random.choice(fact.measures)
        name, aggregate = agg_phrase(column, w.random, terse=False)
        expression, phrase = [aggregate, ("c", column.index)], [name, *amount]
        number.text = pick(w.random, "100", "1000", "5,000", "50", "10")
        if words == "or more":
            phrase = [name, "of", *amount]
    lead = pick(w.random, "", "which", "list", "show", "find")
    group = ["GROUP", ("c", label.index), "HAVING", token] + expression + [number]
    return (
        [lead, owner, pick(w.random, "with", "having", "that have", "with"), *phrase, *after],
        ([("c", label.index)] + w.combine([condition]) + group),
        [fact.table.index, label.table] + more,
    )


def anti(w, fact):
    """Customers without any orders last month."""
    parents = [p for p in fact.parents if p[2] is not None]
    if not parents:
        return None
    own, parent_key, label = w.random.choice(parents)
    table = w.schema.columns[parent_key].table
    owner, child = plural(singular(w.schema.tables[table].display)), plural(fact.name)
    words, condition = [], []
    if fact.dates and w.random.random() < 0.4:
        words, condition = period(("c", fact.dates[0].index), w.random)
    forms = [
        [owner, "without", pick(w.random, "any", "a single", ""), child],
        [owner, "that have no", child],
        [owner, "who have never had any", child],
        [owner, "with no", child],
        ["which", owner, "do not have any", child],
        [owner, "not having", child],
        [owner, "with zero", child],
        [owner, "that do not appear in", child],
        ["which", owner, "have no", child],
        [owner, "lacking", child],
    ]
    inner = ["SELECT", ("c", own)] + w.combine([condition]) + ["FROM", ("t", fact.table.index)]
    where = ["WHERE", "NOT_IN", ("c", parent_key)] + inner
    if w.random.random() < 0.3:
        return (
            [pick(w.random, "how many", "number of", "count of"), *w.random.choice(forms[:4]), *words],
            (["COUNT", "STAR"] + where),
            [table],
        )
    return (
        [pick(w.random, "", "list", "find", "show"), *w.random.choice(forms), *words],
        [("c", label)] + where,
        [table],
    )


def left_count(w, fact):
    """Number of orders for every customer, including those without."""
    parents = [p for p in fact.parents if p[2] is not None and fact.table.primary_key]
    if not parents:
        return None
    own, parent_key, label = w.random.choice(parents)
    table = w.schema.columns[parent_key].table
    owner = singular(w.schema.tables[table].display)
    also = pick(
        w.random,
        "including those without any",
        "including those with none",
        "including zero",
        "even if there are none",
        "also those with no " + plural(fact.name),
        "including " + plural(owner) + " without " + plural(fact.name),
        "with zeros",
    )
    parts = [
        w.lead(),
        pick(w.random, "number of", "count of"),
        plural(fact.name),
        pick(w.random, "for each", "per", "for every", "by"),
        owner,
        pick(w.random, ",", ""),
        also,
    ]
    body = [("c", label), "COUNT", ("c", own), "GROUP", ("c", label)]
    return parts, body, [("t", table), "LEFT", ("t", fact.table.index)]


def share(w, fact):
    """Share of revenue by country; what percentage of orders were cancelled."""
    dimension = w.choose(fact.dimensions)
    if dimension is None:
        return None
    words, condition, tables = [], [], [fact.table.index, dimension.table]
    if fact.dates and w.random.random() < 0.3:
        words, condition = period(("c", fact.dates[0].index), w.random)
    portion = pick(w.random, "share of", "percentage of", "percent of", "proportion of", "fraction of", "% of")
    if w.random.random() < 0.45:
        value = w.value(dimension)
        if value is None:
            return None
        name = plural(fact.name)
        forms = [
            ["have", dimension.display, value],
            ["are", value],
            ["were", value],
            ["is", value],
            ["with", dimension.display, value],
        ]
        return (
            [pick(w.random, "what", "what is the", ""), portion, name, *w.random.choice(forms), *words],
            (["FRACTION", "EQ", ("c", dimension.index), value] + w.combine([condition])),
            tables,
        )
    if fact.measures and w.random.random() < 0.6:
        column = w.random.choice(fact.measures)
        phrase, expression = pick(w.random, "", "total ") + column.display, ["SUM", ("c", column.index)]
    else:
        phrase, expression = plural(fact.name), ["COUNT", "STAR"]
    by = pick(w.random, "by", "per", "for each", "by each")
    return (
        [w.lead(), portion, phrase, by, dimension.display, *words],
        ([("c", dimension.index), "SHARE"] + expression + w.combine([condition]) + ["GROUP", ("c", dimension.index)]),
        tables,
    )


def arithmetic(w, fact):
    """Price times quantity; revenue per customer; range of prices."""
    if not fact.measures:
        return None
    column = w.random.choice(fact.measures)
    own, name, roll = ("c", column.index), column.display, w.random.random()
    other = w.choose([c for c in fact.measures if c is not column])
    if roll < 0.3:
        return (
            [
                w.lead(),
                pick(w.random, "difference between the highest and lowest", "range of", "gap between max and min"),
                name,
            ],
            (["MINUS", "MAX", own, "MIN", own]),
            [fact.table.index],
        )
    if roll < 0.6 and other:
        token, word = w.random.choice(
            [
                ("TIMES", "times"),
                ("MINUS", "minus"),
                ("PLUS", "plus"),
                ("TIMES", "multiplied by"),
                ("DIVIDE", "divided by"),
            ]
        )
        return (
            [pick(w.random, "sum of", "total of", "total"), name, word, other.display],
            (["SUM", token, own, ("c", other.index)]),
            [fact.table.index],
        )
    parents = [p for p in fact.parents if p[2] is not None]
    if not parents:
        return None
    key, parent, _ = w.random.choice(parents)
    owner = singular(w.schema.tables[w.schema.columns[parent].table].display)
    if roll < 0.8:
        return (
            [pick(w.random, "average number of", "mean number of"), plural(fact.name), "per", owner],
            (["DIVIDE", "COUNT", "STAR", "COUNT", "D", ("c", key)]),
            [fact.table.index],
        )
    words, condition = (
        period(("c", fact.dates[0].index), w.random) if fact.dates and w.random.random() < 0.4 else ([], [])
    )
    return (
        [
            pick(w.random, "number of", "how many", "count of"),
            pick(w.random, "distinct", "unique", "different"),
            plural(owner),
            "with",
            plural(fact.name),
            *words,
        ],
        ["COUNT", "D", ("c", key)] + w.combine([condition]),
        [fact.table.index],
    )


def latest(w, fact):
    """The 10 most recent orders; last order date by customer; orders without a ship date."""
    date = w.choose(fact.dates)
    if date is None:
        return None
    roll, name = w.random.random(), plural(fact.name)
    if roll < 0.4:
        date = w.date(fact)
        direction, words = w.random.choice(
            [
                ("DESC", "latest"),
                ("DESC", "most recent"),
                ("DESC", "newest"),
                ("ASC", "oldest"),
                ("ASC", "earliest"),
                ("ASC", "first"),
            ]
        )
        if w.random.random() < 0.4:
            return (
                [pick(w.random, "the", "show the", "what is the"), words, fact.name],
                ["STAR", direction, ("c", date.index), "LIMIT_ONE"],
                [fact.table.index],
            )
        count = Span(number_words(w.random))
        order = [words, count] if w.random.random() < 0.3 else [count, words]
        return (
            [pick(w.random, "show the", "", "list the"), *order, name],
            ["STAR", direction, ("c", date.index), "LIMIT", count],
            [fact.table.index],
        )
    if roll < 0.7 and fact.labels:
        label = w.random.choice(fact.labels)
        token, words = w.random.choice(
            [("MAX", "last"), ("MAX", "latest"), ("MAX", "most recent"), ("MIN", "first"), ("MIN", "earliest")]
        )
        return (
            [
                words,
                date.display,
                pick(w.random, "of each", "for each", "per", "by"),
                singular(w.schema.tables[label.table].display),
            ],
            ([("c", label.index), token, ("c", date.index), "GROUP", ("c", label.index)]),
            [fact.table.index, label.table],
        )
    token, words = w.random.choice(
        [
            ("IS_NULL", "without a"),
            ("IS_NULL", "with no"),
            ("IS_NULL", "missing a"),
            ("NOT_NULL", "that have a"),
            ("NOT_NULL", "with a known"),
        ]
    )
    items, lead = w.random.choice(
        [(["COUNT", "STAR"], "how many"), (["COUNT", "STAR"], "number of"), (["STAR"], "list"), (["STAR"], "")]
    )
    return [lead, name, words, date.display], items + ["WHERE", token, ("c", date.index)], [fact.table.index]


TEMPLATES = [
    (over_time, 20),
    (over_part, 5),
    (by_dimension, 18),
    (top, 11),
    (rows, 22),
    (having, 6),
    (anti, 6),
    (left_count, 3),
    (share, 6),
    (arithmetic, 5),
    (latest, 7),
]
