package io.thermocline.jdbc.internal.net;

import java.util.Locale;

/** The properties of a connection, in the URL or in {@link java.util.Properties}. */
public enum ConnectionProperty {
  /** Who connects. */
  USER("user", "", "The user's name."),
  /** The user's password. */
  PASSWORD("password", "", "The user's password; never sent, only proved."),
  /** The session's time zone. */
  TIME_ZONE(
      "timeZone",
      "",
      "Time zone of the session, for instance Europe/Berlin; that of this computer unless set."),
  /** A fixed current time. */
  NOW(
      "now",
      "",
      "A fixed current time as an ISO instant, for repeatable answers to relative dates."),
  /** Below it a question fails. */
  CONFIDENCE_THRESHOLD(
      "confidenceThreshold",
      "",
      "Confidence from 0 to 1 below which a question fails instead of being answered."),
  /** Observations about rows. */
  INSIGHTS(
      "insights",
      "off",
      "Whether answers to questions come with observations about their rows, as warnings: on or off."),
  /** Seconds after which statements fail. */
  QUERY_TIMEOUT(
      "queryTimeout", "0", "Seconds after which statements fail; 0 means the gateway's limit."),
  /** Seconds to connect. */
  CONNECT_TIMEOUT(
      "connectTimeout", "10", "Seconds that connecting and logging in may take, for each host."),
  /** Seconds without a byte. */
  SOCKET_TIMEOUT(
      "socketTimeout",
      "0",
      "Seconds that any answer may take before the connection counts as lost; 0 means no limit."),
  /** Rows in a frame. */
  FETCH_SIZE(
      "fetchSize",
      "0",
      "Most rows in one piece of a result unless the statement sets it; 0 leaves it to the gateway."),
  /** Bytes of a result in flight. */
  RECEIVE_WINDOW(
      "receiveWindow",
      "2097152",
      "Bytes of a result that may be on their way or unread in memory."),
  /** The order of hosts. */
  LOAD_BALANCE(
      "loadBalance",
      "false",
      "Whether several hosts are tried in random order instead of as listed."),
  /** The application. */
  APPLICATION_NAME("applicationName", "", "The application's name, for the gateway's logs.");

  private final String key;
  private final String defaultValue;
  private final String description;

  ConnectionProperty(String key, String defaultValue, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** The name, compared without regard to case. */
  public String key() {
    return key;
  }

  /** What applies unless set. */
  public String defaultValue() {
    return defaultValue;
  }

  /** One sentence for people. */
  public String description() {
    return description;
  }

  String lowerKey() {
    return key.toLowerCase(Locale.ROOT);
  }
}
