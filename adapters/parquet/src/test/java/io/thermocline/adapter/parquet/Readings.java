package io.thermocline.adapter.parquet;

import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reading whole scans in tests.
final class Readings {
  private Readings() {}

  static List<List<Object>> rows(Scan scan) {
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < scan.partitions(); i++) {
      rows.addAll(BatchReaders.rows(scan.open(i, ScanContext.UNBOUNDED)));
    }
    return rows;
  }

  static List<List<Object>> all(ParquetSource source, RelationName name) {
    List<String> columns =
        source.discover().stream()
            .filter(relation -> relation.name().equals(name))
            .findFirst()
            .orElseThrow()
            .columns()
            .fields()
            .stream()
            .map(Field::name)
            .toList();
    return rows(source.scan(ScanRequest.of(name, columns)));
  }

  /// Rows as text, so that arrays of bytes compare.
  static List<String> text(List<Object> row) {
    return row.stream().map(Readings::text).toList();
  }

  private static String text(Object value) {
    return switch (value) {
      case null -> "null";
      case byte[] bytes -> Arrays.toString(bytes);
      case List<?> list -> list.stream().map(Readings::text).toList().toString();
      default -> value.toString();
    };
  }
}
