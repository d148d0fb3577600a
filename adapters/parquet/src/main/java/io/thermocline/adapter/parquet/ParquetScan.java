package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.filter.Condition;
import io.thermocline.adapter.parquet.filter.ConditionCompiler;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/// A scan whose row groups are chosen. A partition is one row group, or several small ones; a scan
/// with a limit has one partition.
final class ParquetScan implements Scan {
  private static final long PARTITION_ROWS = 64 * 1024;

  private final ScanPlan plan;
  private final List<List<ScanPlan.RowGroup>> partitions;
  private final String description;
  private final FolderLayout layout;

  private ParquetScan(
      FolderLayout layout,
      ScanPlan plan,
      List<List<ScanPlan.RowGroup>> partitions,
      String description) {
    this.layout = layout;
    this.plan = plan;
    this.partitions = partitions;
    this.description = description;
  }

  static ParquetScan of(FolderLayout layout, RelationFiles relation, ScanRequest request) {
    Schema columns = relation.columns();
    List<Condition> conjuncts =
        new ConditionCompiler(relation.name().toString(), columns).compile(request.filter());
    int[] output = new int[request.columns().size()];
    for (int i = 0; i < output.length; i++) {
      output[i] = position(relation, request.columns().get(i));
    }
    ScanPlan plan = new ScanPlan(columns, output, conjuncts, request.limit());
    List<ScanPlan.RowGroup> chosen = new ArrayList<>();
    int total = 0;
    long rows = 0;
    boolean enough = request.limit() == 0;
    Set<ParquetFile> files = new HashSet<>();
    for (ParquetFile file : relation.files()) {
      total += file.rowGroups().size();
      for (BlockMetaData rowGroup : file.rowGroups()) {
        if (!enough && plan.pruning().mayHold(file, rowGroup)) {
          chosen.add(new ScanPlan.RowGroup(file, rowGroup));
          files.add(file);
          rows += rowGroup.getRowCount();
          enough = conjuncts.isEmpty() && request.limit() >= 0 && rows >= request.limit();
        }
      }
    }
    Set<Integer> read = new HashSet<>();
    for (int column : output) {
      read.add(column);
    }
    conjuncts.forEach(conjunct -> read.addAll(conjunct.columns()));
    String description =
        relation.name()
            + ": "
            + chosen.size()
            + " of "
            + total
            + " row groups in "
            + files.size()
            + " of "
            + relation.files().size()
            + " files, "
            + read.size()
            + " of "
            + columns.size()
            + " columns"
            + (conjuncts.isEmpty() ? "" : ", filtered")
            + (request.limit() < 0 ? "" : ", at most " + request.limit() + " rows");
    return new ParquetScan(layout, plan, partitions(chosen, request.limit() >= 0), description);
  }

  private static int position(RelationFiles relation, String column) {
    int index = relation.columns().indexOf(column);
    if (index < 0) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN,
          "relation \""
              + relation.name()
              + "\" has no column \""
              + column
              + "\"; refresh the catalog");
    }
    return index;
  }

  private static List<List<ScanPlan.RowGroup>> partitions(
      List<ScanPlan.RowGroup> rowGroups, boolean single) {
    if (single || rowGroups.isEmpty()) {
      return List.of(List.copyOf(rowGroups));
    }
    List<List<ScanPlan.RowGroup>> partitions = new ArrayList<>();
    List<ScanPlan.RowGroup> open = new ArrayList<>();
    long rows = 0;
    for (ScanPlan.RowGroup rowGroup : rowGroups) {
      open.add(rowGroup);
      rows += rowGroup.metadata().getRowCount();
      if (rows >= PARTITION_ROWS) {
        partitions.add(List.copyOf(open));
        open.clear();
        rows = 0;
      }
    }
    if (!open.isEmpty()) {
      partitions.add(List.copyOf(open));
    }
    return List.copyOf(partitions);
  }

  @Override
  public Schema schema() {
    return plan.output();
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public BatchReader open(int partition, ScanContext context) {
    layout.check();
    return new RowGroupReader(plan, partitions.get(partition), context);
  }

  @Override
  public String describe() {
    return description;
  }
}
