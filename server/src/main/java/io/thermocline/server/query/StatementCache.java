package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// SQL that was prepared before, by text, default schema and time zone, and by shape where only
/// compared constants differ. What was prepared over another catalog is dropped. Thread-safe.
final class StatementCache {
  /// How many texts are kept, and how many shapes.
  static final int KEPT = 1024;

  /// Longer texts are not kept.
  static final int LONGEST = 16_384;

  private final Map<Key, PlannedStatement.Rows> texts = bounded();
  private final Map<Key, Shape> shapes = bounded();

  private record Key(String text, String schema, ZoneId zone) {}

  /// @param rows the statement with parameters for the constants; null when it is not equivalent
  private record Shape(Catalog catalog, PlannedStatement.@Nullable Rows rows) {}

  private static <V> Map<Key, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  /// The prepared statement of a text.
  ///
  /// @param prepare prepares what is not known yet
  PlannedStatement.Rows rows(
      String text,
      String schema,
      ZoneId zone,
      Catalog catalog,
      Function<String, PlannedStatement.Rows> prepare) {
    if (text.length() > LONGEST) {
      return prepare.apply(text);
    }
    Key key = new Key(text, schema, zone);
    PlannedStatement.Rows known = get(key, catalog);
    if (known != null) {
      return known;
    }
    Optional<StatementShape> shape = StatementShape.of(text);
    Optional<PlannedStatement.Rows> alike =
        shape.flatMap(s -> alike(s, text, schema, zone, catalog));
    if (alike.isPresent()) {
      return alike.get();
    }
    PlannedStatement.Rows rows = prepare.apply(text);
    shape.ifPresent(s -> learn(s, rows, schema, zone, prepare));
    synchronized (texts) {
      texts.put(key, rows);
    }
    return rows;
  }

  private PlannedStatement.@Nullable Rows get(Key key, Catalog catalog) {
    synchronized (texts) {
      PlannedStatement.Rows rows = texts.get(key);
      return rows != null && rows.catalog() == catalog ? rows : null;
    }
  }

  private Optional<PlannedStatement.Rows> alike(
      StatementShape shape, String text, String schema, ZoneId zone, Catalog catalog) {
    Shape known;
    synchronized (shapes) {
      known = shapes.get(new Key(shape.text(), schema, zone));
    }
    if (known == null || known.catalog() != catalog || known.rows() == null) {
      return Optional.empty();
    }
    return fits(known.rows(), shape.values())
        ? Optional.of(known.rows().withConstants(text, shape.values()))
        : Optional.empty();
  }

  /// Whether each constant has the type that its place was given: then the comparison is the same
  /// as with the constant itself.
  private static boolean fits(PlannedStatement.Rows shape, List<Object> values) {
    List<DataType> types = shape.parameterTypes();
    if (types.size() != values.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      boolean fits =
          values.get(i) instanceof Long number
              ? types.get(i) == ScalarType.INT64
                  || types.get(i) == ScalarType.INT32 && number <= Integer.MAX_VALUE
                  || types.get(i) == ScalarType.INT16 && number <= Short.MAX_VALUE
              : types.get(i) == ScalarType.TEXT;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /// Keeps the shape of a statement when it gives the same columns.
  private void learn(
      StatementShape shape,
      PlannedStatement.Rows rows,
      String schema,
      ZoneId zone,
      Function<String, PlannedStatement.Rows> prepare) {
    Key key = new Key(shape.text(), schema, zone);
    synchronized (shapes) {
      Shape known = shapes.get(key);
      if (known != null && known.catalog() == rows.catalog()) {
        return;
      }
    }
    PlannedStatement.Rows alike = null;
    try {
      PlannedStatement.Rows prepared = prepare.apply(shape.text());
      alike = prepared.columns().equals(rows.columns()) ? prepared : null;
    } catch (ThermoclineException e) {
      // The constants matter to what the statement is, so each is planned by itself.
      alike = null;
    }
    synchronized (shapes) {
      shapes.put(key, new Shape(rows.catalog(), alike));
    }
  }
}
