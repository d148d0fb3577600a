package io.thermocline.optimizer.sql;

import io.thermocline.catalog.ObjectIds;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.optimizer.sql.TextNormalizer.Normalized;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's functions over its catalogs, each written as SQL over the relations of the schema
/// `pg_catalog`, and the types that name objects (`regclass` and its kin). A call is replaced by
/// that SQL before the statement is validated, so that the planner sees nothing special.
final class PostgresFunctions {
  private static final Set<String> REFERENCES =
      Set.of("regclass", "regnamespace", "regtype", "regproc", "regprocedure", "regrole");

  /// By name and number of arguments; `$1` and so on are the arguments.
  private static final Map<String, Normalized> TEMPLATES = new HashMap<>();

  /// Names with any number of arguments.
  private static final Map<String, Normalized> ANY_ARGUMENTS = new HashMap<>();

  static {
    String description =
        "(select tc_value from (select objoid as tc_key, objsubid as tc_part, description as tc_value"
            + " from pg_catalog.pg_description) as tc where tc_key = $1 and tc_part = ";
    define("obj_description/1", description + "0)");
    define("obj_description/2", description + "0)");
    define("col_description/2", description + "$2)");
    define("shobj_description/2", "cast(null as varchar)");
    define("pg_get_constraintdef", lookUp("pg_constraint", "oid", "condefinition"));
    define(
        "pg_get_indexdef/1",
        "(select 'CREATE UNIQUE INDEX ON ' || tc_value from (select conindid as tc_key, condefinition as tc_value"
            + " from pg_catalog.pg_constraint) as tc where tc_key = $1)");
    define(
        "pg_get_indexdef/3",
        "(select case when $2 = 0 then 'CREATE UNIQUE INDEX ON USING btree ' || tc_value else null end"
            + " from (select conindid as tc_key, replace(condefinition, 'PRIMARY KEY ', '') as tc_value"
            + " from pg_catalog.pg_constraint) as tc where tc_key = $1)");
    define("pg_get_expr", "cast(null as varchar)");
    define("pg_get_userbyid/1", lookUp("pg_roles", "oid", "rolname"));
    define("pg_encoding_to_char/1", "case when $1 = 6 then 'UTF8' else '' end");
    define("pg_relation_is_publishable/1", "false");
    define("pg_get_viewdef", "cast(null as varchar)");
    define("pg_get_ruledef", "cast(null as varchar)");
    define("pg_get_triggerdef", "cast(null as varchar)");
    define("pg_get_partkeydef", "cast(null as varchar)");
    define("pg_get_function_result", "cast(null as varchar)");
    define("pg_get_function_arguments", "cast(null as varchar)");
    define("pg_get_function_identity_arguments", "cast(null as varchar)");
    define("pg_get_statisticsobjdef_columns", "cast(null as varchar)");
    define("pg_get_serial_sequence", "cast(null as varchar)");
    define("pg_partition_ancestors/1", "cast(null as bigint)");
    define("pg_is_in_recovery/0", "false");
    define("pg_table_size/1", "cast(0 as bigint)");
    define("pg_total_relation_size/1", "cast(0 as bigint)");
    define("pg_relation_size/1", "cast(0 as bigint)");
    define("pg_size_pretty/1", "cast($1 as varchar) || ' bytes'");
    define("pg_function_is_visible/1", "true");
    define("pg_type_is_visible/1", "true");
    define("pg_collation_is_visible/1", "true");
    define("quote_literal/1", "'''' || replace(cast($1 as varchar), '''', '''''') || ''''");
    define(
        "quote_ident/1",
        "case when $1 ~ '^[a-z_][a-z0-9_]*$' then $1 else '\"' || replace($1, '\"', '\"\"') || '\"' end");
    for (String privilege :
        List.of(
            "has_table_privilege",
            "has_schema_privilege",
            "has_database_privilege",
            "has_column_privilege",
            "has_any_column_privilege",
            "has_function_privilege",
            "has_type_privilege",
            "pg_has_role")) {
      define(privilege, "true");
    }
    define("version/0", "'PostgreSQL 16.9 (Thermocline), a gateway that speaks like it'");
    define("format_type/2", formatType());
    define("format_type/1", formatType().replace("$2", "-1"));
  }

