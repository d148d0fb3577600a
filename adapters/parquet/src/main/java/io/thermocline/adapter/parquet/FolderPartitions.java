package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Columns that folders between a relation and its files stand for, as Hive names them:
/// `year=2024/month=03`. A column of whole numbers is an integer or bigint, one of dates a date,
/// any other text; `__HIVE_DEFAULT_PARTITION__` is null.
final class FolderPartitions {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private final Map<Path, Map<String, String>> values;
  private final List<Field> columns;

  private FolderPartitions(Map<Path, Map<String, String>> values, List<Field> columns) {
    this.values = values;
    this.columns = columns;
  }

  /// The columns of files below a relation's folder.
  static FolderPartitions of(Path folder, List<Path> files) {
    Map<Path, Map<String, String>> values = new LinkedHashMap<>();
    Map<String, List<String>> byColumn = new LinkedHashMap<>();
    for (Path file : files) {
      Map<String, String> pairs = pairs(folder, file);
      values.put(file, pairs);
      pairs.forEach(
          (column, value) -> byColumn.computeIfAbsent(column, c -> new ArrayList<>()).add(value));
    }
    List<Field> columns = new ArrayList<>();
    byColumn.forEach((column, texts) -> {
      boolean everywhere = texts.size() == files.size() && !texts.contains(NULL);
      columns.add(new Field(column, type(texts), !everywhere));
    });
    return new FolderPartitions(values, columns);
  }

  private static Map<String, String> pairs(Path folder, Path file) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (!file.startsWith(folder)) {
      return pairs;
    }
    Path below = folder.relativize(file);
    for (int i = 0; i < below.getNameCount() - 1; i++) {
      String name = below.getName(i).toString();
      int equals = name.indexOf('=');
      if (equals > 0) {
        pairs.put(decoded(name.substring(0, equals)), decoded(name.substring(equals + 1)));
      }
    }
    return pairs;
  }

  /// Hive writes awkward characters as `%` and two digits, and leaves `+` as it is.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static DataType type(List<String> texts) {
    List<String> present = texts.stream().filter(text -> !text.equals(NULL)).toList();
    if (present.isEmpty()) {
      return ScalarType.TEXT;
    }
    if (present.stream().allMatch(text -> INTEGER.matcher(text).matches())) {
      boolean narrow =
          present.stream().mapToLong(Long::parseLong).allMatch(number -> number == (int) number);
      return narrow ? ScalarType.INT32 : ScalarType.INT64;
    }
    boolean dates = present.stream().allMatch(text -> DATE.matcher(text).matches() && isDate(text));
    return dates ? ScalarType.DATE : ScalarType.TEXT;
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// The columns in the order of the folders.
  List<Field> columns() {
    return columns;
  }

  /// A column's value in a file, in the classes of [io.thermocline.spi.batch.Values], or null.
  ///
  /// @param type the column's type, its own or that of other files that store it
  /// @throws io.thermocline.spi.error.ThermoclineException DATA_CORRUPTED when the folder's name is
  ///   no value of that type
  @Nullable Object value(Path file, String column, DataType type) {
    String text = values.getOrDefault(file, Map.of()).get(column);
    if (text == null || text.equals(NULL)) {
      return null;
    }
    try {
      return switch (type) {
        case ScalarType.INT16, ScalarType.INT32, ScalarType.INT64 -> Long.valueOf(text);
        case ScalarType.DATE -> LocalDate.parse(text);
        case ScalarType.TEXT -> text;
        default -> throw new NumberFormatException("no folder stands for a " + type.sqlName());
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw ParquetErrors.corrupted(
          file, column, "its folder says \"" + text + "\", which is no " + type.sqlName(), e);
    }
  }
}
