package io.thermocline.server.config;

import io.thermocline.catalog.TableSemantics.ComputedColumn;
import io.thermocline.spi.source.RelationName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the configuration says about one logical table.
///
/// @param name `(schema, table)` as statements see it
/// @param tieringKey the column by which segments are cut; empty with one segment
/// @param primaryKey empty to take over what discovery found
/// @param displayName empty to derive it
/// @param description empty to take over the comment that discovery found
/// @param segments empty when the table is the one discovered relation of its name
/// @param columns by column name
public record TableConfig(
    RelationName name,
    Optional<String> tieringKey,
    List<String> primaryKey,
    String displayName,
    List<String> synonyms,
    String description,
    List<SegmentConfig> segments,
    List<JoinConfig> joins,
    Map<String, ColumnConfig> columns,
    List<ComputedColumn> computed) {

  /// Copies the collections.
  public TableConfig {
    primaryKey = List.copyOf(primaryKey);
    synonyms = List.copyOf(synonyms);
    segments = List.copyOf(segments);
    joins = List.copyOf(joins);
    columns = Map.copyOf(columns);
    computed = List.copyOf(computed);
  }

  /// A part of the table.
  ///
  /// @param from text of the lowest tiering key, null when open
  /// @param to text of the tiering key at which it ends, null when open
  /// @param exact the relation holds no row outside the range
  public record SegmentConfig(
      String source,
      RelationName relation,
      @Nullable String from,
      @Nullable String to,
      boolean exact) {}

  /// A join that no foreign key declares.
  public record JoinConfig(List<String> columns, RelationName table, List<String> targetColumns) {
    /// Copies the lists.
    public JoinConfig {
      columns = List.copyOf(columns);
      targetColumns = List.copyOf(targetColumns);
    }
  }

  /// What is said about a column; empty texts say nothing.
  public record ColumnConfig(
      String displayName, List<String> synonyms, String description, boolean valueIndex) {
    /// Copies the list.
    public ColumnConfig {
      synonyms = List.copyOf(synonyms);
    }
  }
}