  private final SessionParameters session;

  PostgresFunctions(SessionParameters session) {
    this.session = session;
  }

  private static void define(String name, String sql) {
    (name.indexOf('/') < 0 ? ANY_ARGUMENTS : TEMPLATES).put(name, TextNormalizer.normalize(sql));
  }

  /// A value of a catalog by a key. Its columns are renamed, so that an argument that names a
  /// column means the statement's own.
  private static String lookUp(String table, String key, String value) {
    return "(select tc_value from (select "
        + key
        + " as tc_key, "
        + value
        + " as tc_value from pg_catalog."
        + table
        + ") as tc where tc_key = $1)";
  }

  /// The types by identifier; the modifier of a numeric holds precision and scale.
  private static String formatType() {
    Map<Integer, String> names = new HashMap<>();
    names.put(16, "boolean");
    names.put(17, "bytea");
    names.put(18, "\"char\"");
    names.put(19, "name");
    names.put(20, "bigint");
    names.put(21, "smallint");
    names.put(23, "integer");
    names.put(25, "text");
    names.put(26, "oid");
    names.put(114, "json");
    names.put(700, "real");
    names.put(701, "double precision");
    names.put(1042, "character");
    names.put(1043, "character varying");
    names.put(1082, "date");
    names.put(1083, "time without time zone");
    names.put(1114, "timestamp without time zone");
    names.put(1184, "timestamp with time zone");
    names.put(1186, "interval");
    names.put(2950, "uuid");
    names.put(3802, "jsonb");
    names.put(1000, "boolean[]");
    names.put(1005, "smallint[]");
    names.put(1007, "integer[]");
    names.put(1009, "text[]");
    names.put(1016, "bigint[]");
    names.put(1021, "real[]");
    names.put(1022, "double precision[]");
    names.put(1028, "oid[]");
    names.put(1115, "timestamp without time zone[]");
    names.put(1182, "date[]");
    names.put(1185, "timestamp with time zone[]");
    names.put(1231, "numeric[]");
    names.put(2951, "uuid[]");
    StringBuilder sql = new StringBuilder("case $1");
    names.forEach((oid, name) ->
        sql.append(" when ").append(oid).append(" then '").append(name).append('\''));
    return sql.append(
            " when 1700 then case when coalesce($2, -1) < 4 then 'numeric' else 'numeric(' || cast(($2 - 4) / 65536 as varchar)"
                + " || ',' || cast(mod($2 - 4, 65536) as varchar) || ')' end else '???' end")
        .toString();
  }

  /// The call, or what it stands for.
  SqlNode expand(SqlUnresolvedFunction function, SqlCall call) {
    List<String> names = function.getNameAsId().names;
    if (names.size() == 2 && !names.get(0).equalsIgnoreCase(ObjectIds.PG_CATALOG)) {
      return call;
    }
    String name = names.getLast().toLowerCase(Locale.ROOT);
    List<SqlNode> arguments = call.getOperandList();
    SqlNode constant = constant(name, arguments);
    if (constant != null) {
      return constant;
    }
    Normalized template = TEMPLATES.get(name + "/" + arguments.size());
    template = template == null ? ANY_ARGUMENTS.get(name) : template;
    if (template != null) {
      return written(template, arguments);
    }
    return names.size() == 1
        ? call
        : new SqlUnresolvedFunction(
                new SqlIdentifier(name, function.getNameAsId().getParserPosition()),
                null,
                null,
                null,
                null,
                function.getFunctionType())
            .createCall(call.getFunctionQuantifier(), call.getParserPosition(), arguments);
  }

