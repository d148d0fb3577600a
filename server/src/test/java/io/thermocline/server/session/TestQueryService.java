package io.thermocline.server.session;

import io.thermocline.server.query.Cursor;
import io.thermocline.server.query.ExecuteOptions;
import io.thermocline.server.query.Notice;
import io.thermocline.server.query.Prepared;
import io.thermocline.server.query.QueryService;
import io.thermocline.server.query.SessionContext;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A query service over rows that are made in memory, for tests of everything between a client and
/// the query service.
///
/// | statement | does |
/// |---|---|
/// | `types` | one row of each kind of value and one of nulls, in all types and encodings |
/// | `numbers N` | N rows: id, name (dictionary), ratio, unit (constant), note (text, every 7th null) |
/// | `echo types…` | one row that holds the parameters, of these types; `$1` and so on are skipped |
/// | `wait` | runs until it is cancelled or out of time |
/// | `wait-long` | the same, without a time-out |
/// | `fail CODE` / `fail-late CODE` | fails while preparing / after the first batch |
/// | `defect` | fails with an exception that is nobody's fault but ours |
/// | `big N` | one row with a text of N bytes |
/// | `option NAME` | the session's option |
/// | `set` | a statement without rows |
/// | `how many …` | a question with interpretation, confidence, assumption and tiers |
/// | `SELECT … FROM "system"…` | the rows of [SystemRows] |
public final class TestQueryService implements QueryService {
  final AtomicInteger openCursors = new AtomicInteger();
  final AtomicInteger batchesMade = new AtomicInteger();

  record TestPrepared(
      String text,
      Kind kind,
      List<Field> columns,
      List<DataType> parameterTypes,
      List<Notice> notices)
      implements Prepared {}

  /// How many cursors were opened and not closed.
  public int openCursors() {
    return openCursors.get();
  }

  /// How many batches all cursors made.
  public int batchesMade() {
    return batchesMade.get();
  }

  @Override
  public Prepared prepare(SessionContext session, String statement) {
    String[] words = statement.trim().split("\\s+");
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "types" -> sql(statement, TestBatches.ALL_TYPES);
      case "numbers" -> sql(statement, TestBatches.NUMBERS);
      case "echo" -> echo(statement, words);
      case "wait", "wait-long" -> sql(statement, Schema.of(Field.required("x", ScalarType.INT32)));
      case "fail" ->
          throw new ThermoclineException(
              ErrorCode.valueOf(words[1]), "failed as asked\nsecond line");
      case "fail-late" -> sql(statement, TestBatches.NUMBERS);
      case "defect" -> throw new IllegalStateException("a secret detail");
      case "big" -> sql(statement, Schema.of(Field.required("text", ScalarType.TEXT)));
      case "option" -> sql(statement, Schema.of(Field.nullable("value", ScalarType.TEXT)));
      case "set" ->
          new TestPrepared(statement, Prepared.Kind.SESSION, List.of(), List.of(), List.of());
      case "select" -> SystemRows.prepare(statement);
      default -> question(statement);
    };
  }

  private static TestPrepared sql(String text, Schema schema) {
    return new TestPrepared(text, Prepared.Kind.SQL, schema.fields(), List.of(), List.of());
  }

  private static TestPrepared question(String text) {
    return new TestPrepared(
        text,
        Prepared.Kind.QUESTION,
        List.of(Field.required("count", ScalarType.INT64)),
        List.of(),
        List.of(
            new Notice(Notice.Kind.INTERPRETATION, "the number of orders", null),
            new Notice(Notice.Kind.CONFIDENCE, "confidence 0.93", "0.93"),
            new Notice(Notice.Kind.ASSUMPTION, "orders means the table orders", null)));
  }

  private static TestPrepared echo(String text, String[] words) {
    List<DataType> types =
        Arrays.stream(words)
            .skip(1)
            .filter(word -> !word.startsWith("$"))
            .map(TestBatches::type)
            .toList();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(Field.nullable("p" + (i + 1), types.get(i)));
    }
    return new TestPrepared(text, Prepared.Kind.SQL, fields, types, List.of());
  }

  @Override
  public Cursor execute(
      SessionContext session,
      Prepared prepared,
      List<? extends @Nullable Object> parameters,
      ExecuteOptions options) {
    String[] words = ((TestPrepared) prepared).text().trim().split("\\s+");
    Schema schema = new Schema(prepared.columns());
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "types" -> cursor(options, schema, TestBatches.allTypes().iterator());
      case "numbers" -> cursor(options, schema, TestBatches.numbers(Long.parseLong(words[1])));
      case "echo" ->
          cursor(
              options, schema, List.of(BatchReaders.batch(schema, List.of(parameters))).iterator());
      case "wait" -> new TestCursor.Waiting(this, schema, options);
      case "wait-long" -> new TestCursor.Waiting(this, schema, ExecuteOptions.DEFAULT);
      case "fail-late" ->
          cursor(options, schema, TestBatches.thenFail(ErrorCode.valueOf(words[1])));
      case "big" -> cursor(options, schema, one(schema, "x".repeat(Integer.parseInt(words[1]))));
      case "option" -> cursor(options, schema, one(schema, session.setting(words[1]).orElse(null)));
      case "set" -> cursor(options, schema, List.<Batch>of().iterator());
      case "select" -> cursor(options, schema, SystemRows.rows((TestPrepared) prepared).iterator());
      default ->
          new TestCursor.Batches(
              this,
              schema,
              options,
              one(schema, 42L),
              List.of(new Notice(Notice.Kind.TIERS, "read hot and cold", "hot,cold")));
    };
  }

  private static Iterator<Batch> one(Schema schema, @Nullable Object value) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(value);
    return List.of(BatchReaders.batch(schema, List.of(row))).iterator();
  }

  private Cursor cursor(ExecuteOptions options, Schema schema, Iterator<Batch> batches) {
    return new TestCursor.Batches(this, schema, options, batches, List.of());
  }
}
