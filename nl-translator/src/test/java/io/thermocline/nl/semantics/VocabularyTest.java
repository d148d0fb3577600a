package io.thermocline.nl.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Shop;
import io.thermocline.nl.link.SchemaViews;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary =
      new Vocabulary(
          List.of(
              new Synonym("shop", "client", "customers", "", ""),
              new Synonym("shop", "key client", "customers", "active", ""),
              new Synonym("shop", "label", "products", "name", ""),
              new Synonym("shop", "Bavaria office", "customers", "city", "München"),
              new Synonym("shop", "ghost", "nowhere", "", "")),
          SchemaViews.of(Shop.CATALOG, "shop", (table, column) -> null));

  private String rewrite(String question) {
    return vocabulary.rewrite(question).text();
  }

  @Test
  void namesAndValuesTakeThePlaceOfSynonyms() {
    assertThat(rewrite("How many Clients are in the Bavaria office?"))
        .isEqualTo("How many customers are in the München?");
  }

  @Test
  void theLongestSynonymWins() {
    assertThat(rewrite("key clients and clients")).isEqualTo("active and customers");
  }

  @Test
  void aNameThatSeveralColumnsHaveGoesWithItsTable() {
    assertThat(rewrite("list each label")).isEqualTo("list each products name");
  }

  @Test
  void quotedTextStays() {
    assertThat(rewrite("pages called 'client' of clients"))
        .isEqualTo("pages called 'client' of customers");
    assertThat(rewrite("the shop's clients' orders")).isEqualTo("the shop's customers' orders");
  }

  @Test
  void synonymsOfMissingTablesAreLeftOut() {
    assertThat(rewrite("every ghost")).isEqualTo("every ghost");
    assertThat(vocabulary.rewrite("every ghost").used()).isEmpty();
  }
}
