package io.thermocline.server.config;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A password or another secret, named but not held where possible. No variant prints its value.
public sealed interface Secret {
  /// The most bytes of a secret's file.
  int MAX_FILE_BYTES = 64 * 1024;

  /// A secret in a variable of the environment.
  record FromEnvironment(String variable) implements Secret {
    @Override
    public String toString() {
      return "env:" + variable;
    }
  }

  /// A secret in a file, read when needed; line ends at its end do not count.
  record FromFile(Path file) implements Secret {
    @Override
    public String toString() {
      return "file:" + file;
    }
  }

  /// A value that the program itself made, or a verifier, from which no password can be derived.
  record Literal(String value) implements Secret {
    @Override
    public String toString() {
      return "******";
    }
  }

  /// Reads a reference `env:NAME` or `file:PATH`; relative paths start at `folder`.
  ///
  /// @throws ThermoclineException CONFIGURATION when the text is not a reference; the message does
  ///   not repeat the text
  static Secret reference(String text, String key, Path folder) {
    if (text.startsWith("env:") && text.length() > 4) {
      return new FromEnvironment(text.substring(4));
    }
    if (text.startsWith("file:") && text.length() > 5) {
      return new FromFile(folder.resolve(text.substring(5)));
    }
    throw new ThermoclineException(
        ErrorCode.CONFIGURATION,
        key
            + " holds a plain value. Write env:NAME or file:PATH, and keep the secret in that variable or file.");
  }

  /// The secret itself.
  ///
  /// @param environment the variables of the process
  /// @throws ThermoclineException CONFIGURATION when it is missing
  default String resolve(Map<String, String> environment) {
    return switch (this) {
      case Literal literal -> literal.value();
      case FromEnvironment reference -> {
        String value = environment.get(reference.variable());
        if (value == null) {
          throw new ThermoclineException(
              ErrorCode.CONFIGURATION,
              "the environment has no variable "
                  + reference.variable()
                  + ". Set it before the start.");
        }
        yield value;
      }
      case FromFile reference -> read(reference.file());
    };
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ThermoclineException(
            ErrorCode.CONFIGURATION,
            "the secret file " + file + " is larger than " + MAX_FILE_BYTES + " bytes.");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "the secret file " + file + " cannot be read. Create it, readable by the gateway's user.",
          e);
    }
  }
}
