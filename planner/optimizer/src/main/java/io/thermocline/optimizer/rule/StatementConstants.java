package io.thermocline.optimizer.rule;

import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.rel.Literals;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/// Puts in what is constant for one execution: the session's clock and the parameters' values.
final class StatementConstants extends RexShuttle {
  private final RexBuilder builder;
  private final SessionParameters session;
  private final @Nullable List<? extends @Nullable Object> parameters;
  private boolean clockRead;

  private StatementConstants(
      RexBuilder builder,
      SessionParameters session,
      @Nullable List<? extends @Nullable Object> parameters) {
    this.builder = builder;
    this.session = session;
    this.parameters = parameters;
  }

  static RelNode insert(
      RelNode root,
      SessionParameters session,
      @Nullable List<? extends @Nullable Object> parameters) {
    StatementConstants constants =
        new StatementConstants(root.getCluster().getRexBuilder(), session, parameters);
    return root.accept(constants.new Tree());
  }

  /// Whether a tree asks what time it is, so that its plan is that of one moment.
  static boolean readsClock(RelNode root, SessionParameters session) {
    StatementConstants constants =
        new StatementConstants(root.getCluster().getRexBuilder(), session, null);
    root.accept(constants.new Tree());
    return constants.clockRead;
  }

  private final class Tree extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
      RelNode visited = super.visit(other).accept(StatementConstants.this);
      if (visited instanceof org.apache.calcite.rel.core.Sort sort) {
        RexNode fetch = sort.fetch == null ? null : sort.fetch.accept(StatementConstants.this);
        RexNode offset = sort.offset == null ? null : sort.offset.accept(StatementConstants.this);
        if (fetch != sort.fetch || offset != sort.offset) {
          return sort.copy(sort.getTraitSet(), sort.getInput(), sort.getCollation(), offset, fetch);
        }
      }
      return visited;
    }
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery call = (RexSubQuery) super.visitSubQuery(subQuery);
    return call.clone(call.rel.accept(new Tree()));
  }

  @Override
  public RexNode visitDynamicParam(RexDynamicParam parameter) {
    if (parameters == null) {
      return parameter;
    }
    if (parameter.getIndex() >= parameters.size()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "parameter "
              + (parameter.getIndex() + 1)
              + " has no value; bind one value for each parameter");
    }
    DataType type = Types.toData(parameter.getType());
    Object value = fit(parameters.get(parameter.getIndex()), type, parameter.getIndex());
    try {
      return as(Literals.toRex(builder, value, parameter.getType()), parameter.getType());
    } catch (IllegalArgumentException e) {
      return parameter;
    }
  }

  /// A value as the class of the parameter's type: numbers of other widths and text of dates are
  /// taken too.
  private static @Nullable Object fit(@Nullable Object value, DataType type, int index) {
    try {
      return switch (value) {
        case null -> null;
        case Number n when type.isNumeric() -> Literals.convert(exact(n), type, false);
        case Number n when type == ScalarType.TEXT -> n.toString();
        case String s when type.isNumeric() ->
            Literals.convert(new BigDecimal(s.strip()), type, false);
        case String s when type == ScalarType.DATE -> LocalDate.parse(s.strip());
        case String s when type == ScalarType.TIMESTAMP ->
            s.strip().length() <= 10
                ? LocalDate.parse(s.strip()).atStartOfDay()
                : LocalDateTime.parse(s.strip().replace(' ', 'T'));
        case LocalDate d when type == ScalarType.TIMESTAMP -> d.atStartOfDay();
        case LocalDateTime d when type == ScalarType.DATE -> d.toLocalDate();
        default -> value;
      };
    } catch (RuntimeException e) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "parameter "
              + (index + 1)
              + " is not a "
              + type.sqlName()
              + "; bind a value of that type or cast the parameter",
          e);
    }
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case BigDecimal d -> d;
      case Double d -> BigDecimal.valueOf(d);
      case Float f -> new BigDecimal(f.toString());
      default -> new BigDecimal(number.toString());
    };
  }

  @Override
  public RexNode visitCall(RexCall call) {
    if (call.getOperands().size() > 1) {
      return super.visitCall(call);
    }
    ZonedDateTime now = session.now().truncatedTo(ChronoUnit.MICROS).atZone(session.zone());
    Object value =
        switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
          case "CURRENT_DATE" -> now.toLocalDate();
          case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW" -> now.toLocalDateTime();
          case "CURRENT_TIME", "LOCALTIME" -> now.toLocalTime();
          case "CURRENT_CATALOG" ->
              session.defaultSchema().isEmpty() ? "thermocline" : session.defaultSchema();
          default -> null;
        };
    if (value == null) {
      return super.visitCall(call);
    }
    clockRead = true;
    if (Types.toData(call.getType()) == ScalarType.TIMESTAMP_TZ) {
      Instant instant = now.toInstant();
      return Literals.toRex(builder, instant, call.getType());
    }
    return as(Literals.toRex(builder, value, call.getType()), call.getType());
  }

  private RexNode as(RexNode literal, RelDataType type) {
    return literal.getType().getSqlTypeName() == type.getSqlTypeName()
        ? literal
        : builder.makeAbstractCast(type, literal, false);
  }
}
