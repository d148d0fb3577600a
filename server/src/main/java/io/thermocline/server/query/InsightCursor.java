package io.thermocline.server.query;

import io.thermocline.server.insight.InsightBuffer;
import io.thermocline.server.insight.Insights;
import io.thermocline.server.insight.ResultShape;
import io.thermocline.spi.batch.Batch;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// A cursor that looks at the rows as they pass and says at their end what is worth noting. It
/// holds back no row, and keeps none once there are many.
final class InsightCursor extends CursorOverCursor {
  private final ResultShape shape;
  private final long maxRows;
  private final Instant now;
  private final ZoneId zone;
  private final InsightBuffer buffer = new InsightBuffer();
  private long seen;
  private boolean ended;

  /// @param rows is closed with this cursor
  /// @param maxRows after which the rows were cut off, 0 for never: nothing is said then
  InsightCursor(Cursor rows, ResultShape shape, long maxRows, Instant now, ZoneId zone) {
    super(rows);
    this.shape = shape;
    this.maxRows = maxRows;
    this.now = now;
    this.zone = zone;
  }

  @Override
  void passed(@Nullable Batch batch) {
    if (batch != null) {
      seen += batch.size();
      buffer.add(batch);
    } else if (!ended) {
      ended = true;
      if (maxRows == 0 || seen < maxRows) {
        say(
            Insights.of(schema().fields(), shape, buffer.rows(), now, zone).stream()
                .map(sentence -> new Notice(Notice.Kind.INSIGHT, sentence, null))
                .toList());
      }
    }
  }
}
