package io.thermocline.catalog;

import io.thermocline.spi.source.RelationName;

/// A part of a logical table: the rows of a physical relation whose tiering key lies in a range.
/// The relation has every column of the logical table under the same name, in a type that converts
/// without loss. When `exact`, the relation holds only rows of the range, so that no filter is
/// needed; rows outside it are filtered out otherwise.
///
/// @param source the name of the source that holds the relation
public record Segment(
    String source, RelationName relation, Tier tier, SegmentRange range, boolean exact) {}
