package io.thermocline.adapter.parquet.iceberg;

import io.thermocline.adapter.parquet.file.FooterCache;
import io.thermocline.adapter.parquet.scan.ScanInput;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// A table in the state of one metadata file, and its current snapshot there. Thread-safe.
public final class IcebergTable implements ScanInput {
  private final RelationName name;
  private final TableMetadata metadata;
  private final LocalFiles files;
  private final FooterCache footers;
  private final List<TableColumn> tableColumns;
  private final Schema columns;

  IcebergTable(RelationName name, TableMetadata metadata, LocalFiles files, FooterCache footers) {
    this.name = name;
    this.metadata = metadata;
    this.files = files;
    this.footers = footers;
    List<TableColumn> mapped = new ArrayList<>();
    for (Types.NestedField field : metadata.schema().columns()) {
      TableColumn column = TableColumn.of(field);
      if (column != null) {
        mapped.add(column);
      }
    }
    this.tableColumns = List.copyOf(mapped);
    this.columns = new Schema(mapped.stream().map(TableColumn::field).toList());
  }

  @Override
  public RelationName name() {
    return name;
  }

  @Override
  public Schema columns() {
    return columns;
  }

  TableMetadata metadata() {
    return metadata;
  }

  LocalFiles files() {
    return files;
  }

  FooterCache footers() {
    return footers;
  }

  List<TableColumn> tableColumns() {
    return tableColumns;
  }

  /// Names, types and comments; the identifier fields are the primary key.
  public Relation relation() {
    List<@Nullable String> comments = new ArrayList<>();
    for (TableColumn column : tableColumns) {
      comments.add(column.source().doc());
    }
    List<String> key = new ArrayList<>();
    for (int id : metadata.schema().identifierFieldIds().stream().sorted().toList()) {
      tableColumns.stream()
          .filter(column -> column.id() == id)
          .forEach(column -> key.add(column.field().name()));
    }
    boolean whole = key.size() == metadata.schema().identifierFieldIds().size();
    return new Relation(
        name,
        columns,
        metadata.properties().get("comment"),
        comments,
        whole ? key : List.of(),
        List.of(),
        List.of());
  }

  /// Estimates from manifests alone.
  public RelationStatistics statistics() {
    return TableStatistics.of(this, plan(Expressions.alwaysTrue(), true));
  }

  /// As manifests say; unknown while deletes apply.
  @Override
  public OptionalLong rowCount() {
    long rows = 0;
    for (FileScanTask task : plan(Expressions.alwaysTrue(), false)) {
      if (!task.deletes().isEmpty()) {
        return OptionalLong.empty();
      }
      rows += task.file().recordCount();
    }
    return OptionalLong.of(rows);
  }

  @Override
  public Selection select(@Nullable Predicate filter) {
    Snapshot snapshot = metadata.currentSnapshot();
    if (snapshot == null) {
      return new Selection(List.of(), 0, List.of(), java.util.Set.of(), "no snapshot yet");
    }
    Expression expression =
        new PredicateExpressions(metadata.schema(), metadata.specs()).of(filter);
    List<FileScanTask> tasks = plan(expression, false);
    return new SnapshotFiles(this)
        .select(tasks, totalFiles(snapshot, tasks.size()), describe(snapshot));
  }

  private static int totalFiles(Snapshot snapshot, int chosen) {
    Map<String, String> summary = snapshot.summary();
    String total = summary == null ? null : summary.get("total-data-files");
    return total == null ? chosen : Integer.parseInt(total);
  }

  private static String describe(Snapshot snapshot) {
    return "snapshot "
        + snapshot.snapshotId()
        + " of "
        + Instant.ofEpochMilli(snapshot.timestampMillis());
  }

  /// The data files of the current snapshot that may hold rows of a filter, by manifest lists,
  /// partition values and bounds, each with its deletes; in the order of their names.
  List<FileScanTask> plan(Expression filter, boolean withStatistics) {
    if (metadata.currentSnapshot() == null) {
      return List.of();
    }
    try {
      TableScan scan =
          new BaseTable(new StaticTableOperations(metadata, files), name.toString(), report -> {})
              .newScan()
              .filter(filter);
      if (withStatistics) {
        scan = scan.includeColumnStats();
      }
      List<FileScanTask> tasks = new ArrayList<>();
      try (CloseableIterable<FileScanTask> planned = scan.planFiles()) {
        planned.forEach(tasks::add);
      }
      tasks.sort(Comparator.comparing(task -> task.file().location()));
      return tasks;
    } catch (IOException e) {
      throw failed(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  /// Looks for the file that made planning fail.
  private RuntimeException failed(RuntimeException cause) {
    Snapshot snapshot = java.util.Objects.requireNonNull(metadata.currentSnapshot());
    List<ManifestFile> manifests;
    try {
      // Read anew, since a snapshot keeps its list.
      manifests =
          org.apache.iceberg.TableMetadataParser.fromJson(
                  metadata.metadataFileLocation(),
                  org.apache.iceberg.TableMetadataParser.toJson(metadata))
              .currentSnapshot()
              .allManifests(files);
    } catch (RuntimeException e) {
      return IcebergErrors.reading(
          name.toString(), "manifest list " + snapshot.manifestListLocation(), e);
    }
    for (ManifestFile manifest : manifests) {
      try (var reader =
          manifest.content() == ManifestContent.DATA
              ? ManifestFiles.read(manifest, files, metadata.specsById())
              : ManifestFiles.readDeleteManifest(manifest, files, metadata.specsById())) {
        reader.forEach(file -> {});
      } catch (IOException e) {
        return IcebergErrors.reading(
            name.toString(), "manifest " + manifest.path(), new UncheckedIOException(e));
      } catch (RuntimeException e) {
        return IcebergErrors.reading(name.toString(), "manifest " + manifest.path(), e);
      }
    }
    return IcebergErrors.reading(
        name.toString(), "snapshot " + snapshot.snapshotId() + " with its manifests", cause);
  }

  /// The ids of columns by name, or null.
  @Nullable String nameMapping() {
    return metadata.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
  }
}
