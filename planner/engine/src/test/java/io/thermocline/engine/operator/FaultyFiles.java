package io.thermocline.engine.operator;

import io.thermocline.engine.spill.SpillSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/// Real files of which one operation fails: the n-th write meets a full disk, that of the system
/// itself (`/dev/full`), or the n-th write, read or creation an error.
final class FaultyFiles implements SpillSpace.FileOpener {
  /// What fails.
  enum Kind {
    CREATE,
    WRITE,
    READ,
    FULL
  }

  private static final int MOST_WRITTEN = 1500;

  private final Kind kind;
  private final int failing;
  private final AtomicInteger operations = new AtomicInteger();

  FaultyFiles(Kind kind, int failing) {
    this.kind = kind;
    this.failing = failing;
  }

  /// Whether the operation that is to fail has come.
  boolean failed() {
    return operations.get() >= failing;
  }

  private void operation(Kind now) throws IOException {
    if (kind == now && operations.incrementAndGet() == failing) {
      throw new IOException("injected failure");
    }
  }

  @Override
  public SeekableByteChannel create(Path path) throws IOException {
    operation(Kind.CREATE);
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Channel(file);
  }

  private final class Channel implements SeekableByteChannel {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      operation(Kind.READ);
      return file.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      operation(Kind.WRITE);
      if (kind == Kind.FULL && operations.incrementAndGet() == failing) {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
          return full.write(source);
        }
      }
      // Not all at a time, as a channel may do.
      ByteBuffer some = source.duplicate();
      some.limit(source.position() + Math.min(source.remaining(), MOST_WRITTEN));
      int written = file.write(some);
      source.position(source.position() + written);
      return written;
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
