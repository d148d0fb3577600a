package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A sketch in words, made of nothing but the sketch, so that a reader sees what will run and not
/// what was asked.
public final class Paraphrase {
  private final SchemaView schema;
  private final BiFunction<Sketch.@Nullable Expr, Sketch.Value, String> literals;

  /// A writer for sketches over a view.
  ///
  /// @param literals the words for a value beside the expression that it is compared with, null for
  ///   none
  public Paraphrase(
      SchemaView schema, BiFunction<Sketch.@Nullable Expr, Sketch.Value, String> literals) {
    this.schema = schema;
    this.literals = literals;
  }

  /// A writer that shows spans as they were written.
  public static Paraphrase plain(SchemaView schema) {
    return new Paraphrase(schema, (expr, value) -> plainLiteral(expr, value));
  }

  /// The words of a value as it was written: text quoted, numbers not.
  public static String plainLiteral(Sketch.@Nullable Expr expr, Sketch.Value value) {
    return switch (value) {
      case Sketch.Span s ->
          expr == null || kindOf(expr) != ColumnKind.TEXT ? s.text() : "'" + s.text() + "'";
      case Sketch.Constant c ->
          switch (c) {
            case ZERO -> "0";
            case ONE -> "1";
            case TWO -> "2";
            case TRUE -> "true";
            case FALSE -> "false";
          };
    };
  }

  /// The reading in words, one line.
  public String of(Sketch sketch) {
    return switch (sketch) {
      case Sketch.None n -> "nothing that the tables hold";
      case Sketch.Query q -> query(q);
    };
  }

  private String query(Sketch.Query query) {
    StringBuilder words = new StringBuilder(block(query.first()));
    for (Sketch.Branch branch : query.branches()) {
      words.append(
          switch (branch.operator()) {
            case UNION -> "; together with: ";
            case INTERSECT -> "; of these only those also in: ";
            case EXCEPT -> "; without those in: ";
          });
      words.append(block(branch.block()));
    }
    return words.toString();
  }

  private String block(Sketch.Block block) {
    StringBuilder words = new StringBuilder();
    List<String> items = block.items().stream().map(item -> expr(item, block)).toList();
    List<String> groups = block.group().stream().map(key -> expr(key, block)).toList();
    List<String> shown =
        items.stream()
            .filter(item -> !groups.contains(item) || groups.size() == items.size())
            .toList();
    if (shown.isEmpty()) {
      shown = items;
    }
    boolean repeated = shown.size() < items.size();
    if (block.distinct()) {
      words.append("different ");
    }
    words.append(list(shown));
    words.append(tables(block, words.toString() + groups));
    if (!groups.isEmpty() && !(groups.equals(items))) {
      words
          .append(repeated || items.stream().noneMatch(groups::contains) ? " per " : " for each ")
          .append(list(groups));
    } else if (!groups.isEmpty()) {
      words.append(", each once");
    }
    addLeft(words, block);
    Sketch.Cond where = block.where();
    if (where != null) {
      words.append(" where ").append(cond(where, block, false));
    }
    Sketch.Cond having = block.having();
    if (having != null) {
      words.append(", only groups where ").append(cond(having, block, false));
    }
    for (int i = 0; i < block.order().size(); i++) {
      words.append(i == 0 ? ", " : ", then ").append(order(block.order().get(i), block));
    }
    Sketch.Limit limit = block.limit();
    if (limit != null) {
      words.append(limit.one() ? ", first one" : ", first " + literals.apply(null, limit.count()));
      if (limit.per() != null) {
        words.append(" for each ").append(expr(limit.per(), block));
      }
    }
    return words.toString();
  }

  /// What the words so far do not say about the tables.
  private String tables(Sketch.Block block, String said) {
    StringBuilder words = new StringBuilder();
    List<String> inner = new ArrayList<>();
    for (Sketch.TableUse use : block.tables()) {
      String name = use.table().name();
      if (!use.left() && !mentions(said, name)) {
        inner.add(name);
      }
    }
    if (!inner.isEmpty()) {
      boolean onlyTable = inner.size() == block.tables().size();
      words.append(onlyTable ? " of " : " joined with ").append(list(inner));
    }
    return words.toString();
  }

  private static void addLeft(StringBuilder words, Sketch.Block block) {
    for (Sketch.TableUse use : block.tables()) {
      if (use.left()) {
        words.append(", ").append(block.tables().getFirst().table().name());
        words.append(" without ").append(use.table().name()).append(" included");
      }
    }
  }

