package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.error.DiskSpace;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The errors of one ClickHouse server as the gateway's.
public final class ClickHouseErrors {
  private static final Pattern CODE =
      Pattern.compile("Code: (\\d+)\\. (?:DB::)?(?:Exception|NetException|ErrnoException)?:? ?");
  private static final Pattern TAIL = Pattern.compile("\\s*\\(version [^)]*\\)[\\s\\S]*$");
  private static final int MAXIMUM_TEXT = 600;
  private static final int CANNOT_CONVERT_TYPE = 70;

  /// What `accurateCast` says of a value that its type does not hold.
  private static final String TOO_WIDE = "cannot be safely converted";

  private final String source;

  /// Names the source in every message.
  public ClickHouseErrors(String source) {
    this.source = source;
  }

  /// What the server answered.
  public ThermoclineException server(String text, @Nullable Throwable cause) {
    Matcher matcher = CODE.matcher(text);
    int code = 0;
    String message = text;
    if (matcher.find()) {
      code = Integer.parseInt(matcher.group(1));
      message = text.substring(matcher.end());
    }
    message = TAIL.matcher(message).replaceFirst("").strip();
    if (message.length() > MAXIMUM_TEXT) {
      message = message.substring(0, MAXIMUM_TEXT) + "…";
    }
    ErrorCode error =
        DiskSpace.isExhausted(message)
            ? ErrorCode.DISK_FULL
            : code == CANNOT_CONVERT_TYPE && message.contains(TOO_WIDE)
                ? ErrorCode.NUMERIC_OUT_OF_RANGE
                : map(code);
    return new ThermoclineException(
        error,
        "source \""
            + source
            + "\" (ClickHouse, code "
            + code
            + "): "
            + (message.isEmpty() ? "no message" : message)
            + remedy(error),
        cause);
  }

  private static ErrorCode map(int code) {
    return switch (code) {
      case 60, 81 -> ErrorCode.UNDEFINED_TABLE;
      case 8, 10, 16, 47 -> ErrorCode.UNDEFINED_COLUMN;
      case 46 -> ErrorCode.UNDEFINED_FUNCTION;
      case 69, 407, 321 -> ErrorCode.NUMERIC_OUT_OF_RANGE;
      case 153 -> ErrorCode.DIVISION_BY_ZERO;
      case 159, 160, 209 -> ErrorCode.TIMED_OUT;
      case 394, 735 -> ErrorCode.CANCELLED;
      case 192, 193, 194, 516 -> ErrorCode.SOURCE_AUTHENTICATION;
      case 241, 173 -> ErrorCode.OUT_OF_MEMORY;
      case 243 -> ErrorCode.DISK_FULL;
      case 202 -> ErrorCode.OVERLOADED;
      case 57, 82 -> ErrorCode.INVALID_PARAMETER;
      case 210, 279 -> ErrorCode.CONNECTION_LOST;
      default -> ErrorCode.SOURCE_FAILED;
    };
  }

  private static String remedy(ErrorCode error) {
    return switch (error) {
      case UNDEFINED_TABLE, UNDEFINED_COLUMN -> "; refresh the catalog";
      case SOURCE_AUTHENTICATION -> "; correct the user and password in the configuration";
      case OUT_OF_MEMORY -> "; narrow the query or raise the server's memory limit";
      case TIMED_OUT -> "; narrow the query or raise its time-out";
      case OVERLOADED -> "; try again later";
      case DISK_FULL -> "; the disk is full, free space on the server";
      case INVALID_PARAMETER -> "; drop it or choose another name";
      default -> "";
    };
  }

  /// The server cannot be reached, or the connection broke.
  public ThermoclineException network(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof HttpConnectTimeoutException
          || t instanceof UnknownHostException
          || t instanceof UnresolvedAddressException) {
        return unavailable(cause);
      }
    }
    return new ThermoclineException(
        ErrorCode.CONNECTION_LOST,
        "source \""
            + source
            + "\": the connection to ClickHouse broke ("
            + cause.getMessage()
            + "); run the statement again",
        cause);
  }

  /// Nothing answers.
  public ThermoclineException unavailable(@Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.SOURCE_UNAVAILABLE,
        "source \""
            + source
            + "\": ClickHouse cannot be reached; start it or correct its address in the configuration",
        cause);
  }

  /// The answer does not have the shape asked for.
  public ThermoclineException answer(String detail, @Nullable Throwable cause) {
    return new ThermoclineException(
        ErrorCode.SOURCE_FAILED, "source \"" + source + "\" (ClickHouse): " + detail, cause);
  }

  /// What a JDBC call threw.
  public ThermoclineException jdbc(SQLException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = t.getMessage();
      if (text != null && CODE.matcher(text).find()) {
        return server(text, failure);
      }
      if (t instanceof IOException || t instanceof UnresolvedAddressException) {
        return unavailable(failure);
      }
    }
    String text = String.valueOf(failure.getMessage());
    boolean away =
        text.contains("not available")
            || text.contains("onnect")
            || text.contains("request timed out");
    return away ? unavailable(failure) : answer(text, failure);
  }
}
