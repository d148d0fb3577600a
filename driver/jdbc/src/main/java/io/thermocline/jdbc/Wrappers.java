package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.SqlErrors;
import java.sql.SQLException;

/** {@code unwrap} for all classes of this package. */
final class Wrappers {
  private Wrappers() {}

  /** The first of the objects that is of the wanted class. */
  static <T> T unwrap(Class<T> type, Object... objects) throws SQLException {
    for (Object object : objects) {
      if (type.isInstance(object)) {
        return type.cast(object);
      }
    }
    throw SqlErrors.of(SqlErrors.ARGUMENT, "this object does not wrap a " + type.getName());
  }
}
