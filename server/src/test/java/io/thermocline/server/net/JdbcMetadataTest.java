package io.thermocline.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// DatabaseMetaData over the schema `system`.
class JdbcMetadataTest {
  private static WireFixture fixture;
  private static Connection connection;
  private static DatabaseMetaData metadata;

  @BeforeAll
  static void start() throws SQLException {
    fixture = new WireFixture();
    connection = fixture.connect();
    metadata = connection.getMetaData();
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    fixture.close();
  }

  private static List<String> column(ResultSet rows, String label) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(label));
      }
      return values;
    }
  }

  @Test
  void everyMethodAnswersAndNoneReturnsNull() throws Exception {
    int count = 0;
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getDeclaringClass() != DatabaseMetaData.class
          || method.getName().equals("supportsSharding")) {
        continue;
      }
      Object[] arguments = new Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        Class<?> type = method.getParameterTypes()[i];
        arguments[i] =
            type == int.class ? (Object) 0 : type == boolean.class ? (Object) true : null;
      }
      try {
        Object answer = method.invoke(metadata, arguments);
        assertThat(answer).as(method.toString()).isNotNull();
        if (answer instanceof ResultSet rows) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              rows.getObject(i);
            }
          }
          rows.close();
        }
        count++;
      } catch (InvocationTargetException e) {
        throw new AssertionError(method.toString(), e.getCause());
      }
    }
    assertThat(count).isGreaterThan(170);
  }

  @Test
  void escapedUnderscoreIsNoWildcard() throws SQLException {
    assertThat(column(metadata.getTables(null, "shop", "order_items", null), "TABLE_NAME"))
        .containsExactly("orderXitems", "order_items");
    assertThat(column(metadata.getTables(null, "shop", "order\\_items", null), "TABLE_NAME"))
        .containsExactly("order_items");
    assertThat(column(metadata.getTables(null, "shop", "order\\_%", null), "TABLE_NAME"))
        .containsExactly("order_items");
    assertThat(column(metadata.getTables(null, null, "it's", null), "TABLE_NAME"))
        .containsExactly("it's");
    assertThat(column(metadata.getTables(null, null, "%", new String[] {"VIEW"}), "TABLE_NAME"))
        .containsExactly("it's");
    assertThat(column(metadata.getTables(null, null, null, null), "TABLE_TYPE"))
        .containsExactly("SYSTEM TABLE", "TABLE", "TABLE", "TABLE", "VIEW");
    assertThat(column(metadata.getTables("nope", null, null, null), "TABLE_NAME")).isEmpty();
    assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).containsExactly("shop", "system");
  }

  @Test
  void columnsHaveTypesSizesAndOrder() throws SQLException {
    try (ResultSet rows = metadata.getColumns(null, "shop", "orders", "%")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("COLUMN_NAME")).isEqualTo("id");
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
      assertThat(rows.getString("IS_NULLABLE")).isEqualTo("NO");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.NUMERIC);
      assertThat(rows.getString("TYPE_NAME")).isEqualTo("numeric");
      assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(12);
      assertThat(rows.getInt("DECIMAL_DIGITS")).isEqualTo(2);
      assertThat(rows.getString("REMARKS")).isEqualTo("in euros");
      assertThat(rows.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNullable);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.ARRAY);
      assertThat(rows.getString("TYPE_NAME")).isEqualTo("text[]");
      assertThat(rows.getInt("ORDINAL_POSITION")).isEqualTo(3);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void keysComeFromBothSides() throws SQLException {
    assertThat(column(metadata.getPrimaryKeys(null, "shop", "orders"), "COLUMN_NAME"))
        .containsExactly("id");
    assertThat(column(metadata.getImportedKeys(null, "shop", "order_items"), "PKTABLE_NAME"))
        .containsExactly("orders");
    assertThat(column(metadata.getExportedKeys(null, "shop", "orders"), "FKCOLUMN_NAME"))
        .containsExactly("order_id");
    assertThat(column(metadata.getExportedKeys(null, "shop", "order_items"), "FKCOLUMN_NAME"))
        .isEmpty();
    assertThat(
            column(
                metadata.getCrossReference(null, "shop", "orders", null, "shop", "order_items"),
                "FK_NAME"))
        .containsExactly("items_order_fk");
    assertThat(column(metadata.getIndexInfo(null, "shop", "orders", true, true), "INDEX_NAME"))
        .containsExactly("orders_pkey");
    assertThat(
            column(metadata.getBestRowIdentifier(null, "shop", "orders", 2, false), "COLUMN_NAME"))
        .containsExactly("id");
  }

  @Test
  void typeInfoIsOrderedByType() throws SQLException {
    List<String> types = column(metadata.getTypeInfo(), "DATA_TYPE");
    assertThat(types).hasSize(16);
    assertThat(types.stream().map(Integer::parseInt).toList()).isSorted();
    try (ResultSet rows = metadata.getColumns(null, null, null, null)) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(24);
      assertThat(columns.getColumnLabel(24)).isEqualTo("IS_GENERATEDCOLUMN");
    }
  }

  @Test
  void driverDescribesItsProperties() throws SQLException {
    Driver driver = DriverManager.getDriver(fixture.url(""));
    DriverPropertyInfo[] properties =
        driver.getPropertyInfo("jdbc:thermocline://localhost/", new Properties());
    assertThat(properties)
        .hasSize(13)
        .allSatisfy(property -> assertThat(property.description).isNotBlank());
    assertThat(driver.acceptsURL("jdbc:postgresql://localhost/")).isFalse();
    assertThat(driver.connect("jdbc:postgresql://localhost/", new Properties())).isNull();
    assertThat(metadata.getURL()).doesNotContain("password");
    assertThat(metadata.getUserName()).isEqualTo("ada");
  }
}
