"""Renders sketches as sqlite SQL, for measuring only; the product lowers sketches to its own plans."""

import re

from lexical import normalise, parse_date, parse_number
from schema import TEMPORAL

COMPARE = {"EQ": "=", "NE": "!=", "LT": "<", "LE": "<=", "GT": ">", "GE": ">="}
ARITHMETIC = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/"}
AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX")
CONSTANTS = {"ZERO": 0, "ONE": 1, "TWO": 2}
PARTS = {"YEAR": "%Y", "MONTH": "%m", "DAY": "%d", "DOW": "%w", "HOUR": "%H"}
BUCKETS = {"YEAR": "%Y-01-01", "MONTH": "%Y-%m-01", "DAY": "%Y-%m-%d", "HOUR": "%Y-%m-%d %H:00:00"}


class Invalid(Exception):
    """The sketch is well formed but has no meaning over this schema; the message says why."""


class Reader:
    """Reads actions one by one."""

    def __init__(self, actions):
        self.actions, self.at = actions, 0

    def peek(self):
        """The next action, not taken."""
        return self.actions[self.at]

    def next(self):
        """Takes the next action."""
        self.at += 1
        return self.actions[self.at - 1]

    def take(self, token):
        """Takes the token if it is next."""
        if self.actions[self.at] == token:
            self.at += 1
            return True
        return False


def render(actions, schema, turns):
    """The SQL of a sketch; raises Invalid."""
    reader = Reader(actions)
    sql = _Renderer(schema, turns, reader).query()
    if reader.next() != "END":
        raise Invalid("not a complete sketch")
    return sql


