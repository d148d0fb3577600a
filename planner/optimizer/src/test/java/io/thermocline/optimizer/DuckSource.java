package io.thermocline.optimizer;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.SqlSource;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.DecimalType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DuckDB in the place of a Postgres: it understands most of the dialect.
final class DuckSource implements SqlSource {
  private final String name;
  private final Connection connection;

  DuckSource(String name) {
    this.name = name;
    try {
      this.connection = DriverManager.getConnection("jdbc:duckdb:");
      run("SET default_null_order='nulls_last_on_asc_first_on_desc'");
      run("SET integer_division=true");
      run("SET threads=1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new ThermoclineException(ErrorCode.SOURCE_FAILED, e.getMessage() + "\n" + sql, e);
    }
  }

  /// The rows of a query in the classes of the driver.
  synchronized List<List<@Nullable Object>> query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new ThermoclineException(ErrorCode.SOURCE_FAILED, e.getMessage() + "\n" + sql, e);
    }
  }

  @Override
  public Scan query(String sql, Schema schema) {
    return new Scan() {
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
        List<List<@Nullable Object>> rows = new ArrayList<>();
        String duck =
            sql.replace("COLLATE \"C\"", "").replace("::numeric, 60)", "::numeric(38,18), 18)");
        for (List<@Nullable Object> row : DuckSource.this.query(duck)) {
          List<@Nullable Object> converted = new ArrayList<>();
          for (int i = 0; i < schema.size(); i++) {
            converted.add(convert(row.get(i), schema.field(i).type()));
          }
          rows.add(converted);
        }
        return BatchReaders.of(schema, List.of(BatchReaders.batch(schema, rows)));
      }

      @Override
      public String describe() {
        return sql;
      }
    };
  }

  private static @Nullable Object convert(@Nullable Object value, DataType type) {
    return switch (value) {
      case null -> null;
      case Number n when type instanceof DecimalType -> new BigDecimal(n.toString());
      case Number n when type == ScalarType.INT64 -> new BigDecimal(n.toString()).longValueExact();
      case Number n when type == ScalarType.INT32 -> new BigDecimal(n.toString()).intValueExact();
      case Number n when type == ScalarType.INT16 -> new BigDecimal(n.toString()).shortValueExact();
      case Number n when type == ScalarType.FLOAT64 -> n.doubleValue();
      case java.sql.Date d -> d.toLocalDate();
      case java.sql.Timestamp t when type == ScalarType.DATE -> t.toLocalDateTime().toLocalDate();
      case java.sql.Timestamp t -> t.toLocalDateTime();
      case LocalDate d when type == ScalarType.TIMESTAMP -> d.atStartOfDay();
      case LocalDateTime t when type == ScalarType.DATE -> t.toLocalDate();
      default -> value;
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SQL, Capability.PROJECTION);
  }

  @Override
  public List<Relation> discover() {
    return List.of();
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return RelationStatistics.UNKNOWN;
  }

  @Override
  public Scan scan(ScanRequest request) {
    List<List<@Nullable Object>> columns =
        query(
            "select column_name, data_type from information_schema.columns where table_schema = '"
                + request.relation().schema()
                + "' and table_name = '"
                + request.relation().name()
                + "'");
    List<Field> fields = new ArrayList<>();
    for (String column : request.columns()) {
      String type =
          columns.stream().filter(c -> column.equals(c.get(0))).findFirst().orElseThrow().get(1)
              + "";
      fields.add(Field.nullable(column, World.type(type)));
    }
    String list = request.columns().isEmpty() ? "1" : String.join(", ", request.columns());
    return query("SELECT " + list + " FROM " + request.relation(), new Schema(fields));
  }

  @Override
  public void ping() {}

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
