package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.semantics.RejectedReading;
import io.thermocline.nl.time.TimeSettings;
import java.util.List;

/// What a question is asked about, where and when.
///
/// @param catalog the tables that the caller may see; the same object as long as they stay the
///   same, so that what is derived from it is kept
/// @param defaultSchema the schema that questions are about; empty for all
/// @param time the present, the time zone and the calendar
/// @param trees builds relational trees over the catalog
/// @param rejected readings that are known to be wrong
public record TranslationContext(
    Catalog catalog,
    String defaultSchema,
    TimeSettings time,
    Thresholds thresholds,
    RelTrees trees,
    List<RejectedReading> rejected) {
  /// Copies the list.
  public TranslationContext {
    rejected = List.copyOf(rejected);
  }

  /// Nothing is known to be wrong.
  public TranslationContext(
      Catalog catalog,
      String defaultSchema,
      TimeSettings time,
      Thresholds thresholds,
      RelTrees trees) {
    this(catalog, defaultSchema, time, thresholds, trees, List.of());
  }
}
