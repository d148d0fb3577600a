package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A state of a relation that stays the same while a scan reads it.
public interface ScanInput {
  /// The relation.
  RelationName name();

  /// Its columns.
  Schema columns();

  /// How many rows there are, when that is known without a look at any file.
  default OptionalLong rowCount() {
    return OptionalLong.empty();
  }

  /// The files that may hold qualifying rows, in stable order.
  Selection select(@Nullable Predicate filter);

  /// Files that are left.
  ///
  /// @param total how many files there are in all
  /// @param hidden columns behind those of the relation that only deletions need
  /// @param deletionColumns positions of all columns by whose values rows may be deleted
  /// @param note what EXPLAIN adds, or an empty text
  record Selection(
      List<ScanFile> files,
      int total,
      List<Field> hidden,
      Set<Integer> deletionColumns,
      String note) {
    /// Copies the collections.
    public Selection {
      files = List.copyOf(files);
      hidden = List.copyOf(hidden);
      deletionColumns = Set.copyOf(deletionColumns);
    }

    /// Files of which every row counts.
    public static Selection whole(List<FileView> files) {
      return new Selection(
          files.stream().map(ScanFile::whole).toList(), files.size(), List.of(), Set.of(), "");
    }
  }
}
