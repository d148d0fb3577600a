"""Turns gold SQL into the action sequence of a sketch.

Actions are token names, ("c", column), ("t", table) and ("w", turn, word).
"""

from sqlglot import exp, parse_one

from schema import TEMPORAL
from spans import find_date, find_number, find_text

COMPARE = {exp.EQ: "EQ", exp.NEQ: "NE", exp.LT: "LT", exp.LTE: "LE", exp.GT: "GT", exp.GTE: "GE"}
FLIPPED = {"EQ": "EQ", "NE": "NE", "LT": "GT", "LE": "GE", "GT": "LT", "GE": "LE"}
AGGREGATES = {exp.Count: "COUNT", exp.Sum: "SUM", exp.Avg: "AVG", exp.Min: "MIN", exp.Max: "MAX"}
ARITHMETIC = {exp.Add: "PLUS", exp.Sub: "MINUS", exp.Mul: "TIMES", exp.Div: "DIVIDE"}
SET_OPERATIONS = {exp.Union: "UNION", exp.Intersect: "INTERSECT", exp.Except: "EXCEPT"}
PARTS = {"%Y": "PART_YEAR", "%m": "PART_MONTH", "%d": "PART_DAY", "%w": "PART_DOW", "%H": "PART_HOUR"}


class Uncovered(Exception):
    """The query has something that sketches do not express; the message says what."""


def encode(sql, schema, turns):
    """The sketch of a gold query, without START, with END."""
    return _Encoder(schema, turns).query(parse_one(sql, dialect="sqlite")) + ["END"]


