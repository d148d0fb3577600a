package io.thermocline.server.query;

import io.thermocline.server.insight.InsightBuffer;
import io.thermocline.server.insight.Insights;
import io.thermocline.server.insight.ResultShape;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.type.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cursor that looks at the rows as they pass and says at their end what is worth noting. It
/// holds back no row, and keeps none once there are many.
final class InsightCursor implements Cursor {
  private final Cursor rows;
  private final ResultShape shape;
  private final long maxRows;
  private final Instant now;
  private final ZoneId zone;
  private final InsightBuffer buffer = new InsightBuffer();
  private List<Notice> insights = List.of();
  private long seen;
  private boolean ended;

  /// @param rows is closed with this cursor
  /// @param maxRows after which the rows were cut off, 0 for never: nothing is said then
  InsightCursor(Cursor rows, ResultShape shape, long maxRows, Instant now, ZoneId zone) {
    this.rows = rows;
    this.shape = shape;
    this.maxRows = maxRows;
    this.now = now;
    this.zone = zone;
  }

  @Override
  public Schema schema() {
    return rows.schema();
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = rows.next();
    if (batch != null) {
      seen += batch.size();
      buffer.add(batch);
    } else if (!ended) {
      ended = true;
      if (maxRows == 0 || seen < maxRows) {
        insights =
            Insights.of(schema().fields(), shape, buffer.rows(), now, zone).stream()
                .map(sentence -> new Notice(Notice.Kind.INSIGHT, sentence, null))
                .toList();
      }
    }
    return batch;
  }

  @Override
  public List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(rows.notices());
    notices.addAll(insights);
    return notices;
  }

  @Override
  public void cancel() {
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
  }
}
