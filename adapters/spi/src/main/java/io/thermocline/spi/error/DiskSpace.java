package io.thermocline.spi.error;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells a full disk from other failures of files, by what operating systems say of it.
public final class DiskSpace {
  private DiskSpace() {}

  /// DISK_FULL or IO_ERROR.
  public static ErrorCode code(IOException failure) {
    return isExhausted(failure.getMessage()) ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR;
  }

  /// Whether a message of the operating system, or a log that repeats it, says that there is no
  /// room.
  public static boolean isExhausted(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space");
  }
}
