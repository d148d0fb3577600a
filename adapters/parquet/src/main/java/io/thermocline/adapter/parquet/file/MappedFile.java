package io.thermocline.adapter.parquet.file;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// A file mapped into memory. The mapping lives until the last reference to it is gone. Reading a
/// part that another process has cut off throws `InternalError`, so native code must not be handed
/// the mapping: copy first.
public final class MappedFile implements InputFile {
  private final MemorySegment segment;

  private MappedFile(MemorySegment segment) {
    this.segment = segment;
  }

  /// Maps a whole file.
  public static MappedFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new MappedFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
    }
  }

  /// The bytes of the file.
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public long getLength() {
    return segment.byteSize();
  }

  @Override
  public SeekableInputStream newStream() {
    return new Input(segment, 0);
  }

  /// A stream over the bytes from a position on.
  public Input streamAt(long position) {
    return new Input(segment, position);
  }

  /// A stream over mapped bytes.
  public static final class Input extends SeekableInputStream {
    private final MemorySegment segment;
    private long position;

    Input(MemorySegment segment, long position) {
      this.segment = segment;
      this.position = position;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = newPosition;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, segment.byteSize() - position);
    }

    @Override
    public int read() {
      return position >= segment.byteSize()
          ? -1
          : segment.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      long left = segment.byteSize() - position;
      if (left <= 0) {
        return length == 0 ? 0 : -1;
      }
      int count = (int) Math.min(length, left);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public void readFully(byte[] target) throws IOException {
      readFully(target, 0, target.length);
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws IOException {
      if (length > segment.byteSize() - position) {
        throw new EOFException("the file ends at " + segment.byteSize());
      }
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, position, target, offset, length);
      position += length;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = (int) Math.min(target.remaining(), segment.byteSize() - position);
      if (count <= 0) {
        return target.hasRemaining() ? -1 : 0;
      }
      target.put(segment.asSlice(position, count).asByteBuffer());
      position += count;
      return count;
    }

    @Override
    public void readFully(ByteBuffer target) throws IOException {
      if (target.remaining() > segment.byteSize() - position) {
        throw new EOFException("the file ends at " + segment.byteSize());
      }
      read(target);
    }
  }
}
