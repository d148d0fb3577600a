package io.thermocline.jdbc;

import io.thermocline.jdbc.internal.net.ConnectionProperty;
import io.thermocline.jdbc.internal.net.ConnectionSettings;
import io.thermocline.jdbc.internal.net.SqlErrors;
import io.thermocline.jdbc.internal.net.WireSession;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for URLs {@code jdbc:thermocline://host:port[,host2:port2]/catalog?user=…&password=…}.
 * Statements may be questions in natural language, {@code ASK '…'}, or SQL.
 */
public final class ThermoclineDriver implements Driver {
  static final int MAJOR_VERSION = 0;
  static final int MINOR_VERSION = 1;

  static {
    try {
      DriverManager.registerDriver(new ThermoclineDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For {@link java.util.ServiceLoader}. */
  public ThermoclineDriver() {}

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    ConnectionSettings settings =
        ConnectionSettings.parse(url, info == null ? new Properties() : info);
    return new ThermoclineConnection(WireSession.open(settings));
  }

  @Override
  public boolean acceptsURL(String url) {
    return ConnectionSettings.accepts(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
    Properties properties = info == null ? new Properties() : info;
    List<DriverPropertyInfo> infos = new ArrayList<>();
    for (ConnectionProperty property : ConnectionProperty.values()) {
      String value = ConnectionSettings.value(url, properties, property);
      DriverPropertyInfo one = new DriverPropertyInfo(property.key(), value);
      one.description = property.description();
      one.required = property == ConnectionProperty.USER;
      if (property == ConnectionProperty.LOAD_BALANCE) {
        one.choices = new String[] {"false", "true"};
      }
      infos.add(one);
    }
    return infos.toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return MAJOR_VERSION;
  }

  @Override
  public int getMinorVersion() {
    return MINOR_VERSION;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw SqlErrors.unsupported("a logger");
  }
}
