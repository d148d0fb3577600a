package io.thermocline.server.insight;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the rows that pass by, as long as they are few. For one result and one thread.
public final class InsightBuffer {
  /// The most rows that are looked at.
  public static final int MAX_ROWS = 500;

  private static final int MAX_COLUMNS = 8;

  private @Nullable List<List<@Nullable Object>> rows = new ArrayList<>();

  /// Takes the rows of a batch, or gives up when there are too many.
  public void add(Batch batch) {
    List<List<@Nullable Object>> kept = rows;
    if (kept == null) {
      return;
    }
    if (kept.size() + batch.size() > MAX_ROWS || batch.columns().size() > MAX_COLUMNS) {
      rows = null;
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Vector column : batch.columns()) {
        row.add(Values.get(column, i));
      }
      kept.add(row);
    }
  }

  /// All rows, or none when there were too many.
  public List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> kept = rows;
    return kept == null ? List.of() : kept;
  }
}
