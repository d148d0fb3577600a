package io.thermocline.server.query;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A scan of a table whose rows are computed when it is opened.
public final class ComputedScan implements Scan {
  private final String name;
  private final Schema table;
  private final int[] indexes;
  private final Schema schema;
  private final Supplier<List<List<@Nullable Object>>> rows;

  /// @param name of the table, for messages
  /// @param table its columns
  /// @throws ThermoclineException CAPABILITY_MISSING when more than columns is asked for,
  ///   UNDEFINED_COLUMN
  public ComputedScan(
      String name, Schema table, ScanRequest request, Supplier<List<List<@Nullable Object>>> rows) {
    if (request.filter() != null || request.aggregation() != null || request.limit() >= 0) {
      throw new ThermoclineException(
          ErrorCode.CAPABILITY_MISSING,
          "system tables are read whole; the engine filters, aggregates and limits");
    }
    this.name = name;
    this.table = table;
    this.rows = rows;
    this.indexes = new int[request.columns().size()];
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = table.indexOf(request.columns().get(i));
      if (indexes[i] < 0) {
        throw new ThermoclineException(
            ErrorCode.UNDEFINED_COLUMN,
            "there is no column " + request.columns().get(i) + " in " + name);
      }
      fields.add(table.field(indexes[i]));
    }
    this.schema = new Schema(fields);
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
    return BatchReaders.of(schema, List.of(BatchReaders.batch(table, rows.get()).project(indexes)));
  }

  @Override
  public String describe() {
    return name;
  }
}