class _Encoder:
    def __init__(self, schema, turns):
        self.schema, self.turns = schema, turns
        self.scope = {}

    # queries

    def query(self, node):
        """A select or a chain of set operations."""
        while isinstance(node, (exp.Paren, exp.Subquery)):
            node = node.this
        if type(node) not in SET_OPERATIONS:
            return self.select(node)
        if node.args.get("order") or node.args.get("limit") or not node.args.get("distinct", True):
            raise Uncovered("order over set operation")
        return self.query(node.this) + [SET_OPERATIONS[type(node)]] + self.query(node.expression)

    def select(self, node):
        """One SELECT block."""
        if not isinstance(node, exp.Select) or node.args.get("with_"):
            raise Uncovered("query form")
        outer, self.scope = self.scope, {}
        named, extra, filters = self.tables(node)
        result = ["SELECT"] + (["DISTINCT"] if node.args.get("distinct") else [])
        for item in node.expressions:
            result += self.expression(item)
        where = node.args.get("where")
        if where:
            filters.append(where.this)
        filters = [f for f in filters if not self.is_join(f, extra)]
        if filters:
            result.append("WHERE")
            for index, condition in enumerate(filters):
                result += (["AND"] if index < len(filters) - 1 else []) + self.condition(condition)
        group = node.args.get("group")
        having = node.args.get("having")
        if group:
            result.append("GROUP")
            for item in group.expressions:
                result += self.expression(item)
        if having:
            if not group:
                raise Uncovered("having without group")
            result += ["HAVING"] + self.condition(having.this)
        order = node.args.get("order")
        for item in order.expressions if order else ():
            result += ["DESC" if item.args.get("desc") else "ASC"] + self.expression(item.this)
        result += self.limit(node.args.get("limit"))
        if node.args.get("offset"):
            raise Uncovered("offset")
        result += self.from_clause(named, extra)
        self.scope = outer
        return result

    def limit(self, node):
        """LIMIT with a constant."""
        if node is None:
            return []
        if not isinstance(node.expression, exp.Literal):
            raise Uncovered("limit")
        number = int(node.expression.this)
        return ["LIMIT_ONE"] if number == 1 else ["LIMIT"] + self.number(number)

    # tables

    def tables(self, node):
        """Fills the scope; returns the tables [(index, left?)], the join pairs and other conditions of ON."""
        named, extra, filters = [], [], []
        source = node.args.get("from_") or node.args.get("from")
        if source is None:
            raise Uncovered("no from")
        for number, join in enumerate([source] + node.args.get("joins", [])):
            table = join.this
            if not isinstance(table, exp.Table):
                raise Uncovered("derived table")
            index = self.schema.table_index[table.name.lower()]
            if index in [t for t, _ in named]:
                raise Uncovered("self join")
            side = (join.args.get("side") or "") if number else ""
            if side not in ("", "LEFT") or (number and join.args.get("using")):
                raise Uncovered("join kind")
            named.append((index, side == "LEFT"))
            self.scope[table.alias_or_name.lower()] = index
            condition = join.args.get("on") if number else None
            for part in condition.flatten() if isinstance(condition, exp.And) else [condition] if condition else []:
                part = _bare(part)
                if not isinstance(part, exp.Boolean) and not self.is_join(part, extra):
                    if side == "LEFT":
                        raise Uncovered("left join condition")
                    filters.append(part)
        return named, extra, filters

    def is_join(self, node, extra):
        """Adds column = column over two tables to the join pairs."""
        node = _bare(node)
        if (isinstance(node, exp.EQ) and isinstance(node.this, exp.Column)
                and isinstance(node.expression, exp.Column)):
            try:
                a, b = self.column(node.this), self.column(node.expression)
            except Uncovered:
                return False
            if self.schema.columns[a].table != self.schema.columns[b].table:
                if (a, b) not in extra:
                    extra.append((a, b))
                return True
        return False

    def from_clause(self, named, pairs):
        """FROM with only those ON pairs that the keys do not give."""
        lefts = any(left for _, left in named)
        if not lefts:
            named = sorted(named)
        wanted = {frozenset(pair) for pair in pairs}
        extra = []
        for attempt in (0, 1, 2):
            tree = self.schema.join_tree(named, extra)
            found = {frozenset(p) for _, _, on in tree for p in on} if tree else None
            if found == wanted and len(tree) == len(named):
                break
            if attempt == 2:
                raise Uncovered("join condition" if pairs or len(named) == 1 else "cross join")
            extra = [p for p in pairs if attempt or found is None or frozenset(p) not in found]
        result = ["FROM"]
        for table, left in named:
            result += (["LEFT"] if left else []) + [("t", table)]
        for a, b in extra:
            result += ["ON", ("c", a), ("c", b)]
        return result

    def column(self, node):
        """The index of a column of the innermost query."""
        name, table = node.name.lower(), node.table.lower()
        candidates = [self.scope[table]] if table in self.scope else [] if table else list(self.scope.values())
        for index in candidates:
            if (index, name) in self.schema.column_index:
                return self.schema.column_index[index, name]
        raise Uncovered("correlated or unknown column")

    # expressions

    def expression(self, node):
        """An expr of the grammar."""
        node = _bare(node)
        kind = type(node)
        if kind is exp.Star:
            return ["STAR"]
        if kind is exp.Column:
            if isinstance(node.this, exp.Star):
                raise Uncovered("table.*")
            return [("c", self.column(node))]
        if kind in AGGREGATES:
            if kind is not exp.Count and node.args.get("expressions"):
                raise Uncovered("scalar min or max")
            argument = node.this
            if isinstance(argument, exp.Distinct):
                return [AGGREGATES[kind], "D"] + self.expression(argument.expressions[0])
            return [AGGREGATES[kind]] + self.expression(argument)
        if kind in ARITHMETIC:
            return [ARITHMETIC[kind]] + self.expression(node.this) + self.expression(node.expression)
        if kind is exp.Subquery:
            return ["QUERY"] + self.query(node.this)
        if kind is exp.Literal and not node.is_string:
            return ["NUMBER"] + self.number(_number(node))
        if kind is exp.Cast:
            return self.expression(node.this)
        if kind is exp.TimeToStr and isinstance(_bare(node.this), (exp.TsOrDsToTimestamp, exp.Column)):
            inner = _bare(node.this)
            inner = inner if isinstance(inner, exp.Column) else _bare(inner.this)
            token = PARTS.get(node.args["format"].this)
            if token and isinstance(inner, exp.Column):
                column = self.column(inner)
                if self.schema.columns[column].type in TEMPORAL:
                    return [token, ("c", column)]
        raise Uncovered(f"expression {kind.__name__}")

    def condition(self, node):
        """A cond of the grammar."""
        node = _bare(node)
        kind = type(node)
        if kind in (exp.And, exp.Or):
            return [kind.__name__.upper()] + self.condition(node.this) + self.condition(node.expression)
        if kind is exp.Not:
            inner = _bare(node.this)
            if isinstance(inner, exp.In) and inner.args.get("query"):
                return ["NOT_IN"] + self.condition(inner)[1:]
            if isinstance(inner, exp.Is):
                return ["NOT_NULL"] + self.condition(inner)[1:]
            return ["NOT"] + self.condition(inner)
        if kind in COMPARE:
            return self.comparison(COMPARE[kind], _bare(node.this), _bare(node.expression))
        if kind is exp.Like and node.args.get("negate"):
            return ["NOT"] + self.like(node)
        if kind is exp.Like:
            return self.like(node)
        if kind is exp.Between:
            left = self.expression(node.this)
            return ["BETWEEN"] + left + self.right(left, node.args["low"]) + self.right(left, node.args["high"])
        if kind is exp.In:
            left = self.expression(node.this)
            if node.args.get("query"):
                return ["IN"] + left + self.query(node.args["query"])
            choices = [["EQ"] + left + self.right(left, value) for value in node.expressions]
            return [x for choice in choices[:-1] for x in ["OR"] + choice] + choices[-1]
        if kind is exp.Is and isinstance(node.expression, exp.Null):
            return ["IS_NULL"] + self.expression(node.this)
        raise Uncovered(f"condition {kind.__name__}")

    def comparison(self, token, left, right):
        """A comparison, literal on the right."""
        if isinstance(left, (exp.Literal, exp.Neg, exp.Boolean)):
            token, left, right = FLIPPED[token], right, left
        result = self.expression(left)
        return [token] + result + self.right(result, right)

    def like(self, node):
        """LIKE with a pattern that has its wild cards at the ends only."""
        left = self.expression(node.this)
        if not isinstance(node.expression, exp.Literal):
            raise Uncovered("like pattern")
        pattern = node.expression.this
        body = pattern.strip("%")
        if "%" in body or "_" in body:
            raise Uncovered("like pattern")
        begins, ends = pattern.startswith("%"), pattern.endswith("%")
        token = "CONTAINS" if begins and ends else "ENDS" if begins else "STARTS" if ends else "EQ"
        found = find_text(body.strip(), self.column_of(left) if token == "EQ" else None, self.turns,
                          exact_only=token != "EQ")
        if found is None:
            raise Uncovered("value")
        return [token] + left + found

    # values

    def right(self, left, node):
        """The right side of a comparison."""
        node = _bare(node)
        if isinstance(node, exp.Boolean):
            return ["TRUE" if node.this else "FALSE"]
        if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
            return self.number(-_number(node.this))
        if not isinstance(node, exp.Literal):
            return self.expression(node)
        column = self.column_of(left)
        if column is not None and column.type == "boolean":
            return ["TRUE" if node.this.lower() in ("1", "true", "t") else "FALSE"]
        if not node.is_string and (column is None or column.numeric or column.type not in ("text", "time")):
            return self.number(_number(node))
        if node.is_string and (column is None or column.numeric):
            try:
                return self.number(_number(node))
            except ValueError:
                pass
        found = find_text(node.this, column, self.turns)
        if found is None and column is not None and column.type in TEMPORAL:
            found = find_date(node.this, self.turns)
        if found is None and not node.is_string:
            found = find_number(_number(node), self.turns)
        if found is None:
            raise Uncovered("value")
        return found

    def number(self, value):
        """A number as value."""
        found = find_number(value, self.turns)
        if found is None:
            raise Uncovered("number")
        return found

    def column_of(self, actions):
        """The column that an expression's values come from, or None for a computed number."""
        if len(actions) == 1 and actions[0][0] == "c":
            return self.schema.columns[actions[0][1]]
        if actions[0] in ("MIN", "MAX") and actions[-1][0] == "c" and len(actions) <= 3:
            return self.schema.columns[actions[-1][1]]
        return None


def _bare(node):
    while isinstance(node, (exp.Paren, exp.Alias)):
        node = node.this
    return node


def _number(node):
    value = float(node.this)
    return int(value) if value == int(value) else value
