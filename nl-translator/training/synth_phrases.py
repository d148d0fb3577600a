"""Words for synthetic questions."""

from lexical import stem
from synth_facts import Span

MONTHS = "January February March April May June July August September October November December".split()
UNITS = ["day", "week", "month", "quarter", "year"]
MEAN_LIKE = ("price", "rating", "score", "age", "rate", "temperature", "salary", "time", "length", "stars")


def pick(random, *options):
    """One of the arguments."""
    return random.choice(options)


def singular(name):
    """A table name for one row."""
    words = name.lower().split()
    return " ".join(words[:-1] + [stem(words[-1])])


def plural(name):
    """A table name for many rows."""
    words = singular(name).split()
    last = words[-1]
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    elif last not in ("staff", "people", "inventory", "feedback", "stock", "equipment"):
        last += "s"
    return " ".join(words[:-1] + [last])


def agg_phrase(column, random, terse=True):
    """(phrase, aggregate) for a measure."""
    name = column.display.lower()
    mean = any(word in name for word in MEAN_LIKE)
    roll = random.random()
    if roll < (0.2 if mean else 0.62):
        options = ["total " + name, "sum of " + name, "total " + name, "overall " + name]
        if terse and not mean:
            options += [name] * 4
        return random.choice(options), "SUM"
    if roll < 0.86:
        return pick(random, "average ", "avg ", "mean ", "average ") + name, "AVG"
    if roll < 0.94:
        return pick(random, "highest ", "maximum ", "max ", "largest ") + name, "MAX"
    return pick(random, "lowest ", "minimum ", "min ", "smallest ") + name, "MIN"


def count_phrase(name, random):
    """A phrase for a number of rows."""
    many = plural(name)
    return pick(
        random,
        "number of " + many,
        "number of " + many,
        "count of " + many,
        many,
        name + " count",
        "how many " + many,
        "# of " + many,
    )


def number_words(random):
    """A small number, mostly in digits."""
    return pick(random, "2", "3", "5", "10", "20", "3", "5", "10", "two", "three", "five", "ten", "7", "15", "100")


def period(column, random):
    """(words, condition) for a date column in a period."""
    year = str(random.randint(1998, 2026))
    month = random.choice(MONTHS)
    if random.random() < 0.3:
        month = month.lower()
    unit = random.choice(UNITS)
    count = pick(random, "2", "3", "5", "6", "7", "10", "12", "30", "90", "three", "two", "six")
    last = pick(random, "last", "past", "previous")
    roll = random.random()
    if roll < 0.22:
        words = (
            pick(random, "last " + unit, "this " + unit, "previous " + unit, "last " + unit)
            if unit != "day"
            else pick(random, "yesterday", "today")
        )
        lead = pick(random, "", "", "in the", "during the", "for the") if words.startswith("previous") else ""
        return _during(column, lead, words)
    if roll < 0.42:
        return _during(
            column,
            pick(random, "in the", "over the", "during the", "for the", "within the", ""),
            f"{last} {count} {unit}s",
        )
    if roll < 0.62:
        words = pick(
            random,
            year,
            year,
            f"{month} {year}",
            month,
            f"Q{random.randint(1, 4)} {year}",
            f"the {pick(random, 'first', 'second', 'third', 'fourth')} quarter of {year}",
            f"{month} of {year}",
            f"the {pick(random, 'first', 'second')} half of {year}",
        )
        return _during(column, pick(random, "in", "in", "during", "for"), words)
    if roll < 0.76:
        words = pick(
            random,
            month,
            year,
            f"{month} {year}",
            f"the beginning of {year}",
            f"last {unit}",
            f"{year}-0{random.randint(1, 9)}-15",
        )
        return _during(column, "", f"{pick(random, 'since', 'since', 'until')} {words}")
    if roll < 0.86:
        other = random.choice(MONTHS)
        words = pick(
            random,
            f"between {month} and {other} {year}",
            f"from {month} to {other} {year}",
            f"between {year} and {int(year) + 2}",
            f"from {year} to {int(year) + 3}",
            f"between {year}-01-10 and {year}-06-30",
        )
        return _during(column, "", words)
    if roll < 0.92:
        words = pick(
            random,
            f"{month} {random.randint(1, 28)}, {year}",
            f"{random.randint(1, 28)} {month} {year}",
            f"{year}-{random.randint(10, 12)}-{random.randint(10, 28)}",
        )
        return _during(column, "on", words)
    span = Span(pick(random, year, f"{month} {year}", f"{year}-0{random.randint(1, 9)}-01"))
    token, words = random.choice([("LT", "before"), ("GT", "after"), ("LT", "earlier than"), ("GT", "later than")])
    return [words, span], [token, column, span]


def _during(column, lead, words):
    span = Span(words)
    return [lead, span], ["DURING", column, span]


#: Words that people use for names of business schemas; never replaced when the schema has the other word.
SYNONYMS = {
    "customers": "clients|buyers|shoppers|consumers", "customer": "client|buyer|shopper", "clients": "customers",
    "orders": "purchases|sales", "employees": "staff members|workers|people|personnel",
    "employee": "worker|staff member|person", "salary": "pay|wage|earnings|compensation", "products": "items|goods|articles",
    "product": "item|article", "country": "nation", "countries": "nations", "city": "town", "cities": "towns",
    "amount": "sales|revenue|value|turnover", "revenue": "sales|turnover|income", "quantity": "units|number of units|volume",
    "price": "cost|selling price", "cost": "expense|spend", "suppliers": "vendors", "supplier": "vendor",
    "vendors": "suppliers", "stores": "shops|branches|outlets", "store": "shop|outlet|branch", "category": "type|kind|group",
    "status": "state", "tickets": "cases|requests|issues", "ticket": "case|request", "invoices": "bills", "invoice": "bill",
    "payments": "transactions|receipts", "shipments": "deliveries", "shipment": "delivery", "department": "team|division|unit",
    "departments": "teams|divisions|units", "region": "area|territory", "users": "members|people|accounts", "user": "member",
    "sessions": "visits", "session": "visit", "duration": "length|time", "budget": "funds", "balance": "funds",
    "students": "pupils|learners", "student": "pupil", "teachers": "instructors", "teacher": "instructor", "movies": "films",
    "movie": "film", "songs": "tracks|titles", "song": "track", "cars": "vehicles|autos", "car": "vehicle", "films": "movies",
    "film": "movie", "courses": "classes", "course": "class", "score": "rating|mark", "rating": "score|grade",
    "discount": "rebate|reduction", "agents": "representatives|reps", "agent": "representative|rep", "warehouse": "depot",
    "warehouses": "depots", "loans": "credits", "loan": "credit", "gender": "sex", "job": "occupation|role",
    "weight": "mass", "capacity": "size|room", "average": "mean|avg|typical",
    "highest": "largest|top|maximum", "lowest": "smallest|minimum"}


def say_otherwise(text, known, random):
    """The text with some words replaced by synonyms whose stems are not among the known ones."""
    if random.random() < 0.6:
        return text
    result = []
    for word in text.split(" "):
        others = SYNONYMS.get(word.lower())
        if others and random.random() < 0.4:
            other = random.choice(others.split("|"))
            if not any(stem(part) in known for part in other.split()):
                word = other
        result.append(word)
    return " ".join(result)
