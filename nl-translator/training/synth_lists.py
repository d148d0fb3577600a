"""Templates of plain questions that are long: many columns, several conditions, comparisons with other rows."""

import re

from schema import TEMPORAL
from synth_facts import Span
from synth_phrases import number_words, pick, plural, singular

ABOVE = ("GT", ("more than", "greater than", "above", "higher than", "over", "larger than", "bigger than"))
BELOW = ("LT", ("less than", "below", "lower than", "under", "smaller than"))
LEAST = ("GE", ("at least", "no less than", "a minimum of", "greater than or equal to"))
MOST = ("LE", ("at most", "no more than", "a maximum of", "less than or equal to"))


def _columns(w, fact, keys=0.25):
    """The columns of the fact's table that a question can name, and no two by the same name."""
    tied = {c for _, _, pairs in w.schema.keys for pair in pairs for c in pair}
    found = {}
    for column in fact.table.columns:
        name = column.display.lower()
        if 2 < len(name) < 36 and (column.index not in tied or w.random.random() < keys):
            found.setdefault(name, column)
    return list(found.values())


def _enumerate(random, names):
    """a, b and c."""
    if len(names) == 1:
        return [names[0]]
    glue = pick(random, "and", "and", "and", ", and", "as well as", "along with")
    comma = pick(random, ",", ",", ",", "and") if len(names) < 4 else ","
    parts = []
    for place, name in enumerate(names):
        last = place == len(names) - 1
        parts += [] if place == 0 else [*glue.split(" ")] if last else [comma]
        parts.append(name)
    if random.random() < 0.25:
        parts = parts[:1] + [p if p in ("and", ",", "as", "well", "along", "with") else "the " + p for p in parts[1:]]
    return parts


def _number(w, column):
    """A number that a column may be compared with."""
    if re.search("year", column.display.lower()):
        return Span(str(w.random.randint(1950, 2024)))
    return Span(pick(w.random, "5", "10", "50", "100", "1,000", "2500", "500", "20", "30", "3.5", "12000", "3", "2", "75", "0.5"))


def _condition(w, column, own):
    """(words, condition) about a column; words follow `whose`, or None."""
    random, name = w.random, column.display
    if column.type == "text":
        value = w.value(column)
        if value is None:
            return None
        form = random.random()
        if form < 0.1:
            letter = Span(pick(random, *"abcdeijklmnorstz").upper() if random.random() < 0.5 else value.text[:3].strip() or "a")
            verb, token = random.choice([("starts with", "STARTS"), ("begins with", "STARTS"), ("ends with", "ENDS"),
                                         ("contains", "CONTAINS"), ("includes", "CONTAINS")])
            word = pick(random, "", "the letter", "letter", "the word") if len(letter.text) == 1 else pick(random, "", "the word")
            if random.random() < 0.25:
                verb = {"STARTS": "does not start with", "ENDS": "does not end with", "CONTAINS": "does not contain"}[token]
                return [name, verb, word, letter], ["NOT", token, ("c", column.index), letter]
            return [name, verb, word, letter], [token, ("c", column.index), letter]
        if form < 0.2:
            return [name, pick(random, "is not", "is other than", "is different from"), value], ["NE", ("c", column.index), value]
        return [name, pick(random, "is", "is", "equals", "="), value], ["EQ", ("c", column.index), value]
    if column.numeric and column.index not in own:
        number = _number(w, column)
        if random.random() < 0.15:
            low = Span(str(random.randint(1, 40)))
            high = Span(str(random.randint(41, 9000)))
            words = random.choice([["is between", low, "and", high], ["is in the range from", low, "to", high],
                                   ["ranges from", low, "to", high]])
            return [name, *words], ["BETWEEN", ("c", column.index), low, high]
        if random.random() < 0.2:
            return [name, "is", number], ["EQ", ("c", column.index), number]
        token, words = random.choice([ABOVE, ABOVE, BELOW, LEAST, MOST])
        return [name, "is", pick(random, *words), number], [token, ("c", column.index), number]
    return None


def _conditions(w, fact, chosen, most):
    """(words after `whose`, condition) of one to so many columns; empty when there is none."""
    own, words, result = set(fact.table.primary_key), [], []
    columns = [c for c in _columns(w, fact, 0.1) if c not in chosen or w.random.random() < 0.3]
    w.random.shuffle(columns)
    made = [m for m in (_condition(w, c, own) for c in columns[:6]) if m][:w.random.randint(1, most)]
    connect = "OR" if len(made) == 2 and w.random.random() < 0.3 else "AND"
    for place, (said, condition) in enumerate(made):
        words += [connect.lower() if place == len(made) - 1 else ","] if place else []
        words += ["whose", *said] if place and w.random.random() < 0.25 else said
        result += [condition]
    if not made:
        return [], []
    return words, [x for c in result[:-1] for x in [connect] + c] + result[-1]


