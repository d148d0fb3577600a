package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.Kernel;
import io.thermocline.engine.kernel.Vectors;
import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One side of a join on disk, partitioned by the hash of its keys. Rows with a key that matches
/// nothing are spread evenly. For one thread at a time.
final class SpilledSide implements AutoCloseable {
  private final Spilling spilling;
  private final Schema schema;
  private final int[] stored;
  private final List<Kernel> keys;
  private final boolean[] nullsEqual;
  private final SpillPartitions partitions;
  private long unmatchable;
  private long rows;

  /// `columns` are those that anybody reads; the others are read back as nulls.
  SpilledSide(
      Spilling spilling,
      Schema schema,
      BitSet columns,
      List<Kernel> keys,
      boolean[] nullsEqual,
      int level) {
    this.spilling = spilling;
    this.schema = schema;
    this.stored = columns.stream().filter(column -> column < schema.size()).toArray();
    this.keys = keys;
    this.nullsEqual = nullsEqual;
    List<DataType> types = new ArrayList<>();
    for (int column : stored) {
      types.add(schema.field(column).type());
    }
    this.partitions = new SpillPartitions(spilling, types, level);
  }

  void add(Batch batch) {
    Vector[] vectors = JoinBuild.keyVectors(keys, batch);
    long[] hashes = GroupTable.hashes(vectors, batch.size());
    for (int k = 0; k < vectors.length; k++) {
      if (!nullsEqual[k] && vectors[k].mayHaveNulls()) {
        for (int i = 0; i < hashes.length; i++) {
          if (vectors[k].isNull(i)) {
            hashes[i] = unmatchable++;
          }
        }
      }
    }
    partitions.add(batch.project(stored), hashes);
    rows += batch.size();
  }

  void flush() {
    partitions.flush();
  }

  /// The number of rows.
  long rows() {
    return rows;
  }

  /// Whether some row has a null in a key that nulls do not match.
  boolean hasNullKey() {
    return unmatchable > 0;
  }

  int batchRows() {
    return spilling.batchRows();
  }

  Rows partition(int number) {
    return new Rows(this, partitions.run(number));
  }

  @Override
  public void close() {
    partitions.close();
  }

  /// The rows of a partition.
  record Rows(SpilledSide side, SpillRun run) {
    long count() {
      return run.rows();
    }

    /// The rows from the start.
    Pass pass() {
      return new Pass(side, run.frames());
    }

    /// The same rows in partitions of another level.
    SpilledSide split(int level) {
      BitSet columns = new BitSet();
      for (int column : side.stored) {
        columns.set(column);
      }
      return new SpilledSide(
          side.spilling, side.schema, columns, side.keys, side.nullsEqual, level);
    }
  }

  /// One reading of some rows, in the columns of the side's input.
  static final class Pass {
    private final SpilledSide side;
    private final SpillRun.Frames frames;

    Pass(SpilledSide side, SpillRun.Frames frames) {
      this.side = side;
      this.frames = frames;
    }

    @Nullable Batch next() {
      Batch packed = frames.next();
      if (packed == null) {
        return null;
      }
      Vector[] columns = new Vector[side.schema.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Vectors.nulls(side.schema.field(i).type(), packed.size());
      }
      for (int i = 0; i < side.stored.length; i++) {
        columns[side.stored[i]] = packed.column(i);
      }
      return new Batch(List.of(columns), packed.size());
    }
  }
}
