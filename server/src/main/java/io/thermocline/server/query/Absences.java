package io.thermocline.server.query;

import io.thermocline.catalog.AbsentSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What questions are told while sources are absent, lest one about a missing table is answered
/// from another.
final class Absences {
  private Absences() {}

  /// Fails when a question names a missing table, or when no table is there to ask about.
  ///
  /// @param visible the catalog that questions are asked about
  /// @throws ThermoclineException SOURCE_UNAVAILABLE
  static void check(String question, Catalog whole, Catalog visible) {
    String words = words(question);
    for (AbsentSource source : whole.absent()) {
      for (Map.Entry<RelationName, List<String>> table : source.tables().entrySet()) {
        boolean named =
            Stream.concat(Stream.of(table.getKey().name()), table.getValue().stream())
                .map(Absences::words)
                .anyMatch(words::contains);
        if (named) {
          throw new ThermoclineException(
              ErrorCode.SOURCE_UNAVAILABLE,
              "the question names the table "
                  + table.getKey()
                  + ", which cannot be read now: "
                  + source.reason());
        }
      }
    }
    if (visible.tables().isEmpty() && !whole.absent().isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.SOURCE_UNAVAILABLE, "no table can be read now: " + reasons(whole));
    }
  }

  /// What to add to a refusal: the table in mind may be a missing one.
  static String hint(Catalog catalog) {
    return catalog.absent().isEmpty()
        ? ""
        : " What is meant may lie in a source that is absent: " + reasons(catalog) + ".";
  }

  /// What to say beside an answer.
  static List<Notice> notices(Catalog catalog) {
    List<Notice> notices = new ArrayList<>();
    for (AbsentSource source : catalog.absent()) {
      notices.add(
          new Notice(
              Notice.Kind.WARNING,
              "the tables of a source were not considered: " + source.reason(),
              null));
    }
    return notices;
  }

  private static String reasons(Catalog catalog) {
    return catalog.absent().stream().map(AbsentSource::reason).collect(Collectors.joining("; "));
  }

  /// The words of a text in lower case and singular, each between blanks.
  private static String words(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .map(Absences::singular)
        .collect(Collectors.joining(" ", " ", " "));
  }

  private static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean plural = word.endsWith("s") && !word.endsWith("ss") && word.length() > 3;
    return plural ? word.substring(0, word.length() - 1) : word;
  }
}
