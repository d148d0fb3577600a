package io.thermocline.spi.source;

import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What discovery found out about one relation.
///
/// @param columns names and types as the gateway sees them; columns of a type that cannot be mapped
///   are left out
/// @param columnComments one entry a column, null where there is none
/// @param primaryKey column names in key order, empty when unknown
/// @param uniqueKeys further sets of columns that identify a row
public record Relation(
    RelationName name,
    Schema columns,
    @Nullable String comment,
    List<@Nullable String> columnComments,
    List<String> primaryKey,
    List<List<String>> uniqueKeys,
    List<ForeignKey> foreignKeys) {

  /// Copies the lists. Written out, because a compact constructor's class file says nothing of the
  /// nulls in `columnComments`.
  public Relation(
      RelationName name,
      Schema columns,
      @Nullable String comment,
      List<@Nullable String> columnComments,
      List<String> primaryKey,
      List<List<String>> uniqueKeys,
      List<ForeignKey> foreignKeys) {
    this.name = name;
    this.columns = columns;
    this.comment = comment;
    this.columnComments = Collections.unmodifiableList(new ArrayList<>(columnComments));
    this.primaryKey = List.copyOf(primaryKey);
    this.uniqueKeys = List.copyOf(uniqueKeys);
    this.foreignKeys = List.copyOf(foreignKeys);
  }

  /// A relation of which only names and types are known.
  public static Relation of(RelationName name, Schema columns) {
    return new Relation(
        name,
        columns,
        null,
        Collections.nCopies(columns.size(), null),
        List.of(),
        List.of(),
        List.of());
  }
}
