package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Fixtures;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which columns a question's words are values of, and how surely.
class ValueMatcherTest {
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "name",
          List.of(
              "Zoë Kravitz", "Anna Öberg", "International Business Machines", "SAP", "Acme Inc."),
          "city",
          List.of("München", "New York", "Köln", "St. Gallen", "San Francisco", "Wien", "Berlin"),
          "country",
          List.of("Germany", "United States", "Netherlands", "Austria", "France"),
          "origin",
          List.of("DE", "US", "FR", "TR"),
          "state",
          List.of("NY", "CA", "DE", "TX", "OR"),
          "article",
          List.of(
              "Blue Jacket S",
              "Blue Jacket XL",
              "Red Jacket",
              "T-Shirt",
              "Leather Boots",
              "E-Mail"),
          "department",
          List.of("Human Resources", "Sales Dept", "Research and Development"),
          "note",
          List.of("a long remark that only mentions the word orchid among very many other words"));

  private static final SchemaView SCHEMA = schema();
  private static final SchemaIndex INDEX =
      new SchemaIndex(
          SCHEMA,
          new StoredValues() {
            @Override
            public ColumnValues values(String schema, String table, String column) {
              return new ColumnValues(VALUES.getOrDefault(column, List.of()));
            }

            @Override
            public long version() {
              return 1;
            }
          },
          Fixtures.model().constants(),
          Fixtures.model().wordPiece()::isWord);

  private static SchemaView schema() {
    List<ColumnView> columns = new ArrayList<>();
    for (String name :
        List.of("name", "city", "country", "origin", "state", "article", "department", "note")) {
      Field field = Field.nullable(name, ScalarType.TEXT);
      int index = columns.size();
      columns.add(
          new ColumnView(
              index, 0, "customers", index, name, name, List.of(), field.type(), false, null));
    }
    return new SchemaView(
        List.of(new TableView(0, "shop", "customers", "customers", List.of(), columns, Set.of())),
        List.of());
  }

  private static Links link(String question) {
    Turns turns = Turns.of(List.of(question), List.of(60, 40, 40));
    BitSet content = new BitSet();
    content.set(0, turns.wordCount());
    return INDEX.link(turns, new WordRoles(Map.of(), content));
  }

  private static String matches(String question) {
    Turns turns = Turns.of(List.of(question), List.of(60, 40, 40));
    return link(question).values().stream()
        .map(m ->
            SCHEMA.columns().get(m.column()).name()
                + "="
                + turns.text(0, m.first(), m.last())
                + " "
                + m.match())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          customers in berlin | city=berlin SAME
          customers in munchen | city=munchen SAME
          customers in munich | city=munich ALIAS
          customers in Muenchen | city=Muenchen FORM
          customers in Cologne | city=Cologne ALIAS
          customers in vienna | city=vienna ALIAS
          customers in NYC | city=NYC ALIAS
          customers in nyc | city=nyc ALIAS
          customers from Saint Gallen | city=Saint Gallen FORM
          customers from St Gallen | city=St Gallen FORM
          German customers | country=German ALIAS, origin=German ALIAS
          the Dutch customers | country=Dutch ALIAS
          customers from Holland | country=Holland ALIAS
          customers from the US | country=US ALIAS, origin=US SAME
          customers from the u.s. | country=u.s. ALIAS, origin=u.s FORM, origin=u.s. FORM
          customers in Deutschland | country=Deutschland ALIAS, origin=Deutschland ALIAS
          customers from Turkey | origin=Turkey ALIAS
          customers from USA | country=USA ALIAS, origin=USA ALIAS
          customers in Texas | state=Texas ALIAS
          customers in CA | state=CA SAME
          customers in OR | state=OR SAME
          orders of IBM | name=IBM ALIAS
          orders of Acme Incorporated | name=Acme Incorporated FORM
          orders of acme | name=acme PART
          tshirts | article=tshirts FORM
          email | article=email FORM
          blue jackets | article=blue jackets PART
          orders of Kravitz | name=Kravitz PART
          staff of R&D | department=R&D ALIAS
          staff of HR | department=HR ALIAS
          staff of the sales department | department=sales department FORM
          customers in germny | country=germny SIMILAR
          customers in Frnace | country=Frnace SIMILAR
          customers in san fransisco | city=san fransisco SIMILAR
          orders of Kravits | name=Kravits SIMILAR
          the orchid | ``
          orders per month | ``
          give us all customers | ``
          """)
  void wordsAreFoundInTheColumnsThatHoldThem(String question, String expected) {
    assertThat(matches(question)).isEqualTo(expected);
  }

  @Test
  void aCommonWordIsNotAMisspeltOne() {
    assertThat(matches("what is the weather in Paris")).isEmpty();
    assertThat(matches("what is the leathr")).contains("article=leathr SIMILAR");
  }

  @Test
  void wordsThatNothingHasAreListed() {
    Links links = link("what is the weather for customers in Berlin and Germny");
    assertThat(links.unmatched().stream().boxed()).containsExactly(3);
    assertThat(link("list all customers by city").unmatched().isEmpty()).isTrue();
  }

  @Test
  void aQuestionInCapitalsHasNoCodes() {
    assertThat(matches("CUSTOMERS IN OR AROUND BERLIN")).isEqualTo("city=BERLIN SAME");
  }

  @Test
  void oneEditAtATimeIsForgiven() {
    assertThat(Edits.within("germny", "germany", 1)).isTrue();
    assertThat(Edits.within("gremany", "germany", 1)).isTrue();
    assertThat(Edits.within("grmny", "germany", 1)).isFalse();
    assertThat(Edits.within("grmny", "germany", 2)).isTrue();
    assertThat(Edits.allowed("abc")).isZero();
    Set<String> near = new HashSet<>();
    Misspellings.each("ab", near::add);
    assertThat(near).contains("a", "b", "ba", "xb", "abz", "aab").doesNotContain("ab");
  }
}
