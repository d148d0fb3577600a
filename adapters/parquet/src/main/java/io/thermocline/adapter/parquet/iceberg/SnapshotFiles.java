package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.scan.ScanFile;
import io.thermocline.adapter.parquet.scan.ScanInput.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;

/// Turns the planned files of a snapshot into files that can be scanned.
final class SnapshotFiles {
  private final IcebergTable table;
  private final String name;
  private final FileViews views;
  private final DeleteFiles deletes;
  private final List<TableColumn> columns;
  private final Set<Integer> deletionColumns = new TreeSet<>();
  private final Set<String> deleteFiles = new TreeSet<>();

  SnapshotFiles(IcebergTable table) {
    this.table = table;
    this.name = table.name().toString();
    this.deletes = new DeleteFiles(name, table.files(), table.footers());
    this.columns = new ArrayList<>(table.tableColumns());
    String mapping = table.nameMapping();
    try {
      this.views =
          new FileViews(name, mapping == null ? null : NameMappingParser.fromJson(mapping));
    } catch (RuntimeException e) {
      throw IcebergErrors.corrupted(
          name, "table property schema.name-mapping.default", String.valueOf(e.getMessage()), e);
    }
  }

  /// The files of tasks, opened.
  ///
  /// @param total how many data files the snapshot has
  Selection select(List<FileScanTask> tasks, int total, String note) {
    List<FileDeletions> deletions = new ArrayList<>();
    for (FileScanTask task : tasks) {
      deletions.add(deletions(task));
    }
    List<ScanFile> files = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      FileScanTask task = tasks.get(i);
      ParquetFile file =
          DataFiles.open(name, table.files(), table.footers(), task.file(), "data file");
      FileView view = views.of(file, columns, task.spec(), task.file().partition());
      files.add(new ScanFile(view, deletions.get(i)));
    }
    return new Selection(
        files,
        total,
        columns.subList(table.columns().size(), columns.size()).stream()
            .map(TableColumn::field)
            .toList(),
        deletionColumns,
        deleteFiles.isEmpty() ? note : deleteFiles.size() + " delete files, " + note);
  }

  private FileDeletions deletions(FileScanTask task) {
    List<DeleteFile> positions = new ArrayList<>();
    Map<List<Integer>, List<DeleteFile>> equality = new LinkedHashMap<>();
    for (DeleteFile delete : task.deletes()) {
      deleteFiles.add(delete.location());
      if (delete.content() == FileContent.POSITION_DELETES) {
        positions.add(delete);
      } else {
        List<Integer> ids = delete.equalityFieldIds().stream().sorted().toList();
        equality.computeIfAbsent(ids, key -> new ArrayList<>()).add(delete);
      }
    }
    List<FileDeletions.EqualityDeletes> groups = new ArrayList<>();
    equality.forEach((ids, files) -> {
      List<Integer> places = ids.stream().map(this::place).toList();
      deletionColumns.addAll(places);
      groups.add(
          new FileDeletions.EqualityDeletes(
              files, places.stream().map(columns::get).toList(), places));
    });
    return new FileDeletions(
        deletes, task.file().location(), task.file().recordCount(), positions, groups);
  }

  /// Where the column of an id lies among those of the scan; a column that the table no longer has
  /// is appended.
  private int place(int id) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).id() == id) {
        return i;
      }
    }
    columns.add(formerColumn(id));
    return columns.size() - 1;
  }

  private TableColumn formerColumn(int id) {
    List<Schema> newestFirst =
        table.metadata().schemas().stream()
            .sorted(Comparator.comparingInt(Schema::schemaId).reversed())
            .toList();
    for (Schema schema : newestFirst) {
      for (Types.NestedField field : schema.columns()) {
        if (field.fieldId() == id) {
          TableColumn column = TableColumn.of(field.asOptional());
          if (column != null) {
            return column;
          }
        }
      }
    }
    throw IcebergErrors.unsupported(
        name,
        "equality deletes by the nested or unknown field " + id,
        "compact it with rewrite_data_files");
  }
}
