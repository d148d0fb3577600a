package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ProtocolLimits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Where and how to connect, from a URL {@code
 * jdbc:thermocline://host:port[,host2:port2]/catalog?key=value&…} and properties. The URL wins over
 * properties.
 */
public final class ConnectionSettings {
  /** What every URL of this driver starts with. */
  public static final String PREFIX = "jdbc:thermocline:";

  private static final int MIN_WINDOW_BYTES = 16 << 10;

  /** A place to connect to. */
  public record Host(String name, int port) {}

  private final String url;
  private final List<Host> hosts;
  private final String catalog;
  private final Map<ConnectionProperty, String> values;

  private ConnectionSettings(
      String url, List<Host> hosts, String catalog, Map<ConnectionProperty, String> values) {
    this.url = url;
    this.hosts = List.copyOf(hosts);
    this.catalog = catalog;
    this.values = values;
  }

  /** Whether a URL is one of this driver. */
  public static boolean accepts(String url) {
    return url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  /**
   * Reads URL and properties.
   *
   * @throws SQLException naming what is wrong and what would be right
   */
  public static ConnectionSettings parse(String url, Properties properties) throws SQLException {
    String rest = url.substring(PREFIX.length());
    if (!rest.startsWith("//")) {
      throw invalid("the URL must read jdbc:thermocline://host:port/catalog");
    }
    rest = rest.substring(2);
    int query = rest.indexOf('?');
    String parameters = query < 0 ? "" : rest.substring(query + 1);
    String place = query < 0 ? rest : rest.substring(0, query);
    int slash = place.indexOf('/');
    String catalog = slash < 0 ? "" : decode(place.substring(slash + 1));
    List<Host> hosts = hosts(slash < 0 ? place : place.substring(0, slash));
    Map<ConnectionProperty, String> values = new EnumMap<>(ConnectionProperty.class);
    for (String name : properties.stringPropertyNames()) {
      property(name).ifPresent(property -> values.put(property, properties.getProperty(name)));
    }
    for (String pair : parameters.isEmpty() ? new String[0] : parameters.split("&")) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      ConnectionProperty property =
          property(name)
              .orElseThrow(() ->
                  invalid(
                      "the URL has an unknown property "
                          + name
                          + "; there are "
                          + Arrays.stream(ConnectionProperty.values())
                              .map(ConnectionProperty::key)
                              .collect(Collectors.joining(", "))));
      values.put(property, equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    String shown = PREFIX + "//" + place;
    ConnectionSettings settings = new ConnectionSettings(shown, hosts, catalog, values);
    settings.check();
    return settings;
  }

  /**
   * The value that a property has by URL and properties, or its default when the URL is not
   * complete yet.
   */
  public static String value(String url, Properties properties, ConnectionProperty property) {
    try {
      if (accepts(url)) {
        return parse(url, properties).get(property);
      }
    } catch (SQLException e) {
      // a URL that is being typed is no reason to show nothing
    }
    return properties.getProperty(property.key(), property.defaultValue());
  }

  private static Optional<ConnectionProperty> property(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(ConnectionProperty.values())
        .filter(p -> p.lowerKey().equals(lower))
        .findFirst();
  }

  private static List<Host> hosts(String text) throws SQLException {
    List<Host> hosts = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[] {"localhost"} : text.split(",", -1)) {
      int colon = part.endsWith("]") ? -1 : part.lastIndexOf(':');
      String name = colon < 0 ? part : part.substring(0, colon);
      if (name.startsWith("[") && name.endsWith("]")) {
        name = name.substring(1, name.length() - 1);
      }
      if (name.isEmpty()) {
        throw invalid("the URL names no host in '" + part + "'");
      }
      hosts.add(
          new Host(
              name, colon < 0 ? ProtocolLimits.DEFAULT_PORT : port(part.substring(colon + 1))));
    }
    return hosts;
  }

  private static int port(String text) throws SQLException {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid("the URL's port must be a number from 1 to 65535, not '" + text + "'");
  }

  private static String decode(String text) throws SQLException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("the URL has a malformed escape in one of its parts");
    }
  }

  private static SQLException invalid(String message) {
    return SqlErrors.of("08001", message);
  }

  private void check() throws SQLException {
    for (ConnectionProperty property :
        List.of(
            ConnectionProperty.QUERY_TIMEOUT,
            ConnectionProperty.CONNECT_TIMEOUT,
            ConnectionProperty.SOCKET_TIMEOUT,
            ConnectionProperty.FETCH_SIZE,
            ConnectionProperty.RECEIVE_WINDOW)) {
      try {
        if (Integer.parseInt(get(property)) < 0) {
          throw new NumberFormatException("negative");
        }
      } catch (NumberFormatException e) {
        throw invalid(
            "property "
                + property.key()
                + " takes a number that is not negative, not '"
                + get(property)
                + "'");
      }
    }
    int window = number(ConnectionProperty.RECEIVE_WINDOW);
    if (window < MIN_WINDOW_BYTES || window > ProtocolLimits.MAX_CREDIT_BYTES) {
      throw invalid(
          "property receiveWindow takes "
              + MIN_WINDOW_BYTES
              + " to "
              + ProtocolLimits.MAX_CREDIT_BYTES
              + ", not "
              + window);
    }
    try {
      timeZone();
    } catch (DateTimeException e) {
      throw invalid(
          "property timeZone takes a zone such as Europe/Berlin, not '"
              + get(ConnectionProperty.TIME_ZONE)
              + "'");
    }
  }

  private String get(ConnectionProperty property) {
    return values.getOrDefault(property, property.defaultValue());
  }

  private int number(ConnectionProperty property) {
    return Integer.parseInt(get(property));
  }

  /** The URL without its parameters, so without secrets. */
  public String url() {
    return url;
  }

  /** The places to try. */
  public List<Host> hosts() {
    return hosts;
  }

  /** The default schema; empty for all. */
  public String catalog() {
    return catalog;
  }

  /** Who connects. */
  public String user() {
    return get(ConnectionProperty.USER);
  }

  char[] password() {
    return get(ConnectionProperty.PASSWORD).toCharArray();
  }

  /** The session's time zone. */
  public ZoneId timeZone() {
    String zone = get(ConnectionProperty.TIME_ZONE);
    return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
  }

  /** The default for statements, zero for none. */
  public Duration queryTimeout() {
    return Duration.ofSeconds(number(ConnectionProperty.QUERY_TIMEOUT));
  }

  /** How long connecting may take, zero for ever. */
  public Duration connectTimeout() {
    return Duration.ofSeconds(number(ConnectionProperty.CONNECT_TIMEOUT));
  }

  /** How long an answer may take, zero for ever. */
  public Duration socketTimeout() {
    return Duration.ofSeconds(number(ConnectionProperty.SOCKET_TIMEOUT));
  }

  /** The default for statements. */
  public int fetchSize() {
    return number(ConnectionProperty.FETCH_SIZE);
  }

  /** The window of each result. */
  public int receiveWindow() {
    return number(ConnectionProperty.RECEIVE_WINDOW);
  }

  boolean loadBalance() {
    return Boolean.parseBoolean(get(ConnectionProperty.LOAD_BALANCE));
  }

  /** Options that travel with authentication. */
  Map<String, String> sessionOptions() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("time_zone", timeZone().getId());
    options.put("now", get(ConnectionProperty.NOW));
    options.put("confidence_threshold", get(ConnectionProperty.CONFIDENCE_THRESHOLD));
    if (!get(ConnectionProperty.INSIGHTS).equals("off")) {
      options.put("insights", get(ConnectionProperty.INSIGHTS));
    }
    options.put("application_name", get(ConnectionProperty.APPLICATION_NAME));
    options.values().removeIf(String::isEmpty);
    return options;
  }

  @Override
  public String toString() {
    return url;
  }
}
