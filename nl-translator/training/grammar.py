"""The grammar of sketches: productions, the LL(1) table built from them, and the automaton that reads it.

`python grammar.py OUT.json` writes the table. At run time Python and Java both load that file and nothing else, so
the productions below matter only when the file is written anew.
"""

import json
import sys

VERSION = 2

#: Each alternative is a list of symbols: CAPITALS are tokens, @names are pointers, lower case are nonterminals.
PRODUCTIONS = """
sketch       = query END | NONE END
query        = SELECT opt_distinct expr items where group order limit from setop
opt_distinct = DISTINCT |
items        = expr items |
expr         = STAR | @column
             | COUNT argument | SUM argument | AVG argument | MIN argument | MAX argument
             | PLUS expr expr | MINUS expr expr | TIMES expr expr | DIVIDE expr expr
             | BUCKET_YEAR @column | BUCKET_QUARTER @column | BUCKET_MONTH @column | BUCKET_WEEK @column
             | BUCKET_DAY @column | BUCKET_HOUR @column
             | PART_YEAR @column | PART_QUARTER @column | PART_MONTH @column | PART_DAY @column
             | PART_DOW @column | PART_HOUR @column
             | SHARE expr | FRACTION cond | NUMBER value | QUERY query
             | PRIOR_YEAR expr | PRIOR_QUARTER expr | PRIOR_MONTH expr | PRIOR_WEEK expr | PRIOR_DAY expr
             | PRIOR_PERIOD expr | CHANGE expr | GROWTH expr | RUNNING expr | MOVING value expr | RANK expr
             | MEDIAN expr | STDDEV expr
argument     = D expr | expr
where        = WHERE cond |
cond         = AND cond cond | OR cond cond | NOT cond
             | EQ expr rhs | NE expr rhs | LT expr rhs | LE expr rhs | GT expr rhs | GE expr rhs
             | CONTAINS expr value | STARTS expr value | ENDS expr value
             | BETWEEN expr rhs rhs | IN expr query | NOT_IN expr query
             | IS_NULL expr | NOT_NULL expr | DURING expr span
rhs          = value | expr
value        = span | ZERO | ONE | TWO | TRUE | FALSE
span         = @word @word
group        = GROUP expr items having |
having       = HAVING cond |
order        = ASC expr order | DESC expr order |
limit        = LIMIT_ONE per | LIMIT value per |
per          = PER expr |
from         = FROM @table tables
tables       = @table tables | LEFT @table tables | ON @column @column tables |
setop        = UNION query | INTERSECT query | EXCEPT query |
"""


def parse_productions(text):
    """Returns {nonterminal: [alternative, ...]} in the order written."""
    rules, name = {}, None
    for line in text.strip().splitlines():
        left, _, right = line.partition("=")
        if "=" not in line:
            right = line.strip()[1:]
        elif left.strip():
            name = left.strip()
        rules.setdefault(name, []).extend(alternative.split() for alternative in right.split("|"))
    return rules


def build():
    """Builds the content of grammar.json; fails when the grammar is not LL(1)."""
    rules = parse_productions(PRODUCTIONS)
    first = {name: set() for name in rules}
    changed = True
    while changed:
        changed = False
        for name, alternatives in rules.items():
            before = len(first[name])
            for alternative in alternatives:
                first[name] |= first_of(alternative, rules, first)
            changed |= len(first[name]) != before
    table = {}
    for name, alternatives in rules.items():
        row = table[name] = {}
        for alternative in alternatives:
            for look in sorted(first_of(alternative, rules, first)):
                if look in row:
                    raise ValueError(f"not LL(1): {name} on {look}")
                row[look] = alternative
    tokens = ["START"]
    for alternatives in rules.values():
        for alternative in alternatives:
            tokens += [s for s in alternative if s.isupper() and s[0] != "@" and s not in tokens]
    return {"version": VERSION, "start": "sketch", "startToken": "START", "endToken": "END",
            "pointers": ["@word", "@table", "@column"], "tokens": tokens, "table": table}


def first_of(symbols, rules, first):
    """Tokens and pointers that can begin the symbols; "" when they can be empty."""
    result = set()
    for symbol in symbols:
        found = first[symbol] if symbol in rules else {symbol}
        result |= found - {""}
        if "" not in found:
            return result
    return result | {""}


class Grammar:
    """The loaded table: token ids and the pushdown automaton. A stack is a tuple whose last entry is the top."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        self.version = data["version"]
        self.tokens = data["tokens"]
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self.table = data["table"]
        self.start = (data["start"],)
        self.size = len(self.tokens)
        self._allowed = {}

    def allowed(self, stack):
        """The tokens and pointer kinds that may come next; empty when the sketch is complete."""
        found = self._allowed.get(stack)
        if found is None:
            found = set()
            for symbol in reversed(stack):
                row = self.table.get(symbol)
                if row is None:
                    found.add(symbol)
                    break
                found |= row.keys() - {""}
                if "" not in row:
                    break
            self._allowed[stack] = found
        return found

    def advance(self, stack, symbol):
        """The stack after reading a token or pointer kind; raises ValueError when it is not allowed."""
        while stack:
            top, stack = stack[-1], stack[:-1]
            row = self.table.get(top)
            if row is None:
                if top != symbol:
                    break
                return stack
            if symbol in row:
                stack += tuple(reversed(row[symbol]))
            elif "" not in row:
                break
        raise ValueError(f"{symbol} is not allowed here")


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(build(), out, indent=1)
        out.write("\n")
