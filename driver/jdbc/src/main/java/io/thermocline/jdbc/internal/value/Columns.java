package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.protocol.ColumnInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result's columns and their positions by label. */
public final class Columns {
  private final List<ColumnInfo> infos;
  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> folded = new HashMap<>();

  /** Indexes the labels; of equal ones the first counts. */
  public Columns(List<ColumnInfo> infos) {
    this.infos = List.copyOf(infos);
    for (int i = 0; i < infos.size(); i++) {
      exact.putIfAbsent(infos.get(i).name(), i + 1);
      folded.putIfAbsent(infos.get(i).name().toLowerCase(Locale.ROOT), i + 1);
    }
  }

  /** The columns. */
  public List<ColumnInfo> infos() {
    return infos;
  }

  /** Their number. */
  public int count() {
    return infos.size();
  }

  /**
   * The position, from 1, of the column with a label: as spelled if there is one, else without
   * regard to case.
   */
  public int find(String label) throws SQLException {
    Integer position = exact.get(label);
    if (position == null) {
      position = folded.get(label.toLowerCase(Locale.ROOT));
    }
    if (position == null) {
      throw SqlErrors.of("42703", "the result has no column " + label);
    }
    return position;
  }
}
