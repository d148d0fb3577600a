package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.time.TimeSettings;

/// What a question is asked about, where and when.
///
/// @param catalog the tables that the caller may see; the same object as long as they stay the
///   same, so that what is derived from it is kept
/// @param defaultSchema the schema that questions are about; empty for all
/// @param time the present, the time zone and the calendar
/// @param trees builds relational trees over the catalog
public record TranslationContext(
    Catalog catalog,
    String defaultSchema,
    TimeSettings time,
    Thresholds thresholds,
    RelTrees trees) {}
