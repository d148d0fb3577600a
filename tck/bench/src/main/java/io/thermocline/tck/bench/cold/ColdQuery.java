package io.thermocline.tck.bench.cold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A query of the benchmark.
///
/// @param ordered whether the order of its rows is fixed
record ColdQuery(String name, String sql, boolean ordered) {
  private static final String MARK = "-- query ";

  /// The queries of `cold-queries.sql`: each begins with a line `-- query NAME`.
  static List<ColdQuery> all() {
    String text;
    try (InputStream stream = ColdQuery.class.getResourceAsStream("cold-queries.sql")) {
      if (stream == null) {
        throw new IllegalStateException("cold-queries.sql is not on the class path");
      }
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<ColdQuery> queries = new ArrayList<>();
    for (String part : text.split(MARK)) {
      if (!part.isBlank()) {
        int line = part.indexOf('\n');
        String sql = part.substring(line + 1).strip();
        queries.add(new ColdQuery(part.substring(0, line).strip(), sql, sql.contains("order by")));
      }
    }
    return queries;
  }
}