def listed(w, fact):
    """What are the name, age and city of the customers whose age is over 30 and city is Rome, sorted by age?"""
    random, columns = w.random, _columns(w, fact)
    if len(columns) < 2:
        return None
    chosen = random.sample(columns, min(len(columns), pick(random, 1, 2, 2, 3, 3, 3, 4, 4, 5)))
    names, many, one = [c.display for c in chosen], plural(fact.name), singular(fact.name)
    items = [("c", c.index) for c in chosen]
    said, where = _conditions(w, fact, chosen, 3) if random.random() < 0.55 else ([], [])
    head = _enumerate(random, names)
    form = random.random()
    distinct = form < 0.1
    if distinct:
        head = [pick(random, "different", "distinct", "unique"), *head]
    owner = pick(random, "of all " + many, "of the " + many, "for each " + one, "of every " + one, "for all " + many, "of " + many)
    lead = pick(random, "what are the", "list the", "show the", "return the", "give the", "find the", "show me the", "tell me the",
                "give me the", "display the", "what is the", "i want the")
    if said:
        owner = pick(random, "of the " + many, "of " + many, "of all " + many, "for " + many, "of the " + one)
    parts = [lead, *head, owner] if random.random() < 0.8 else [pick(random, "for each", "for every"), one, ",", lead, *head]
    if parts[0].startswith("for"):
        said, where = [], []
    if said:
        parts += [pick(random, "whose", "whose", "where the", "where"), *said]
    body = (["DISTINCT"] if distinct else []) + items + (["WHERE"] + where if where else [])
    if random.random() < 0.4:
        key = random.choice(columns)
        down = random.random() < 0.5
        way = random.choice([["in descending order of", key.display], ["sorted by", key.display, "in descending order"],
                             ["ordered by", key.display, "descending"], ["sorted by", key.display, "from high to low"],
                             ["in decreasing order of", key.display]] if down else
                            [["in ascending order of", key.display], ["sorted by", key.display],
                             ["ordered by", key.display, "in ascending order"], ["ordered by", key.display],
                             ["in order of", key.display], ["sorted by", key.display, "ascending"]])
        if key.type == "text" and random.random() < 0.5:
            way, down = random.choice([["in alphabetical order of", key.display], ["sorted alphabetically by", key.display]]), False
        if distinct and key not in chosen:
            return None
        parts += [",", *way] if random.random() < 0.3 else way
        body += ["DESC" if down else "ASC", ("c", key.index)]
    elif random.random() < 0.2 and not distinct:
        key = next((c for c in columns if c.numeric or c.type in TEMPORAL), None)
        if key is None or parts[0].startswith("for"):
            return None
        down, count = random.random() < 0.6, None
        word = pick(random, "highest", "largest", "greatest", "maximum") if down else pick(random, "lowest", "smallest", "least", "minimum")
        if key.type in TEMPORAL:
            word = pick(random, "latest", "most recent") if down else pick(random, "earliest", "oldest")
        tail = [pick(random, "with the", "that has the", "having the"), word, key.display]
        if random.random() < 0.4 and not said:
            count = Span(number_words(random))
            parts = [lead, *head, "of the", count, many, *tail]
        else:
            parts = [lead, *head, "of the", one, *([] if not said else ["whose", *said]), *tail]
        body += ["DESC" if down else "ASC", ("c", key.index)] + (["LIMIT", count] if count else ["LIMIT_ONE"])
    return parts, body, [fact.table.index]


