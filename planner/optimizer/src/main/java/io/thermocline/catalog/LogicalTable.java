package io.thermocline.catalog;

import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table as statements see it: the union of its segments, each row once.
///
/// @param schema the schema's name, `name` the table's, both in lower case when unquoted
/// @param columns the stored columns
/// @param columnComments one entry a column, null where there is none
/// @param foreignKeys targets are logical tables: `RelationName(schema, name)`
/// @param tieringKey the column by which segments are cut, null when there is one segment
/// @param semantics names and meanings that cannot be discovered
public record LogicalTable(
    String schema,
    String name,
    Schema columns,
    @Nullable String comment,
    List<@Nullable String> columnComments,
    List<String> primaryKey,
    List<ForeignKey> foreignKeys,
    @Nullable String tieringKey,
    List<Segment> segments,
    TableSemantics semantics) {
  /// Copies the lists. Written out, because a compact constructor's class file says nothing of the
  /// nulls in `columnComments`.
  public LogicalTable(
      String schema,
      String name,
      Schema columns,
      @Nullable String comment,
      List<@Nullable String> columnComments,
      List<String> primaryKey,
      List<ForeignKey> foreignKeys,
      @Nullable String tieringKey,
      List<Segment> segments,
      TableSemantics semantics) {
    this.schema = schema;
    this.name = name;
    this.columns = columns;
    this.comment = comment;
    this.columnComments = Collections.unmodifiableList(new ArrayList<>(columnComments));
    this.primaryKey = List.copyOf(primaryKey);
    this.foreignKeys = List.copyOf(foreignKeys);
    this.tieringKey = tieringKey;
    this.segments = List.copyOf(segments);
    this.semantics = semantics;
  }
}