  private static boolean mentions(String words, String table) {
    return words.matches("(?s).*(?<![\\w.])" + java.util.regex.Pattern.quote(table) + "(?!\\w).*");
  }

  private String expr(Sketch.Expr expr, Sketch.Block block) {
    return switch (expr) {
      case Sketch.Star s -> "all columns";
      case Sketch.Column c -> c.column().qualifiedName();
      case Sketch.Aggregate a -> aggregate(a, block);
      case Sketch.Arithmetic a ->
          "("
              + expr(a.left(), block)
              + switch (a.operator()) {
                case PLUS -> " plus ";
                case MINUS -> " minus ";
                case TIMES -> " times ";
                case DIVIDE -> " divided by ";
              }
              + expr(a.right(), block)
              + ")";
      case Sketch.Bucket b -> unit(b.unit()) + " of " + b.column().qualifiedName();
      case Sketch.DatePart p ->
          (p.unit() == Sketch.DateUnit.DOW ? "day of the week" : unit(p.unit()) + " number")
              + " of "
              + p.column().qualifiedName();
      case Sketch.Share s -> "share of the whole of " + expr(s.of(), block);
      case Sketch.Fraction f ->
          "share of " + counted(block) + " where " + cond(f.condition(), block, false);
      case Sketch.NumberLiteral n -> literals.apply(null, n.value());
      case Sketch.Scalar s -> "(" + query(s.query()) + ")";
      case Sketch.Prior p -> expr(p.of(), block) + " " + earlier(p.step());
      case Sketch.Change c ->
          switch (c.kind()) {
                case CHANGE -> "change of ";
                case GROWTH -> "growth, as a share, of ";
              }
              + expr(c.prior().of(), block)
              + " from "
              + earlier(c.prior().step());
      case Sketch.Running r -> "running total of " + expr(r.of(), block);
      case Sketch.Moving m ->
          "average over the last "
              + literals.apply(null, m.count())
              + " groups of "
              + expr(m.of(), block);
      case Sketch.Rank r -> "rank by " + expr(r.of(), block) + ", 1 is the highest";
    };
  }

  /// How much earlier, in words.
  public static String earlier(Sketch.Step step) {
    return switch (step) {
      case YEAR, QUARTER, MONTH, WEEK, DAY ->
          "a " + step.name().toLowerCase(Locale.ROOT) + " earlier";
      case PERIOD -> "the period before";
    };
  }

  private String aggregate(Sketch.Aggregate aggregate, Sketch.Block block) {
    if (aggregate.argument() instanceof Sketch.Column c && c.column().metric()) {
      return c.column().qualifiedName();
    }
    String different = aggregate.distinct() ? "different " : "";
    if (aggregate.argument() instanceof Sketch.Star) {
      return "number of " + different + counted(block);
    }
    boolean temporal =
        kindOf(aggregate.argument()) == ColumnKind.DATE
            || kindOf(aggregate.argument()) == ColumnKind.TIMESTAMP;
    String name =
        switch (aggregate.function()) {
          case COUNT -> "number of ";
          case SUM -> "total ";
          case AVG -> "average ";
          case MIN -> temporal ? "earliest " : "lowest ";
          case MAX -> temporal ? "latest " : "highest ";
          case MEDIAN -> "median ";
          case STDDEV -> "standard deviation of ";
        };
    return name + different + expr(aggregate.argument(), block);
  }

  private String counted(Sketch.Block block) {
    return CountedRows.of(schema, block)
        .map(TableView::name)
        .orElseGet(() ->
            "combinations of "
                + list(block.tables().stream().map(use -> use.table().name()).toList()));
  }