class _Renderer:
    def __init__(self, schema, turns, reader):
        self.schema, self.turns, self.reader = schema, turns, reader
        self.used = set()

    def query(self):
        """A select and the set operations after it."""
        parts, cut = [], False
        while True:
            sql, limited = self.select()
            parts.append(sql)
            cut |= limited
            token = self.reader.peek()
            if token not in ("UNION", "INTERSECT", "EXCEPT"):
                break
            parts.append(self.reader.next())
        if len(parts) > 1 and cut:
            parts = [p if i % 2 else f"SELECT * FROM ({p})" for i, p in enumerate(parts)]
        return " ".join(parts)

    def select(self):
        """One block; returns its SQL and whether it has ORDER BY or LIMIT."""
        reader = self.reader
        if reader.next() != "SELECT":
            raise Invalid("SELECT expected")
        outer, self.used = self.used, set()
        sql = "SELECT DISTINCT " if reader.take("DISTINCT") else "SELECT "
        items = self.expressions(("WHERE", "GROUP", "ASC", "DESC", "LIMIT_ONE", "LIMIT", "FROM"))
        if len(set(items)) != len(items):
            raise Invalid("an item is selected twice")
        head = sql + ", ".join(items) + " FROM "
        tail, limited = self.clauses()
        sql = head + self.from_clause() + tail
        self.used = outer
        return sql, limited

    def clauses(self):
        """WHERE to LIMIT; returns the SQL and whether it has ORDER BY or LIMIT."""
        reader, sql = self.reader, ""
        if reader.take("WHERE"):
            sql += " WHERE " + self.condition()
        if reader.take("GROUP"):
            sql += " GROUP BY " + ", ".join(
                self.expressions(("HAVING", "ASC", "DESC", "LIMIT_ONE", "LIMIT", "FROM")))
            if reader.take("HAVING"):
                sql += " HAVING " + self.condition()
        keys = []
        while reader.peek() in ("ASC", "DESC"):
            direction = reader.next()
            keys.append(self.expression()[0] + " " + direction)
        if keys:
            sql += " ORDER BY " + ", ".join(keys)
        limited = bool(keys)
        if reader.take("LIMIT_ONE"):
            sql, limited = sql + " LIMIT 1", True
        elif reader.take("LIMIT"):
            sql, limited = sql + f" LIMIT {self.value(None, numeric=True)}", True
        return sql, limited

    def expressions(self, ends):
        """Expressions until one of the tokens."""
        result = [self.expression()[0]]
        while self.reader.peek() not in ends:
            result.append(self.expression()[0])
        return result

    def from_clause(self):
        """FROM with the joins found on the key graph."""
        reader = self.reader
        if reader.next() != "FROM":
            raise Invalid("FROM expected")
        named, extra = [(reader.next()[1], False)], []
        while True:
            token = reader.peek()
            if token == "LEFT":
                reader.next()
                named.append((reader.next()[1], True))
            elif token == "ON":
                reader.next()
                extra.append((reader.next()[1], reader.next()[1]))
            elif token[0] == "t":
                named.append((reader.next()[1], False))
            else:
                break
        tree = self.schema.join_tree(named, extra)
        missing = {self.schema.columns[c].table for c in self.used} - {table for table, _, _ in tree or ()}
        if tree is not None and missing:
            tree = self.schema.join_tree(named + [(table, False) for table in sorted(missing)], extra)
        if tree is None:
            raise Invalid("no join path")
        sql = ""
        for table, left, pairs in tree:
            name = f'"{self.schema.tables[table].name}"'
            on = " AND ".join(f"{self.name(a)} = {self.name(b)}" for a, b in pairs)
            sql += (f" {'LEFT ' if left else ''}JOIN {name} ON {on}" if pairs else name)
        return sql

    def name(self, column):
        """The quoted name of a column."""
        found = self.schema.columns[column]
        return f'"{self.schema.tables[found.table].name}"."{found.name}"'

    def column(self):
        """Takes a column pointer."""
        kind, index = self.reader.next()
        if kind != "c":
            raise Invalid("column expected")
        self.used.add(index)
        return self.schema.columns[index]

    def expression(self):
        """SQL of an expression, the column its values come from (or None), and whether it is a number."""
        token = self.reader.peek()
        if token[0] == "c":
            column = self.column()
            return self.name(column.index), column, column.numeric
        self.reader.next()
        if token == "STAR":
            return "*", None, False
        if token in AGGREGATES:
            return self.aggregate(token)
        if token in ARITHMETIC:
            left, right = self.expression(), self.expression()
            if "*" in (left[0], right[0]):
                raise Invalid("arithmetic over rows")
            if token == "DIVIDE":
                return f"(CAST({left[0]} AS REAL) / NULLIF({right[0]}, 0))", None, True
            return f"({left[0]} {ARITHMETIC[token]} {right[0]})", None, True
        if token.startswith(("PART_", "BUCKET_")):
            return self.date_part(token)
        if token == "SHARE":
            inner = self.expression()[0]
            return f"(CAST({inner} AS REAL) / SUM({inner}) OVER ())", None, True
        if token == "FRACTION":
            return f"AVG(CASE WHEN {self.condition()} THEN 1.0 ELSE 0.0 END)", None, True
        if token == "NUMBER":
            return str(self.value(None, numeric=True)), None, True
        if token == "QUERY":
            return f"({self.query()})", None, True
        raise Invalid(f"expression expected, not {token}")

    def aggregate(self, token):
        """An aggregate after its token."""
        distinct = self.reader.take("D")
        sql, column, numeric = self.expression()
        if token in ("SUM", "AVG") and column is not None and not numeric and not column.type == "text":
            raise Invalid(f"{token} of {column.type}")
        if sql == "*" and (token != "COUNT" or distinct):
            raise Invalid(f"{token} of rows")
        sql = f"{token}({'DISTINCT ' if distinct else ''}{sql})"
        return (sql, column, numeric) if token in ("MIN", "MAX") else (sql, None, True)

    def date_part(self, token):
        """PART and BUCKET after their token."""
        kind, unit = token.split("_")
        column = self.column()
        if column.type not in TEMPORAL:
            raise Invalid(f"{token} of {column.type}")
        name = self.name(column.index)
        if kind == "PART":
            if unit == "QUARTER":
                return f"((CAST(strftime('%m', {name}) AS INTEGER) + 2) / 3)", None, True
            return f"CAST(strftime('{PARTS[unit]}', {name}) AS INTEGER)", None, True
        if unit == "QUARTER":
            return f"date({name}, 'start of month', '-' || ((strftime('%m', {name}) - 1) % 3) || ' months')", column, False
        if unit == "WEEK":
            return f"date({name}, 'weekday 0', '-6 days')", column, False
        return f"strftime('{BUCKETS[unit]}', {name})", column, False

    def condition(self):
        """A condition."""
        token = self.reader.next()
        if token in ("AND", "OR"):
            return f"({self.condition()} {token} {self.condition()})"
        if token == "NOT":
            return f"NOT ({self.condition()})"
        if token in ("IN", "NOT_IN"):
            left = self.expression()[0]
            return f"{left} {token.replace('_', ' ')} ({self.query()})"
        sql, column, numeric = self.expression()
        if token in COMPARE:
            return f"{sql} {COMPARE[token]} {self.right(column, numeric, token in ('EQ', 'NE'))}"
        if token == "BETWEEN":
            return f"{sql} BETWEEN {self.right(column, numeric, False)} AND {self.right(column, numeric, False)}"
        if token in ("CONTAINS", "STARTS", "ENDS"):
            text = self.span_text() if self.reader.peek()[0] == "w" else str(self.value(column, numeric))
            before, after = "" if token == "STARTS" else "%", "" if token == "ENDS" else "%"
            return f"{sql} LIKE {_quote(before + text + after)}"
        if token in ("IS_NULL", "NOT_NULL"):
            return f"{sql} IS {'NOT ' if token == 'NOT_NULL' else ''}NULL"
        if token == "DURING":
            if column is None or column.type not in TEMPORAL:
                raise Invalid("DURING without a date")
            return self.during(sql, self.span_text())
        raise Invalid(f"condition expected, not {token}")

    def during(self, sql, text):
        """Only years, here; the product knows all periods."""
        year = re.search(r"\b([12][0-9]{3})\b", text)
        if not year:
            raise Invalid("period")
        return f"strftime('%Y', {sql}) = '{year.group(1)}'"

    def right(self, column, numeric, stored):
        """The right side of a comparison; stored: whether a text should be a stored value."""
        token = self.reader.peek()
        if token[0] == "w" or token in CONSTANTS or token in ("TRUE", "FALSE"):
            value = self.value(column, numeric, stored)
            return _quote(value) if isinstance(value, str) else str(value)
        return self.expression()[0]

    def value(self, column, numeric, stored=True):
        """A literal: str or number."""
        token = self.reader.peek()
        if token in CONSTANTS:
            number = CONSTANTS[self.reader.next()]
            return number if column is None or column.type != "text" else str(number)
        if token in ("TRUE", "FALSE"):
            self.reader.next()
            found = int(token == "TRUE") if column is None else column.truth(token == "TRUE")
            if found is None:
                raise Invalid("no truth value")
            return found
        text = self.span_text()
        return literal(text, column, numeric, stored)

    def span_text(self):
        """The text of a span."""
        first, last = self.reader.next(), self.reader.next()
        if first[0] != "w" or last[0] != "w" or first[1] != last[1] or last[2] < first[2]:
            raise Invalid("span")
        return self.turns.text(first[1], first[2], last[2])


def literal(text, column, numeric, stored):
    """What a span means beside this column."""
    if numeric or column is None:
        number = parse_number(text)
        if number is None:
            raise Invalid("not a number")
        return number
    if column.type == "boolean":
        return int(normalise(text) in ("true", "yes", "t", "1"))
    if column.type in TEMPORAL:
        return parse_date(text) or text
    return column.resolve(text) if stored else text


def _quote(text):
    return "'" + text.replace("'", "''") + "'"
