package io.thermocline.jdbc.internal.meta;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a query over the schema {@code system} and returns all its rows as text. */
@FunctionalInterface
public interface SystemTables {
  /** The rows of a query. */
  List<List<@Nullable String>> query(String sql) throws SQLException;
}
