package io.thermocline.jdbc.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
  private static ConnectionSettings parse(String url) throws SQLException {
    return ConnectionSettings.parse(url, new Properties());
  }

  @Test
  void urlNamesHostsCatalogAndProperties() throws SQLException {
    ConnectionSettings settings =
        parse(
            "jdbc:thermocline://a:1,b,[::1]:3/my%20shop?user=ada&password=a%26b&queryTimeout=7&TIMEZONE=Europe/Berlin");
    assertThat(settings.hosts())
        .containsExactly(
            new ConnectionSettings.Host("a", 1),
            new ConnectionSettings.Host("b", 7447),
            new ConnectionSettings.Host("::1", 3));
    assertThat(settings.catalog()).isEqualTo("my shop");
    assertThat(settings.user()).isEqualTo("ada");
    assertThat(settings.password()).containsExactly('a', '&', 'b');
    assertThat(settings.queryTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.toString()).doesNotContain("a&b").doesNotContain("%26");
  }

  @Test
  void propertiesFillWhatTheUrlLeavesOut() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "bob");
    properties.setProperty("password", "x");
    properties.setProperty("somethingOfATool", "ignored");
    ConnectionSettings settings =
        ConnectionSettings.parse("jdbc:thermocline://h?user=ada", properties);
    assertThat(settings.user()).isEqualTo("ada");
    assertThat(settings.password()).containsExactly('x');
    assertThat(settings.catalog()).isEmpty();
    assertThat(parse("jdbc:thermocline:///").hosts())
        .containsExactly(new ConnectionSettings.Host("localhost", 7447));
  }

  @Test
  void valuesAreShownWhileTheUrlIsTyped() {
    Properties properties = new Properties();
    properties.setProperty("user", "bob");
    String url = "jdbc:thermocline://h/?fetchSize=9";
    assertThat(ConnectionSettings.value(url, properties, ConnectionProperty.FETCH_SIZE))
        .isEqualTo("9");
    assertThat(ConnectionSettings.value(url, properties, ConnectionProperty.USER)).isEqualTo("bob");
    assertThat(ConnectionSettings.value("jdbc:thermo", properties, ConnectionProperty.USER))
        .isEqualTo("bob");
    assertThat(ConnectionSettings.value(url + "&x", properties, ConnectionProperty.FETCH_SIZE))
        .isEqualTo("0");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> parse("jdbc:thermocline:h"))
        .hasMessageContaining("jdbc:thermocline://host:port/catalog");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h:x/")).hasMessageContaining("'x'");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h:70000/")).hasMessageContaining("70000");
    assertThatThrownBy(() -> parse("jdbc:thermocline://a,,b/")).hasMessageContaining("no host");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h/?pasword=1"))
        .hasMessageContaining("pasword");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h/?fetchSize=-1"))
        .hasMessageContaining("fetchSize");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h/?receiveWindow=5"))
        .hasMessageContaining("receiveWindow");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h/?timeZone=Mars"))
        .hasMessageContaining("Mars");
    assertThatThrownBy(() -> parse("jdbc:thermocline://h/%zz")).isInstanceOf(SQLException.class);
  }
}
