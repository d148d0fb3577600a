package io.thermocline.server.eval;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A CSV file as batches of typed columns. Evaluation databases are small: the whole table is in
/// memory.
///
/// @param schema a column is nullable when some row is null
public record CsvTable(Schema schema, List<Batch> batches) {
  /// Copies the list.
  public CsvTable {
    batches = List.copyOf(batches);
  }

  /// Reads the file of a table, whose header names its columns in any order.
  ///
  /// @throws ThermoclineException DATA_CORRUPTED with file and line when a value does not fit its
  ///   column
  public static CsvTable read(Path folder, EvalDatabase.Table table) {
    Path file = folder.resolve(table.name() + ".csv");
    try (CsvReader reader =
        new CsvReader(Files.newBufferedReader(file, StandardCharsets.UTF_8), file.toString())) {
      return read(reader, file, table);
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read.", e);
    }
  }

  private static CsvTable read(CsvReader reader, Path file, EvalDatabase.Table table) {
    int[] positions = positions(reader.next(), file, table);
    List<List<@Nullable String>> pending = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    Set<String> nullable = new HashSet<>();
    long firstLine = reader.line();
    List<@Nullable String> row;
    while ((row = reader.next()) != null) {
      if (row.size() != positions.length) {
        throw corrupted(
            file,
            reader.line() - 1,
            "has " + row.size() + " fields instead of " + positions.length);
      }
      pending.add(row);
      if (pending.size() == Batch.TARGET_ROWS) {
        batches.add(batch(pending, positions, file, firstLine, table, nullable));
        pending.clear();
        firstLine = reader.line();
      }
    }
    if (!pending.isEmpty()) {
      batches.add(batch(pending, positions, file, firstLine, table, nullable));
    }
    List<Field> fields = new ArrayList<>();
    for (EvalDatabase.Column column : table.columns()) {
      boolean key = table.primaryKey().contains(column.name());
      fields.add(new Field(column.name(), column.type(), !key || nullable.contains(column.name())));
    }
    return new CsvTable(new Schema(fields), batches);
  }

  private static int[] positions(
      @Nullable List<@Nullable String> header, Path file, EvalDatabase.Table table) {
    if (header == null) {
      throw corrupted(file, 1, "has no header");
    }
    int[] positions = new int[table.columns().size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = header.indexOf(table.columns().get(i).name());
      if (positions[i] < 0) {
        throw corrupted(file, 1, "has no column " + table.columns().get(i).name());
      }
    }
    if (header.size() != positions.length) {
      throw corrupted(file, 1, "has " + header.size() + " columns, the schema " + positions.length);
    }
    return positions;
  }

  private static Batch batch(
      List<List<@Nullable String>> rows,
      int[] positions,
      Path file,
      long firstLine,
      EvalDatabase.Table table,
      Set<String> nullable) {
    List<VectorBuilder> builders = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      EvalDatabase.Column column = table.columns().get(i);
      VectorBuilder builder = new VectorBuilder(column.type(), rows.size());
      for (int row = 0; row < rows.size(); row++) {
        String text = rows.get(row).get(positions[i]);
        if (text == null) {
          nullable.add(column.name());
        }
        try {
          builder.appendValue(text == null ? null : value(text, column.type()));
        } catch (ThermoclineException | DateTimeException | IllegalArgumentException e) {
          throw new ThermoclineException(
              ErrorCode.DATA_CORRUPTED,
              file
                  + ", row "
                  + row
                  + " after line "
                  + firstLine
                  + ": column "
                  + column.name()
                  + " holds a value that is no "
                  + column.type().sqlName()
                  + ".",
              e);
        }
      }
      builders.add(builder);
    }
    return new Batch(builders.stream().map(VectorBuilder::build).toList(), rows.size());
  }

  /// The value of a field in the classes of [io.thermocline.spi.batch.Values].
  static Object value(String text, DataType type) {
    return switch (type) {
      case DecimalType d -> new BigDecimal(text);
      case ArrayType a -> throw new IllegalArgumentException("arrays have no CSV form");
      case ScalarType s ->
          switch (s) {
            case BOOLEAN -> bool(text);
            case INT16, INT32, INT64 -> new BigDecimal(text);
            case FLOAT32, FLOAT64 -> Double.valueOf(text);
            case TEXT, JSON -> text;
            case DATE -> LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
            case TIME -> LocalTime.parse(text);
            case TIMESTAMP ->
                text.length() <= 10
                    ? LocalDate.parse(text).atStartOfDay()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
            case BYTES, TIMESTAMP_TZ, INTERVAL, UUID ->
                throw new IllegalArgumentException(type.sqlName() + " has no CSV form");
          };
    };
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "true", "t", "1" -> true;
      case "false", "f", "0" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is not a boolean");
    };
  }

  private static ThermoclineException corrupted(Path file, long line, String message) {
    return new ThermoclineException(
        ErrorCode.DATA_CORRUPTED, file + " " + message + " at line " + line + ".");
  }

  /// The number of rows.
  public long rows() {
    return batches.stream().mapToLong(Batch::size).sum();
  }
}
