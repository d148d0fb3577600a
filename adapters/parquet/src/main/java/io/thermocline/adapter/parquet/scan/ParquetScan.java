package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.filter.Condition;
import io.thermocline.adapter.parquet.filter.ConditionCompiler;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/// A scan of one state of a relation. Files and row groups are chosen on first need; a scan of
/// which only the columns are asked opens no file. A partition is one row group, or several small
/// ones; a scan with a limit has one partition.
public final class ParquetScan implements Scan {
  private static final long PARTITION_ROWS = 64 * 1024;

  private final ScanInput input;
  private final ScanRequest request;
  private final Runnable check;
  private final int[] output;
  private final List<Condition> conjuncts;
  private final Schema schema;
  private @Nullable Chosen chosen;

  /// What is read.
  private record Chosen(
      ScanPlan plan, List<List<ScanPlan.RowGroup>> partitions, String description) {}

  private ParquetScan(
      ScanInput input,
      ScanRequest request,
      Runnable check,
      int[] output,
      List<Condition> conjuncts) {
    this.input = input;
    this.request = request;
    this.check = check;
    this.output = output;
    this.conjuncts = conjuncts;
    this.schema =
        new Schema(java.util.Arrays.stream(output).mapToObj(input.columns()::field).toList());
  }

  /// Resolves the names of a request without aggregation.
  ///
  /// @param check fails while the store is away
  public static ParquetScan of(ScanInput input, ScanRequest request, Runnable check) {
    List<Condition> conjuncts =
        new ConditionCompiler(input.name().toString(), input.columns()).compile(request.filter());
    int[] output = new int[request.columns().size()];
    for (int i = 0; i < output.length; i++) {
      output[i] = position(input, request.columns().get(i));
    }
    return new ParquetScan(input, request, check, output, conjuncts);
  }

  static int position(ScanInput input, String column) {
    int index = input.columns().indexOf(column);
    if (index < 0) {
      throw new ThermoclineException(
          ErrorCode.UNDEFINED_COLUMN,
          "relation \""
              + input.name()
              + "\" has no column \""
              + column
              + "\"; refresh the catalog");
    }
    return index;
  }

  private synchronized Chosen chosen() {
    Chosen known = chosen;
    if (known == null) {
      known = choose();
      chosen = known;
    }
    return known;
  }

  private Chosen choose() {
    ScanInput.Selection selection = input.select(request.filter());
    List<Field> fields = new ArrayList<>(input.columns().fields());
    fields.addAll(selection.hidden());
    ScanPlan plan =
        new ScanPlan(
            new Schema(fields), output, conjuncts, selection.deletionColumns(), request.limit());
    List<ScanPlan.RowGroup> rowGroups = new ArrayList<>();
    int total = 0;
    long rows = 0;
    boolean enough = request.limit() == 0;
    Set<ScanFile> files = new HashSet<>();
    for (ScanFile file : selection.files()) {
      total += file.view().file().rowGroups().size();
      for (BlockMetaData rowGroup : file.view().file().rowGroups()) {
        if (!enough && plan.pruning().mayHold(file.view(), rowGroup)) {
          rowGroups.add(new ScanPlan.RowGroup(file, rowGroup));
          files.add(file);
          rows += file.deletions().isEmpty() ? rowGroup.getRowCount() : 0;
          enough = conjuncts.isEmpty() && request.limit() >= 0 && rows >= request.limit();
        }
      }
    }
    String description =
        describe(rowGroups.size() + " of " + total, files.size() + " of " + selection.total())
            + (selection.note().isEmpty() ? "" : ", " + selection.note());
    return new Chosen(plan, partitions(rowGroups, request.limit() >= 0), description);
  }

  private String describe(String rowGroups, String files) {
    Set<Integer> read = new HashSet<>();
    for (int column : output) {
      read.add(column);
    }
    conjuncts.forEach(conjunct -> read.addAll(conjunct.columns()));
    return input.name()
        + ": "
        + rowGroups
        + " row groups in "
        + files
        + " files, "
        + read.size()
        + " of "
        + input.columns().size()
        + " columns"
        + (conjuncts.isEmpty() ? "" : ", filtered")
        + (request.limit() < 0 ? "" : ", at most " + request.limit() + " rows");
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
    return schema;
  }

  @Override
  public int partitions() {
    return chosen().partitions.size();
  }

  @Override
  public BatchReader open(int partition, ScanContext context) {
    check.run();
    Chosen ready = chosen();
    return new RowGroupReader(ready.plan, ready.partitions.get(partition), context);
  }

  @Override
  public String describe() {
    return chosen().description;
  }
}