  private String cond(Sketch.Cond cond, Sketch.Block block, boolean nested) {
    String words =
        switch (cond) {
          case Sketch.And a ->
              cond(a.left(), block, !(a.left() instanceof Sketch.And))
                  + " and "
                  + cond(a.right(), block, !(a.right() instanceof Sketch.And));
          case Sketch.Or o ->
              cond(o.left(), block, !(o.left() instanceof Sketch.Or))
                  + " or "
                  + cond(o.right(), block, !(o.right() instanceof Sketch.Or));
          case Sketch.Not n -> "not (" + cond(n.condition(), block, false) + ")";
          case Sketch.Compare c ->
              expr(c.left(), block)
                  + " "
                  + comparison(c)
                  + " "
                  + operand(c.left(), c.right(), block);
          case Sketch.Between b ->
              expr(b.expr(), block)
                  + " is between "
                  + operand(b.expr(), b.low(), block)
                  + " and "
                  + operand(b.expr(), b.high(), block);
          case Sketch.Like l ->
              expr(l.expr(), block)
                  + " "
                  + switch (l.kind()) {
                    case CONTAINS -> "contains ";
                    case STARTS -> "starts with ";
                    case ENDS -> "ends with ";
                  }
                  + literals.apply(l.expr(), l.value());
          case Sketch.In i ->
              expr(i.expr(), block)
                  + (i.negated() ? " is not among (" : " is among (")
                  + query(i.query())
                  + ")";
          case Sketch.IsNull n ->
              expr(n.expr(), block) + (n.negated() ? " is known" : " is missing");
          case Sketch.During d ->
              expr(d.expr(), block) + " is in " + literals.apply(d.expr(), d.span());
        };
    boolean compound = cond instanceof Sketch.And || cond instanceof Sketch.Or;
    return nested && compound ? "(" + words + ")" : words;
  }

  private static String comparison(Sketch.Compare compare) {
    ColumnKind kind = kindOf(compare.left());
    boolean temporal = kind == ColumnKind.DATE || kind == ColumnKind.TIMESTAMP;
    return switch (compare.operator()) {
      case EQ -> "is";
      case NE -> "is not";
      case LT -> temporal ? "is before" : "is less than";
      case LE -> temporal ? "is not after" : "is at most";
      case GT -> temporal ? "is after" : "is more than";
      case GE -> temporal ? "is not before" : "is at least";
    };
  }

  private String operand(Sketch.Expr left, Sketch.Operand operand, Sketch.Block block) {
    return switch (operand) {
      case Sketch.Value v -> literals.apply(left, v);
      case Sketch.Expr e -> expr(e, block);
    };
  }

  private String order(Sketch.OrderKey key, Sketch.Block block) {
    ColumnKind kind = kindOf(key.expr());
    boolean count =
        key.expr() instanceof Sketch.Aggregate a && a.function() == Sketch.AggregateFunction.COUNT;
    String direction =
        switch (kind) {
          case DATE, TIMESTAMP, TIME -> key.descending() ? "latest first" : "earliest first";
          case TEXT -> key.descending() ? "Z to A" : "A to Z";
          case INTEGER, DECIMAL, BOOLEAN ->
              count
                  ? key.descending() ? "most first" : "fewest first"
                  : key.descending() ? "highest first" : "lowest first";
        };
    return count && block.items().contains(key.expr())
        ? direction
        : "by " + expr(key.expr(), block) + " " + direction;
  }

  /// What kind of value an expression gives.
  static ColumnKind kindOf(Sketch.Expr expr) {
    return switch (expr) {
      case Sketch.Column c -> c.column().kind();
      case Sketch.Bucket b -> b.column().kind();
      case Sketch.Aggregate a ->
          a.function() == Sketch.AggregateFunction.MIN
                  || a.function() == Sketch.AggregateFunction.MAX
              ? kindOf(a.argument())
              : ColumnKind.DECIMAL;
      case Sketch.Scalar s -> kindOf(s.query().first().items().getFirst());
      case Sketch.Star s -> ColumnKind.INTEGER;
      case Sketch.Arithmetic a -> ColumnKind.DECIMAL;
      case Sketch.DatePart p -> ColumnKind.INTEGER;
      case Sketch.Share s -> ColumnKind.DECIMAL;
      case Sketch.Fraction f -> ColumnKind.DECIMAL;
      case Sketch.NumberLiteral n -> ColumnKind.DECIMAL;
      case Sketch.Prior p -> kindOf(p.of());
      case Sketch.Change c -> ColumnKind.DECIMAL;
      case Sketch.Running r -> ColumnKind.DECIMAL;
      case Sketch.Moving m -> ColumnKind.DECIMAL;
      case Sketch.Rank r -> ColumnKind.INTEGER;
    };
  }

  private static String unit(Sketch.DateUnit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  private static String list(List<String> words) {
    List<String> once = List.copyOf(new LinkedHashSet<>(words));
    if (once.size() < 2) {
      return String.join("", once);
    }
    return String.join(", ", once.subList(0, once.size() - 1)) + " and " + once.getLast();
  }
}
