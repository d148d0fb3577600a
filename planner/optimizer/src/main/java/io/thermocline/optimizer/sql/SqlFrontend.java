package io.thermocline.optimizer.sql;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.TableSemantics.ComputedColumn;
import io.thermocline.catalog.TableSemantics.Metric;
import io.thermocline.optimizer.MetricExpression;
import io.thermocline.optimizer.PlannerConfig;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.ValidatedStatement;
import io.thermocline.optimizer.ValidatedStatement.ExplainMode;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.optimizer.sql.TextNormalizer.Normalized;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;

/// SQL text to a validated tree. Thread-safe.
public final class SqlFrontend {
  static final SqlParser.Config PARSER =
      SqlParser.config()
          .withParserFactory(SqlBabelParserImpl.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(true)
          .withIdentifierMaxLength(256)
          .withConformance(SqlConformanceEnum.BABEL);
  private static final SqlValidator.Config VALIDATOR =
      SqlValidator.Config.DEFAULT
          .withConformance(new PostgresConformance())
          .withDefaultNullCollation(NullCollation.HIGH)
          .withTypeCoercionFactory(PostgresCoercion::new)
          .withIdentifierExpansion(true);
  private static final SqlToRelConverter.Config TO_REL =
      SqlToRelConverter.config()
          .withExpand(false)
          .withTrimUnusedFields(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .withRemoveSortInSubQuery(true)
          .withAddJsonTypeOperatorEnabled(false);

  private final PlannerConfig config;
  private final CatalogSchemas schemas = new CatalogSchemas();

  /// A front end.
  public SqlFrontend(PlannerConfig config) {
    this.config = config;
  }

  /// A cluster for one statement.
  private static RelOptCluster cluster() {
    HepPlanner planner = new HepPlanner(HepProgram.builder().build());
    return RelOptCluster.create(planner, new RexBuilder(PostgresTypeFactory.INSTANCE));
  }

  /// A builder over a catalog's tables with a new cluster.
  public RelBuilder relBuilder(Catalog catalog, SessionParameters session) {
    return RelFactories.LOGICAL_BUILDER.create(cluster(), schemas.reader(catalog, session));
  }

  /// Parses and validates.
  public ValidatedStatement parse(String sql, Catalog catalog, SessionParameters session) {
    if (sql.length() > config.maxStatementChars()) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_LONG,
          "the statement has "
              + sql.length()
              + " characters, the limit is "
              + config.maxStatementChars()
              + "; shorten it");
    }
    Normalized text = TextNormalizer.normalize(sql);
    if (text.text().isBlank()) {
      throw new ThermoclineException(
          ErrorCode.EMPTY_STATEMENT, "the statement holds no text; write a query or a question");
    }
    SqlErrors errors = new SqlErrors(catalog, text);
    SqlNode node;
    try {
      node = SqlParser.create(text.text(), PARSER).parseStmt();
    } catch (SqlParseException e) {
      throw errors.syntax(e);
    }
    try {
      PostgresFunctions functions = new PostgresFunctions(session);
      return validate(node, text, functions, schemas.reader(catalog, session));
    } catch (StackOverflowError e) {
      throw new ThermoclineException(
          ErrorCode.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply; split it", e);
    } catch (RuntimeException e) {
      throw errors.validation(e);
    }
  }

  private static ValidatedStatement validate(
      SqlNode node, Normalized text, PostgresFunctions functions, CalciteCatalogReader reader) {
    if (!node.isA(SqlKind.QUERY)) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          node.getKind() + " is not supported; the gateway answers queries only");
    }
    SqlNode rewritten = node.accept(new PostgresShuttle(text.parameters(), functions));
    if (rewritten == null) {
      throw new IllegalStateException("a statement vanished");
    }
    SqlValidator validator =
        SqlValidatorUtil.newValidator(
            SqlOperators.all(), reader, PostgresTypeFactory.INSTANCE, VALIDATOR);
    SqlNode validated = validator.validate(rewritten);
    List<DataType> parameterTypes =
        text.parameters().isEmpty() ? List.of() : parameterTypes(text, validated, validator);
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (rowType, queryString, schemaPath, viewPath) -> {
              throw new IllegalStateException("there are no views");
            },
            validator,
            reader,
            cluster(),
            new Convertlets(),
            TO_REL);
    RelRoot root = converter.convertQuery(validated, false, true);
    RelNode rel = root.project(true);
    RelDataType rowType = root.validatedRowType;
    Schema schema = Types.schema(rel.getRowType(), rowType.getFieldNames());
    return new ValidatedStatement(rel, schema, parameterTypes, text.explain());
  }

  /// The types by number. A parameter may stand in several places.
  private static List<DataType> parameterTypes(
      Normalized text, SqlNode statement, SqlValidator validator) {
    int count = text.parameters().stream().mapToInt(number -> number + 1).max().orElse(0);
    List<DataType> types = new ArrayList<>(Collections.nCopies(count, ScalarType.TEXT));
    statement.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlDynamicParam parameter) {
            RelDataType type = validator.getValidatedNodeTypeIfKnown(parameter);
            if (type != null) {
              types.set(parameter.getIndex(), Types.toData(type));
            }
            return parameter;
          }
        });
    return types;
  }

  /// Reads a metric of a table.
  public MetricExpression metric(Catalog catalog, LogicalTable table, Metric metric) {
    return new MetricReader(this, catalog, table, metric).read();
  }

  /// The expression of a computed column over stored columns that the caller places.
  public RexNode computedColumn(
      RelBuilder builder, LogicalTable table, String column, IntFunction<RexNode> storedColumn) {
    ComputedColumn computed =
        table.semantics().computed().stream()
            .filter(c -> c.name().equals(column))
            .findFirst()
            .orElseThrow(() ->
                new ThermoclineException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "table \""
                        + table.name()
                        + "\" has no computed column \""
                        + column
                        + "\"; check its configuration"));
    Catalog alone = new Catalog(0, List.of(table));
    SessionParameters session =
        new SessionParameters(table.schema(), ZoneOffset.UTC, Instant.EPOCH);
    ValidatedStatement statement =
        parse("select " + computed.expression() + " from \"" + table.name() + "\"", alone, session);
    if (!(statement.rel() instanceof Project project)
        || project.getInput().getInputs().size() > 0
        || project.getProjects().size() != 1
        || statement.explain() != ExplainMode.NONE) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "computed column \""
              + column
              + "\" of \""
              + table.name()
              + "\" is not an expression over the table's own columns; aggregates and sub-queries do not belong there");
    }
    return project
        .getProjects()
        .get(0)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef ref) {
                return storedColumn.apply(ref.getIndex());
              }
            });
  }
}
