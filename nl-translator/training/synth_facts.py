"""Finds what synthetic questions can be about: tables with measures, dates, dimensions and parents."""

import re
from dataclasses import dataclass

from lexical import stem
from schema import TEMPORAL

MEASURE = re.compile(
    r"amount|total|price|revenue|cost|quantity|units|salary|pay|budget|balance|duration|hours|weight|value|capacity|score|rating|"
    r"sales|spend|fee|discount|tax|energy|consumption|population|profit|income|age|distance|points|days|seats|downtime|pages|"
    r"count|temperature|attendance|length|stock|assets|time$"
)
NOT_DIMENSION = re.compile(
    r"\bid\b|name|title|details|description|address|phone|email|code$|number|comment|password|url|line "
)


class Span:
    """Words of the question that a value points to."""

    def __init__(self, text):
        self.text = text


@dataclass
class Fact:
    """A table to count or sum over.

    dimensions: its and its parents' columns to group by; labels: name columns of parents; parents: (own key, parent's
    key, name column of the parent or None).
    """

    table: object
    name: str
    measures: list
    dates: list
    dimensions: list
    labels: list
    parents: list


def facts_of(schema):
    """The tables worth asking about."""
    result = []
    keys = {c for _, _, pairs in schema.keys for pair in pairs for c in pair}
    for table in schema.tables:
        parents = []
        for left, right, pairs in schema.keys:
            if left == table.index != right and len(pairs) == 1:
                parents.append((pairs[0][0], pairs[0][1], _label(schema.tables[right])))
        measures = [
            c
            for c in table.columns
            if c.numeric
            and c.index not in keys
            and c.index not in table.primary_key
            and MEASURE.search(c.display.lower())
            and not re.search(r"\bid\b|year", c.display.lower())
        ]
        dates = [c for c in table.columns if c.type in TEMPORAL]
        dates.sort(key=lambda c: "birth" in c.display.lower())
        dimensions = [c for c in table.columns if is_dimension(c, keys)]
        labels = [schema.columns[p[2]] for p in parents if p[2] is not None]
        for _, key, _ in parents:
            dimensions += [c for c in schema.tables[schema.columns[key].table].columns if is_dimension(c, keys)]
        if dimensions or dates or measures:
            name = table.display.lower()
            words = name.split()
            if words[-1].endswith("s") and not words[-1].endswith("ss"):
                words[-1] = stem(words[-1])
            result.append(Fact(table, " ".join(words), measures, dates, dimensions, labels, parents))
    return result


def is_dimension(column, keys):
    """Whether rows can be grouped by the column."""
    return (
        column.type == "text"
        and column.index not in keys
        and 1 < len(column.values) <= 60
        and not NOT_DIMENSION.search(column.display.lower())
        and max(len(v) for v in column.values) < 32
    )


def _label(table):
    """The index of the column that names a row, or None."""
    for column in table.columns:
        if column.type == "text" and re.search(r"name|title", column.display.lower()):
            return column.index
    return None
