package io.thermocline.engine.kernel;

import io.thermocline.engine.expr.Expression;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// Writes the script that lets a PostgreSQL of the time zone Europe/Paris state the values of
/// [FunctionCases]: `java … PostgresGolden | psql -AtqX > functions.tsv`.
final class PostgresGolden {
  private PostgresGolden() {}

  static String sql(Expression expression) {
    return "(" + SqlWriter.write(expression) + ")::" + expression.type().sqlName();
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("set timezone = 'Europe/Paris';");
    out.println("set client_min_messages = error;");
    out.println(
        """
        create or replace function pg_temp.ev(q text) returns text language plpgsql as $f$
        declare r text;
        begin
          execute 'select (' || q || ')::text' into r;
          return coalesce('[' || r || ']', 'NULL');
        exception when others then return 'ERROR ' || sqlstate;
        end $f$;\
        """);
    Set<String> seen = new LinkedHashSet<>();
    for (Expression expression : FunctionCases.all()) {
      String sql = sql(expression);
      if (seen.add(sql)) {
        out.println("select $q$" + sql + "$q$ || E'\\t' || pg_temp.ev($q$" + sql + "$q$);");
      }
    }
  }
}
