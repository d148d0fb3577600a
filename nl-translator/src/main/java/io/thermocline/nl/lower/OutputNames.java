package io.thermocline.nl.lower;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.sketch.CountedRows;
import io.thermocline.nl.sketch.JoinTree;
import io.thermocline.nl.sketch.Paraphrase;
import io.thermocline.nl.sketch.Sketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Readable, unique names of a result's columns: `city`, `number_of_orders`, `average_price`,
/// `order_date_month`.
final class OutputNames {
  private static final int MAX_LENGTH = 60;

  private final SchemaView schema;

  OutputNames(SchemaView schema) {
    this.schema = schema;
  }

  /// One name a field of the result.
  List<String> of(Sketch.Block block) {
    List<String> names = new ArrayList<>();
    List<String> qualified = new ArrayList<>();
    for (Sketch.Expr item : block.items()) {
      List<ColumnView> columns = item instanceof Sketch.Star ? allColumns(block) : List.of();
      for (ColumnView column : columns) {
        names.add(column.name());
        qualified.add(qualified(column));
      }
      if (columns.isEmpty()) {
        names.add(name(item, block));
        qualified.add(longName(item, block));
      }
    }
    Map<String, Integer> times = new HashMap<>();
    names.forEach(name -> times.merge(name, 1, Integer::sum));
    Map<String, Integer> used = new HashMap<>();
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = times.getOrDefault(names.get(i), 0) > 1 ? qualified.get(i) : names.get(i);
      int before = used.merge(name, 1, Integer::sum);
      unique.add(before == 1 ? name : name + "_" + before);
    }
    return unique;
  }

  /// The stored columns of all joined tables in join order: what `*` means.
  List<ColumnView> allColumns(Sketch.Block block) {
    return JoinTree.find(schema, block.tables(), block.on()).stream()
        .flatMap(tree -> tree.joins().stream())
        .flatMap(join -> schema.tables().get(join.table()).columns().stream())
        .filter(column -> column.ordinal() >= 0)
        .toList();
  }

  private String qualified(ColumnView column) {
    return schema.tableOf(column).name() + "_" + column.name();
  }

  private String name(Sketch.Expr expr, Sketch.Block block) {
    String name =
        switch (expr) {
          case Sketch.Star s -> "rows";
          case Sketch.Column c -> c.column().name();
          case Sketch.Aggregate a -> aggregate(a, block);
          case Sketch.Arithmetic a -> arithmetic(a, block);
          case Sketch.Bucket b -> b.column().name() + "_" + lower(b.unit());
          case Sketch.DatePart p ->
              (p.unit() == Sketch.DateUnit.DOW ? "day_of_week" : lower(p.unit()))
                  + "_of_"
                  + p.column().name();
          case Sketch.Share s -> "share_of_" + name(s.of(), block);
          case Sketch.Fraction f -> "share_of_" + counted(block);
          case Sketch.NumberLiteral n -> "number";
          case Sketch.Scalar s -> name(s.query().first().items().getFirst(), s.query().first());
          case Sketch.Prior p -> name(p.of(), block) + "_" + earlier(p.step());
          case Sketch.Change c -> lower(c.kind());
          case Sketch.Running r -> "running_" + name(r.of(), block);
          case Sketch.Moving m -> "moving_average_of_" + name(m.of(), block);
          case Sketch.Rank r -> "rank";
        };
    return cut(name);
  }

  /// The name of an item when another has the same.
  private String longName(Sketch.Expr item, Sketch.Block block) {
    return switch (item) {
      case Sketch.Column c -> qualified(c.column());
      case Sketch.Change c ->
          cut(
              lower(c.kind())
                  + "_of_"
                  + name(c.prior().of(), block)
                  + "_since_"
                  + earlier(c.prior().step()));
      case Sketch.Rank r -> cut("rank_by_" + name(r.of(), block));
      default -> name(item, block);
    };
  }

  private static String earlier(Sketch.Step step) {
    return Paraphrase.earlier(step).replace(' ', '_');
  }

  private static String cut(String name) {
    return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
  }

  private String arithmetic(Sketch.Arithmetic arithmetic, Sketch.Block block) {
    String left = name(arithmetic.left(), block);
    String right = name(arithmetic.right(), block);
    return switch (arithmetic.operator()) {
      case PLUS -> left + "_plus_" + right;
      case MINUS -> left + "_minus_" + right;
      case TIMES -> left + "_times_" + right;
      case DIVIDE -> left + "_per_" + right;
    };
  }

  private String aggregate(Sketch.Aggregate aggregate, Sketch.Block block) {
    if (aggregate.argument() instanceof Sketch.Column c && c.column().metric()) {
      return c.column().name();
    }
    String argument = argument(aggregate, block);
    String different = aggregate.distinct() ? "different_" : "";
    return switch (aggregate.function()) {
          case COUNT -> "number_of_";
          case SUM -> "total_";
          case AVG -> "average_";
          case MIN -> "min_";
          case MAX -> "max_";
          case MEDIAN -> "median_";
          case STDDEV -> "standard_deviation_of_";
        }
        + different
        + argument;
  }

  /// A count of a table's key counts its rows.
  private String argument(Sketch.Aggregate aggregate, Sketch.Block block) {
    if (aggregate.argument() instanceof Sketch.Star) {
      return counted(block);
    }
    if (aggregate.function() == Sketch.AggregateFunction.COUNT
        && aggregate.argument() instanceof Sketch.Column c
        && schema.tableOf(c.column()).primaryKey().equals(Set.of(c.column().index()))) {
      return c.column().tableName();
    }
    return name(aggregate.argument(), block);
  }

  private String counted(Sketch.Block block) {
    return CountedRows.of(schema, block).map(TableView::name).orElse("rows");
  }

  private static String lower(Enum<?> unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }
}
