package io.thermocline.server.net.pgwire;

import java.util.Locale;

/// How grave a message is, from the least on.
enum Severity {
  /// For those who look for faults.
  DEBUG,
  /// For logs.
  LOG,
  /// For people.
  NOTICE,
  /// Something may be wrong.
  WARNING,
  /// The statement failed.
  ERROR,
  /// The session ends.
  FATAL;

  /// The severity from which on a client wants notices, from `client_min_messages`.
  static Severity wanted(String setting) {
    return switch (setting.toLowerCase(Locale.ROOT)) {
      case "debug", "debug1", "debug2", "debug3", "debug4", "debug5" -> DEBUG;
      case "log" -> LOG;
      case "warning" -> WARNING;
      case "error" -> ERROR;
      default -> NOTICE;
    };
  }
}
