"""Tests of what must agree with the Java side: `python -m unittest` in this folder."""

import json
import os
import tempfile
import unittest

from features import SchemaFeatures, build
from grammar import Grammar
from grammar import build as build_grammar
from lexical import parse_date, parse_number, stem, words
from schema import Schema
from sketch2sql import Invalid, render
from spans import Turns
from sql2sketch import Uncovered, encode

KINDS = {"c": "@column", "t": "@table", "w": "@word"}


def column(name, kind="integer", values=()):
    """A column in schema.json form."""
    return {"name": name, "display_name": name.replace("_", " "), "type": kind, "values": list(values)}


def table(name, *columns):
    """A table in schema.json form; the first column is its key."""
    return {"name": name, "display_name": name, "columns": list(columns), "primary_key": [columns[0]["name"]]}


def key(child, own, parent, other):
    """A foreign key in schema.json form."""
    return {"table": child, "columns": [own], "ref_table": parent, "ref_columns": [other]}


SHOP = Schema({
    "db_id": "shop",
    "tables": [
        table("customer", column("id"), column("name", "text"), column("country", "text", ["France", "Germany"]),
              column("gender", "text", ["F", "M"])),
        table("orders", column("id"), column("customer_id"), column("seller_id"), column("placed_on", "date"),
              column("amount", "decimal")),
        table("item", column("id"), column("order_id"), column("product", "text", ["Desk lamp", "Office chair"])),
        table("island", column("id"))],
    "foreign_keys": [key("orders", "customer_id", "customer", "id"), key("orders", "seller_id", "customer", "id"),
                     key("item", "order_id", "orders", "id")]})


class SketchTest(unittest.TestCase):
    """SQL → sketch → SQL over a small schema."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "grammar.json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(build_grammar(), out)
            cls.grammar = Grammar(path)

    def check(self, question, sql, expected):
        """The sketch is in the grammar and renders to the expected SQL."""
        turns = Turns([question])
        actions, stack = encode(sql, SHOP, turns), self.grammar.start
        for action in actions:
            symbol = action if isinstance(action, str) else KINDS[action[0]]
            self.assertIn(symbol, self.grammar.allowed(stack))
            stack = self.grammar.advance(stack, symbol)
        self.assertEqual((), stack)
        self.assertEqual(expected, render(actions, SHOP, turns).replace('"', ""))
        return actions

    def test_value_in_wrong_case_becomes_the_stored_value(self):
        self.check("customers from FRANCE", "SELECT name FROM customer WHERE country = 'France'",
                   "SELECT customer.name FROM customer WHERE customer.country = 'France'")

    def test_code_of_one_letter_is_found_through_its_word(self):
        self.check("how many female customers", "SELECT count(*) FROM customer WHERE gender = 'F'",
                   "SELECT COUNT(*) FROM customer WHERE customer.gender = 'F'")

    def test_number_words_are_numbers(self):
        self.check("customers with at least two orders",
                   "SELECT T1.name FROM customer AS T1 JOIN orders AS T2 ON T1.id = T2.customer_id "
                   "GROUP BY T1.id HAVING count(*) >= 2",
                   "SELECT customer.name FROM customer JOIN orders ON orders.customer_id = customer.id "
                   "GROUP BY customer.id HAVING COUNT(*) >= 2")

    def test_other_key_of_the_same_tables_is_named(self):
        actions = self.check("names of sellers",
                             "SELECT T1.name FROM customer AS T1 JOIN orders AS T2 ON T1.id = T2.seller_id",
                             "SELECT customer.name FROM customer JOIN orders ON customer.id = orders.seller_id")
        self.assertIn("ON", actions)

    def test_anti_join_and_set_operation(self):
        self.check("customers without orders except those in Germany",
                   "SELECT name FROM customer WHERE id NOT IN (SELECT customer_id FROM orders) "
                   "EXCEPT SELECT name FROM customer WHERE country = 'Germany'",
                   "SELECT customer.name FROM customer WHERE customer.id NOT IN (SELECT orders.customer_id FROM orders) "
                   "EXCEPT SELECT customer.name FROM customer WHERE customer.country = 'Germany'")

    def test_self_join_is_not_covered(self):
        with self.assertRaises(Uncovered):
            encode("SELECT a.name FROM customer a JOIN customer b ON a.id = b.id", SHOP, Turns(["x"]))

    def test_missing_table_is_added_to_the_joins(self):
        product = SHOP.column_index[2, "product"]
        sql = render(["SELECT", ("c", product), "FROM", ("t", 0), "END"], SHOP, Turns(["products"]))
        self.assertIn('JOIN "item"', sql)

    def test_tables_without_path_are_invalid(self):
        with self.assertRaises(Invalid):
            render(["SELECT", "COUNT", "STAR", "FROM", ("t", 0), ("t", 3), "END"], SHOP, Turns(["x"]))


class JoinTest(unittest.TestCase):
    """The join tree."""

    def test_tables_between_are_added(self):
        self.assertEqual([0, 1, 2], [t for t, _, _ in SHOP.join_tree([(0, False), (2, False)])])

    def test_first_key_wins(self):
        own = SHOP.column_index[1, "customer_id"]
        self.assertEqual([(own, 0)], SHOP.join_tree([(0, False), (1, False)])[1][2])


class LexicalTest(unittest.TestCase):
    """Words, stems, numbers, dates."""

    def test_words(self):
        self.assertEqual(["Over", "$", "1,000.50", "in", "S\u00e3o", "Paulo", "?"],
                         [word for word, _, _ in words("Over $1,000.50 in S\u00e3o Paulo?")])

    def test_stems(self):
        self.assertEqual(["city", "box", "dish", "glass", "bus", "order"],
                         [stem(word) for word in ("cities", "boxes", "dishes", "glasses", "bus", "Orders")])

    def test_numbers(self):
        self.assertEqual([1000, 25, 2500, 12, None],
                         [parse_number(text) for text in ("1,000", "twenty five", "2.5k", "dozen", "abc")])

    def test_dates(self):
        self.assertEqual("1987-09-07", parse_date("7th September, 1987"))
        self.assertIsNone(parse_date("May 2020"))


class FeatureTest(unittest.TestCase):
    """The encoder input."""

    def test_lowest_tables_are_dropped_when_the_schema_is_too_long(self):
        own, turns = SchemaFeatures(SHOP, lambda word: [7]), Turns(["orders of the customer"])
        features = build(own, turns, own.value_matches(turns), max_tokens=40)
        self.assertLessEqual(len(features.ids), 40)
        self.assertEqual([("t", 0), ("t", 1)], [node for node in features.nodes if node[0] == "t"])

    def test_value_match_needs_whole_value(self):
        own, turns = SchemaFeatures(SHOP, lambda word: [7]), Turns(["desk lamps sold to france"])
        columns = [SHOP.column_index[2, "product"], SHOP.column_index[0, "country"]]
        self.assertEqual([(columns[0], 0, 0, 1), (columns[1], 0, 4, 4)], own.value_matches(turns))


if __name__ == "__main__":
    unittest.main()
