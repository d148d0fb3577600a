package io.thermocline.nl.link;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Aggregation;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.ScalarType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads the distinct texts of a table's columns from the sources of its segments: the most common
/// ones of their statistics first, then what a grouped or sampled scan finds, in order of code
/// points.
final class ValueReader {
  private final ValueLimits limits;
  private final ScanContext context;

  ValueReader(ValueLimits limits, ScanContext context) {
    this.limits = limits;
    this.context = context;
  }

  /// Adds the values of one segment's relation.
  ///
  /// @param columns by name, each with the values found so far
  void read(
      Source source, Segment segment, RelationStatistics statistics, Map<String, Found> columns) {
    for (Map.Entry<String, Found> column : columns.entrySet()) {
      RelationStatistics.Column known = statistics.columns().get(column.getKey());
      if (known != null) {
        known.mostCommon().forEach(value -> column.getValue().addCommon(value.value()));
      }
    }
    boolean grouped =
        source.capabilities().contains(Capability.AGGREGATE)
            && statistics.rowCount() <= limits.maxGroupedRows();
    if (grouped) {
      columns.forEach((name, found) -> readGrouped(source, segment, name, found));
    } else {
      readSample(source, segment, columns);
    }
  }

  private void readGrouped(Source source, Segment segment, String column, Found found) {
    ScanRequest request =
        ScanRequest.of(segment.relation(), List.of(column))
            .withAggregation(new Aggregation(List.of(column), List.of()));
    if (source.capabilities().contains(Capability.LIMIT)) {
      request = request.withLimit(limits.maxValuesPerColumn());
    }
    readAll(source.scan(request), List.of(found), false);
  }

  private void readSample(Source source, Segment segment, Map<String, Found> columns) {
    ScanRequest request = ScanRequest.of(segment.relation(), List.copyOf(columns.keySet()));
    if (source.capabilities().contains(Capability.LIMIT)) {
      request = request.withLimit(limits.maxSampledRows());
    }
    readAll(source.scan(request), List.copyOf(columns.values()), true);
  }

  /// Reads a scan's batches up to the most rows.
  ///
  /// @param evenly whether each partition gives the same share of the rows
  private void readAll(Scan scan, List<Found> found, boolean evenly) {
    long all = limits.maxSampledRows();
    long share = evenly ? Math.ceilDiv(all, Math.max(1, scan.partitions())) : all;
    for (int partition = 0; partition < scan.partitions() && all > 0; partition++) {
      long left = Math.min(share, all);
      all -= left;
      try (BatchReader reader = scan.open(partition, context)) {
        for (Batch batch = reader.next(); batch != null && left > 0; batch = reader.next()) {
          context.checkActive();
          for (int i = 0; i < found.size(); i++) {
            found.get(i).addAll(batch.column(i));
          }
          left -= batch.size();
        }
      }
      all += Math.max(0, left);
    }
  }

  /// The columns of a table that may be read and hold text, each with nothing found yet.
  static Map<String, Found> columns(LogicalTable table, ValueLimits limits, ValuePrivacy privacy) {
    Map<String, Found> columns = new LinkedHashMap<>();
    table.columns().fields().stream()
        .filter(field -> field.type() == ScalarType.TEXT)
        .filter(field -> privacy.mayRead(table.schema(), table.name(), field.name()))
        .forEach(field -> columns.put(field.name(), new Found(limits)));
    return columns;
  }

  /// The values of a column in the making.
  static final class Found {
    private final ValueLimits limits;
    private final Set<String> common = new LinkedHashSet<>();
    private final Set<String> others = new TreeSet<>();

    Found(ValueLimits limits) {
      this.limits = limits;
    }

    private void addCommon(Object value) {
      if (value instanceof String text && fits(text)) {
        common.add(text);
      }
    }

    private void addAll(Vector vector) {
      if (vector instanceof DictionaryVector encoded) {
        addAll(encoded);
        return;
      }
      for (int row = 0; row < vector.size(); row++) {
        if (others.size() >= limits.maxValuesPerColumn()) {
          return;
        }
        if (!vector.isNull(row)) {
          String text = Values.text(vector, row);
          if (fits(text)) {
            others.add(text);
          }
        }
      }
    }

    /// Each code of a dictionary is looked at once.
    private void addAll(DictionaryVector encoded) {
      BitSet codes = new BitSet();
      for (int row = 0; row < encoded.size(); row++) {
        if (!encoded.isNull(row)) {
          codes.set(encoded.codes()[row]);
        }
      }
      for (int code = codes.nextSetBit(0);
          code >= 0 && others.size() < limits.maxValuesPerColumn();
          code = codes.nextSetBit(code + 1)) {
        String text = Values.text(encoded.dictionary(), code);
        if (fits(text)) {
          others.add(text);
        }
      }
    }

    private boolean fits(String text) {
      return !text.isBlank() && text.length() <= limits.maxValueChars();
    }

    ColumnValues values() {
      List<String> all = new ArrayList<>(common);
      others.stream().filter(value -> !common.contains(value)).forEach(all::add);
      return new ColumnValues(all.subList(0, Math.min(all.size(), limits.maxValuesPerColumn())));
    }
  }
}
