package io.thermocline.adapter.parquet.scan;

import io.thermocline.adapter.parquet.filter.Condition;
import io.thermocline.adapter.parquet.filter.ConditionCompiler;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/// Counts and extremes over a whole relation. Statistics of row groups answer for those of which
/// every row qualifies; only the others are read.
public final class AggregateScan implements Scan {
  /// The most rows that are read for an aggregation that counts as answered by statistics.
  static final long MAXIMUM_ROWS_READ = 256 * 1024;

  private final ScanInput input;
  private final ScanRequest request;
  private final Runnable check;
  private final List<Measure> measures;
  private final List<Condition> conjuncts;
  private final Schema schema;
  private @Nullable Known known;

  /// What statistics say.
  ///
  /// @param totals one for each call, over the row groups that are not read
  private record Known(
      List<Total> totals,
      long rows,
      int rowGroups,
      List<ScanPlan.RowGroup> unread,
      long unreadRows,
      ScanPlan plan,
      String note) {}

  private AggregateScan(
      ScanInput input,
      ScanRequest request,
      Runnable check,
      List<Measure> measures,
      List<Condition> conjuncts) {
    this.input = input;
    this.request = request;
    this.check = check;
    this.measures = measures;
    this.conjuncts = conjuncts;
    this.schema =
        new Schema(
            measures.stream()
                .map(measure -> new Field(measure.name(), measure.type(), !measure.isCount()))
                .toList());
  }

  /// The scan of a request with an aggregation, or empty when it is of a kind that statistics do
  /// not answer.
  ///
  /// @param check fails while the store is away
  /// @throws io.thermocline.spi.error.ThermoclineException UNDEFINED_COLUMN
  public static Optional<AggregateScan> of(ScanInput input, ScanRequest request, Runnable check) {
    Aggregation aggregation = Objects.requireNonNull(request.aggregation());
    aggregation.keys().forEach(key -> ParquetScan.position(input, key));
    List<Measure> measures = new ArrayList<>();
    boolean answered = aggregation.keys().isEmpty() && !aggregation.calls().isEmpty();
    for (Aggregation.Call call : aggregation.calls()) {
      String column = call.column();
      int position = column == null ? -1 : ParquetScan.position(input, column);
      Measure measure = Measure.of(call, position, input.columns());
      if (measure == null) {
        answered = false;
      } else {
        measures.add(measure);
      }
    }
    List<Condition> conjuncts =
        new ConditionCompiler(input.name().toString(), input.columns()).compile(request.filter());
    return answered
        ? Optional.of(new AggregateScan(input, request, check, measures, conjuncts))
        : Optional.empty();
  }

  /// Whether statistics answer so much that hardly any row is read.
  public boolean isCheap() {
    Known facts = known();
    return facts.unreadRows <= MAXIMUM_ROWS_READ && facts.unreadRows <= facts.rows;
  }

  private synchronized Known known() {
    Known facts = known;
    if (facts == null) {
      OptionalLong rows = onlyRowsCount() ? input.rowCount() : OptionalLong.empty();
      facts = rows.isPresent() ? counted(rows.getAsLong()) : ask();
      known = facts;
    }
    return facts;
  }

  private boolean onlyRowsCount() {
    return conjuncts.isEmpty() && measures.stream().allMatch(measure -> measure.column() < 0);
  }

  /// The number of rows is known without a look at any file.
  private Known counted(long rows) {
    List<Total> totals = new ArrayList<>();
    measures.forEach(measure -> totals.add(measure.total().addCount(rows)));
    ScanPlan plan = plan(List.of(), java.util.Set.of());
    return new Known(totals, rows, 0, List.of(), 0, plan, "no file opened");
  }

  private ScanPlan plan(List<Field> hidden, java.util.Set<Integer> deletionColumns) {
    List<Field> fields = new ArrayList<>(input.columns().fields());
    fields.addAll(hidden);
    int[] columns =
        measures.stream().mapToInt(Measure::column).filter(column -> column >= 0).toArray();
    return new ScanPlan(new Schema(fields), columns, conjuncts, deletionColumns, -1);
  }

  private Known ask() {
    ScanInput.Selection selection = input.select(request.filter());
    ScanPlan plan = plan(selection.hidden(), selection.deletionColumns());
    List<Total> totals = new ArrayList<>();
    measures.forEach(measure -> totals.add(measure.total()));
    List<ScanPlan.RowGroup> unread = new ArrayList<>();
    long rows = 0;
    long unreadRows = 0;
    int answered = 0;
    for (ScanFile file : selection.files()) {
      for (BlockMetaData rowGroup : file.view().file().rowGroups()) {
        if (!plan.pruning().mayHold(file.view(), rowGroup)) {
          continue;
        }
        List<Total> facts = facts(plan, file, rowGroup);
        if (facts == null) {
          unread.add(new ScanPlan.RowGroup(file, rowGroup));
          unreadRows += rowGroup.getRowCount();
        } else {
          for (int i = 0; i < facts.size(); i++) {
            totals.get(i).add(facts.get(i));
          }
          rows += rowGroup.getRowCount();
          answered++;
        }
      }
    }
    return new Known(totals, rows, answered, unread, unreadRows, plan, selection.note());
  }

  /// What a row group adds to each total, or null when it must be read.
  private @Nullable List<Total> facts(ScanPlan plan, ScanFile file, BlockMetaData rowGroup) {
    if (!file.deletions().isEmpty() || !plan.pruning().mustHold(file.view(), rowGroup)) {
      return null;
    }
    List<Total> facts = new ArrayList<>();
    for (Measure measure : measures) {
      Total total = measure.from(file.view(), rowGroup);
      if (total == null) {
        return null;
      }
      facts.add(total);
    }
    return facts;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public BatchReader open(int partition, ScanContext context) {
    Objects.checkIndex(partition, 1);
    check.run();
    Known facts = known();
    if (request.limit() == 0) {
      return BatchReaders.of(schema, List.of());
    }
    return new Reader(facts, context);
  }

  @Override
  public String describe() {
    Known facts = known();
    return input.name()
        + ": one row from the statistics of "
        + facts.rowGroups
        + " row groups, "
        + facts.unread.size()
        + " row groups read"
        + (conjuncts.isEmpty() ? "" : ", filtered")
        + (facts.note.isEmpty() ? "" : ", " + facts.note);
  }

  /// Reads what is unread, then gives the one row.
  private final class Reader implements BatchReader {
    private final Known facts;
    private final ScanContext context;
    private final RowGroupReader rows;
    private boolean done;

    Reader(Known facts, ScanContext context) {
      this.facts = facts;
      this.context = context;
      this.rows = new RowGroupReader(facts.plan, facts.unread, context);
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public @Nullable Batch next() {
      if (done) {
        return null;
      }
      context.checkActive();
      List<Total> totals = new ArrayList<>();
      for (int i = 0; i < measures.size(); i++) {
        Total total = measures.get(i).total();
        total.add(facts.totals.get(i));
        totals.add(total);
      }
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        int column = 0;
        for (int i = 0; i < measures.size(); i++) {
          if (measures.get(i).column() < 0) {
            totals.get(i).addCount(batch.size());
          } else {
            measures.get(i).add(batch.column(column++), totals.get(i));
          }
        }
      }
      done = true;
      List<Vector> columns = new ArrayList<>();
      for (int i = 0; i < measures.size(); i++) {
        columns.add(totals.get(i).vector(measures.get(i).type()));
      }
      return new Batch(columns, 1);
    }

    @Override
    public void close() {
      done = true;
      rows.close();
    }
  }
}