  /// Functions of the session.
  private @Nullable SqlNode constant(String name, List<SqlNode> arguments) {
    String schema = session.defaultSchema().isEmpty() ? "public" : session.defaultSchema();
    return switch (name) {
      case "current_database", "current_catalog" ->
          text(session.defaultSchema().isEmpty() ? "thermocline" : session.defaultSchema());
      case "current_schema" -> text(schema);
      case "pg_table_is_visible" -> arguments.size() == 1 ? visible(arguments) : null;
      default -> null;
    };
  }

  /// A table is visible when its name needs no schema: in the default schema, or in any when there
  /// is none.
  private SqlNode visible(List<SqlNode> arguments) {
    String schemas =
        session.defaultSchema().isEmpty()
            ? ""
            : " where v.relnamespace in ("
                + ObjectIds.schema(session.defaultSchema())
                + ", "
                + ObjectIds.schema(ObjectIds.PG_CATALOG)
                + ")";
    return written(
        TextNormalizer.normalize("$1 in (select v.oid from pg_catalog.pg_class v" + schemas + ")"),
        arguments);
  }

  private static SqlNode text(String value) {
    return SqlLiteral.createCharString(value, SqlParserPos.ZERO);
  }

  /// Whether a type names objects.
  static boolean isReference(SqlNode type) {
    return type instanceof SqlDataTypeSpec spec && REFERENCES.contains(typeName(spec));
  }

  private static String typeName(SqlDataTypeSpec spec) {
    return spec.getTypeName().names.getLast().toLowerCase(Locale.ROOT);
  }

  /// A cast to a type that names objects: from a literal name the identifier, from an identifier
  /// the name.
  SqlNode reference(SqlNode value, SqlNode type) {
    boolean literal = value instanceof SqlCharStringLiteral;
    String sql =
        switch (typeName((SqlDataTypeSpec) type)) {
          case "regclass" ->
              literal
                  ? tableNamed((SqlCharStringLiteral) value)
                  : lookUp("pg_class", "oid", "relname");
          case "regnamespace" -> lookUp("pg_namespace", "oid", "nspname");
          case "regtype" ->
              literal
                  ? "(select min(v.oid) from pg_catalog.pg_type v where v.typname = $1)"
                  : formatType().replace("$2", "-1");
          default -> "cast($1 as varchar)";
        };
    return written(TextNormalizer.normalize(sql), List.of(value));
  }

  private static String tableNamed(SqlCharStringLiteral value) {
    String name = value.getValueAs(String.class);
    int dot = name.indexOf('.');
    String table = name.substring(dot + 1).replace("\"", "");
    if (name.matches("\\d+")) {
      return "cast('" + name + "' as bigint)";
    }
    if (dot > 0) {
      return Long.toString(ObjectIds.table(name.substring(0, dot).replace("\"", ""), table));
    }
    String quoted = "'" + table.replace("'", "''") + "'";
    return "(select min(v.oid) from pg_catalog.pg_class v where v.relname = " + quoted + ")";
  }

  /// A template with arguments in the places of its parameters.
  private SqlNode written(Normalized template, List<SqlNode> arguments) {
    try {
      SqlNode parsed = SqlParser.create(template.text(), SqlFrontend.PARSER).parseExpression();
      SqlNode numbered = parsed.accept(new PostgresShuttle(template.parameters(), this));
      SqlNode node = numbered == null ? null : numbered.accept(new Arguments(arguments));
      if (node == null) {
        throw new IllegalStateException("a template vanished");
      }
      return node;
    } catch (SqlParseException e) {
      throw new IllegalStateException("the template " + template.text() + " is wrong", e);
    }
  }

  /// Puts arguments in the places of numbered parameters.
  private static final class Arguments extends SqlShuttle {
    private final List<SqlNode> arguments;

    Arguments(List<SqlNode> arguments) {
      this.arguments = arguments;
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
      SqlNode argument = arguments.get(parameter.getIndex());
      return argument.clone(argument.getParserPosition());
    }
  }
}