def counted(w, fact):
    """How many customers have an age over 30 and live in Rome; average age of those whose city is Rome or country is Italy."""
    random = w.random
    said, where = _conditions(w, fact, (), 3)
    if not said:
        return None
    many = plural(fact.name)
    if random.random() < 0.55 or not fact.measures:
        parts = random.choice([["how many", many, "are there", "whose", *said], ["what is the number of", many, "whose", *said],
                               ["count the", many, "where", *said], ["count the number of", many, "whose", *said],
                               ["how many", many, "exist where the", *said]])
        return parts, ["COUNT", "STAR", "WHERE"] + where, [fact.table.index]
    kinds = [("AVG", "average"), ("MAX", "maximum"), ("MIN", "minimum"), ("SUM", "total"), ("MAX", "highest"), ("MIN", "lowest")]
    chosen = random.sample(kinds[:4], pick(random, 1, 2, 2, 3))
    column = random.choice(fact.measures)
    items = [x for token, _ in chosen for x in (token, ("c", column.index))]
    head = _enumerate(random, [word for _, word in chosen])
    parts = [pick(random, "what are the", "find the", "show the", "give the"), *head, column.display, "of"]
    group = w.choose([c for c in fact.dimensions if c.table == fact.table.index])
    if group is not None and random.random() < 0.4:
        return ([*parts, pick(random, "the", "all", ""), many, pick(random, "for each", "in each", "per"), group.display],
                [("c", group.index)] + items + ["GROUP", ("c", group.index)], [fact.table.index])
    return [*parts, many, "whose", *said], items + ["WHERE"] + where, [fact.table.index]


def compared_rows(w, fact):
    """Employees who earn more than the average; more than the employee whose id is 163; the largest salary."""
    random, table = w.random, fact.table
    numbers = [c for c in _columns(w, fact, 0) if c.numeric and c.index not in table.primary_key]
    texts = [c for c in _columns(w, fact, 0) if c.type == "text" and c.values]
    if not numbers:
        return None
    column, many, one = random.choice(numbers), plural(fact.name), singular(fact.name)
    columns = _columns(w, fact)
    columns = random.sample(columns, min(len(columns), pick(random, 1, 1, 2, 3)))
    if not columns:
        return None
    items, shown = [("c", c.index) for c in columns], [c.display for c in columns]
    asked = [pick(random, "what are the", "find the", "show the", "list the", "give the"), *_enumerate(random, shown), "of the", many]
    if random.random() < 0.25:
        items, asked = ["COUNT", "STAR"], ["how many", many, "are there"]
    at, source = ("c", column.index), [("t", table.index)]
    form = random.random()
    token, words = random.choice([ABOVE, ABOVE, BELOW])
    than = [pick(random, "whose", "with a", "that have a"), column.display, pick(random, *words)]
    if form < 0.4:
        inner, kind = random.choice([("AVG", "average"), ("AVG", "average"), ("AVG", "mean"), ("MAX", "maximum"), ("MIN", "minimum")])
        nested, tail = [inner, at], ["the", kind, pick(random, "", column.display), pick(random, "", "of all " + many)]
        said, where = [], []
        if random.random() < 0.35 and texts:
            made = _condition(w, random.choice(texts), set())
            if made and made[1][0] == "EQ":
                said, where = ["of", many, "whose", *made[0]], ["WHERE"] + made[1]
                tail = ["the", kind, pick(random, "", column.display), *said]
        query = ["QUERY", "SELECT", *nested, *where, "FROM", *source]
    elif form < 0.75:
        key = random.choice(texts) if texts and random.random() < 0.6 else None
        if key is not None:
            value = w.value(key)
            if value is None:
                return None
            tail = [pick(random, "that of the", "the"), one, pick(random, "whose", "with"), key.display, pick(random, "is", ""), value]
            if tail[3] == "with":
                tail[4] = ""
        elif len(table.primary_key) == 1:
            key = w.schema.columns[min(table.primary_key)]
            if not key.numeric:
                return None
            value = Span(str(random.randint(1, 300)))
            tail = [pick(random, "that of the", "the"), one, "whose", pick(random, "id", key.display), "is", value]
        else:
            return None
        query = ["QUERY", "SELECT", at, "WHERE", "EQ", ("c", key.index), value, "FROM", *source]
    else:
        low = random.random() < 0.5
        number = _number(w, column)
        inner = "MIN" if low else "MAX"
        kind = pick(random, "smallest", "minimum", "lowest") if low else pick(random, "largest", "maximum", "highest")
        query = ["QUERY", "SELECT", inner, at, "FROM", *source]
        first, second = (query, [number]) if low else ([number], query)
        said = ["the", kind, pick(random, "", column.display)]
        parts = [*asked, "whose", column.display, pick(random, "is between", "is within the range of", "lies between"),
                 *(said if low else [number]), "and", *([number] if low else said)]
        return parts, items + ["WHERE", "BETWEEN", at, *first, *second], [table.index]
    parts = [*asked, *than, *tail]
    return parts, items + ["WHERE", token, at, *query], [table.index]


TEMPLATES = [(listed, 30), (counted, 12), (compared_rows, 14)]
