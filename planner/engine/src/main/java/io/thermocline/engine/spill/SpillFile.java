package io.thermocline.engine.spill;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One spill file: frames, each an encoded batch after its length, written one after the other and
/// read by position. For one thread at a time.
public final class SpillFile implements AutoCloseable {
  private final QuerySpill owner;
  private final Path path;
  private final SeekableByteChannel channel;
  private long end;
  private boolean closed;

  SpillFile(QuerySpill owner, Path path, SeekableByteChannel channel) {
    this.owner = owner;
    this.path = path;
    this.channel = channel;
  }

  /// The bytes written.
  public long bytes() {
    return end;
  }

  /// Writes a batch and returns the position of its frame.
  ///
  /// @throws ThermoclineException DISK_FULL when the disk or the spill limit is full, IO_ERROR
  public long append(Batch batch) {
    owner.checkActive();
    BatchEncoder encoder = new BatchEncoder();
    encoder.putInt(0);
    encoder.putBatch(batch);
    ByteBuffer frame = encoder.toBuffer();
    frame.putInt(0, frame.limit() - Integer.BYTES);
    int length = frame.limit();
    owner.space().reserve(length);
    long position = end;
    end += length;
    try {
      channel.position(position);
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      throw QuerySpill.failure("written", path, e);
    }
    return position;
  }

  /// Reads the batch of a frame.
  ///
  /// @param types the types of the batch's columns
  public Batch read(long position, List<DataType> types) {
    owner.checkActive();
    try {
      channel.position(position);
      ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
      fill(head);
      int length = head.getInt(0);
      if (length < 0 || length > end - position - Integer.BYTES) {
        throw corrupted();
      }
      ByteBuffer frame = ByteBuffer.allocate(length);
      fill(frame);
      return new BatchDecoder(frame.flip()).batch(types);
    } catch (IOException e) {
      throw QuerySpill.failure("read", path, e);
    }
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw corrupted();
      }
    }
  }

  private ThermoclineException corrupted() {
    return new ThermoclineException(
        ErrorCode.DATA_CORRUPTED,
        "the spill file " + path + " is not what was written; does anything else write there?");
  }

  /// Closes and deletes the file. Idempotent.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    owner.forget(this);
    owner.space().release(end);
    IOException failure = null;
    try {
      channel.close();
    } catch (IOException e) {
      failure = e;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      throw QuerySpill.failure("deleted", path, failure);
    }
  }
}
