package io.thermocline.engine.operator;

import io.thermocline.engine.spill.SpillFile;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.type.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows on disk in the order in which they were written: some frames of a file, which it does not
/// own. For one thread at a time.
final class SpillRun {
  private final SpillFile file;
  private final List<DataType> types;
  private long[] positions = new long[4];
  private int frames;
  private long rows;

  SpillRun(SpillFile file, List<DataType> types) {
    this.file = file;
    this.types = types;
  }

  void append(Batch batch) {
    if (frames == positions.length) {
      positions = Arrays.copyOf(positions, frames * 2);
    }
    positions[frames++] = file.append(batch);
    rows += batch.size();
  }

  long rows() {
    return rows;
  }

  /// Reads the rows from the start, as often as wanted.
  Frames frames() {
    return new Frames();
  }

  /// One pass over the rows.
  final class Frames {
    private int next;

    /// The next rows, or null at the end.
    @Nullable Batch next() {
      return next == frames ? null : file.read(positions[next++], types);
    }
  }
}
