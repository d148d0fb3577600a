package io.thermocline.server.net.pgwire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client of PostgreSQL's protocol sends. After the start-up message each message is a type
/// byte, a length (u32, which counts itself) and the body shown here.
sealed interface FrontendMessage {
  /// `SSLRequest`: u32 8, u32 80877103.
  record SslRequest() implements FrontendMessage {}

  /// `GSSENCRequest`: u32 8, u32 80877104.
  record GssRequest() implements FrontendMessage {}

  /// `CancelRequest`: u32 16, u32 80877102, u32 process, secret.
  record CancelRequest(int process, byte[] secret) implements FrontendMessage {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof CancelRequest that
          && process == that.process
          && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
      return process;
    }
  }

  /// `StartupMessage`: u32 length, u16 major, u16 minor, pairs of strings, u8 0.
  record Startup(int major, int minor, Map<String, String> parameters) implements FrontendMessage {
    /// Copies the map.
    public Startup {
      parameters = Map.copyOf(parameters);
    }
  }

  /// `p`: a step of the authentication.
  record Authentication(byte[] data) implements FrontendMessage {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Authentication that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(data);
    }
  }

  /// `Q`: string text.
  record Query(String text) implements FrontendMessage {}

  /// `P`: string name, string text, u16 count, count × u32 type.
  record Parse(String name, String text, List<Integer> types) implements FrontendMessage {
    /// Copies the list.
    public Parse {
      types = List.copyOf(types);
    }
  }

  /// `B`: string portal, string statement, u16 n, n × u16 format, u16 n, n × (i32 length, bytes;
  /// length -1 for null), u16 n, n × u16 format.
  record Bind(
      String portal,
      String statement,
      List<Integer> parameterFormats,
      List<byte @Nullable []> parameters,
      List<Integer> resultFormats)
      implements FrontendMessage {}

  /// `D`: u8 `S` or `P`, string name.
  record Describe(boolean portal, String name) implements FrontendMessage {}

  /// `E`: string portal, u32 rows, 0 for all.
  record Execute(String portal, int maxRows) implements FrontendMessage {}

  /// `C`: u8 `S` or `P`, string name.
  record Close(boolean portal, String name) implements FrontendMessage {}

  /// `H`.
  record Flush() implements FrontendMessage {}

  /// `S`.
  record Sync() implements FrontendMessage {}

  /// `X`.
  record Terminate() implements FrontendMessage {}

  /// `F`: a call of a function by its identifier, which the gateway refuses.
  record FunctionCall() implements FrontendMessage {}

  /// `d`, `c`, `f`: parts of a copy towards the server, which are ignored since none begins.
  record CopyPart() implements FrontendMessage {}
}
