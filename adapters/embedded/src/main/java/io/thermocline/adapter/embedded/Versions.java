package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// The versions of the binaries, as the build pins them.
record Versions(String postgres, String chdb) {
  static Versions read() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new IOException("versions.properties is missing");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL, "the jar of the embedded stores is incomplete; install it again", e);
    }
    return new Versions(properties.getProperty("postgres", ""), properties.getProperty("chdb", ""));
  }

  /// The part before the first dot of the Postgres version: data folders of another one cannot be
  /// opened.
  String postgresMajor() {
    return postgres.substring(0, postgres.indexOf('.'));
  }
}
