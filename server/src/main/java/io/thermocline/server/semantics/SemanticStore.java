package io.thermocline.server.semantics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// Keeps what was taught in one JSON file. A change is on disk before it is used, and the file is
/// replaced as a whole, so that it is complete after a crash. Thread-safe.
public final class SemanticStore {
  /// The most lessons that are kept.
  static final int MAX_LESSONS = 50_000;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Lessons configured;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Lessons taught;
  private volatile Lessons all;

  private SemanticStore(Path file, Lessons configured, Lessons taught) {
    this.file = file;
    this.configured = configured;
    this.taught = taught;
    this.all = together(taught);
  }

  /// Opens a store.
  ///
  /// @param file need not exist yet
  /// @param configured lessons of the configuration, which statements cannot change; a taught one
  ///   of the same key wins over them
  /// @throws ThermoclineException DATA_CORRUPTED when the file is not one that a store wrote,
  ///   IO_ERROR when it cannot be read
  public static SemanticStore open(Path file, List<? extends Lesson> configured) {
    return new SemanticStore(file, new Lessons(configured), read(file));
  }

  private static Lessons read(Path file) {
    if (!Files.exists(file)) {
      return Lessons.NONE;
    }
    try {
      return new Lessons(
          MAPPER.readValue(Files.readString(file), new TypeReference<List<Lesson>>() {}));
    } catch (JsonProcessingException e) {
      throw new ThermoclineException(
          ErrorCode.DATA_CORRUPTED,
          file
              + " does not hold what was taught: "
              + e.getOriginalMessage()
              + "; restore it or move it away",
          e);
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, file + " cannot be read", e);
    }
  }

  private Lessons together(Lessons own) {
    List<Lesson> lessons = new ArrayList<>(configured.all());
    lessons.addAll(own.all());
    return new Lessons(lessons);
  }

  /// What is known now, configuration included.
  public Lessons lessons() {
    return all;
  }

  /// Whether a lesson stands in the configuration and was not taught anew.
  boolean isConfigured(String key) {
    return configured.find(key).isPresent() && taught.find(key).isEmpty();
  }

  /// Calls a listener after each change, on the thread that makes it.
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /// Changes what was taught and writes it down.
  ///
  /// @throws ThermoclineException OVERLOADED when there would be too many lessons, IO_ERROR when
  ///   the file cannot be written; nothing has changed then
  synchronized void update(UnaryOperator<Lessons> change) {
    Lessons changed = change.apply(taught);
    if (changed.all().size() > MAX_LESSONS) {
      throw new ThermoclineException(
          ErrorCode.OVERLOADED,
          "there are " + MAX_LESSONS + " taught things, which is the limit; drop some");
    }
    write(changed);
    taught = changed;
    all = together(changed);
    listeners.forEach(Runnable::run);
  }

  private void write(Lessons lessons) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      byte[] json =
          MAPPER
              .writerFor(new TypeReference<List<Lesson>>() {})
              .writeValueAsString(lessons.all())
              .getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(json);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.IO_ERROR, file + " cannot be written; what was taught is not kept", e);
    }
  }
}
