package io.thermocline.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.TableSemantics.ComputedColumn;
import io.thermocline.nl.time.DateOrder;
import io.thermocline.server.semantics.Lesson;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  /// Holds every key of the table; [#everyKeyIsRead] checks that.
  private static final String EVERYTHING =
      """
      listen:
        host: 0.0.0.0
        port: 5000
        postgres-port: 5001
      data-folder: ~/gateway
      embedded: true
      users:
        - name: ana
          password: env:ANA
        - name: bob
          verifier: SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy
      limits:
        connections: 7
        memory-per-query: 1GiB
        statement-timeout: 90s
        statement-length: 64KiB
      engine:
        spill:
          directory: spill
          limit: 3GiB
      sources:
        - name: db
          kind: postgres
          url: jdbc:postgresql://db:5432/shop
          user: gateway
          password: file:secret.txt
          schemas: [shop, crm]
          pool-size: 3
        - name: files
          kind: parquet
          folder: archive
      tables:
        - name: shop.orders
          tiering-key: ordered_at
          primary-key: [order_id]
          display-name: orders
          synonyms: [purchases]
          description: One row an order.
          segments:
            - {source: db, from: 2026-01-01}
            - {source: files, relation: old.orders, to: 2026-01-01, exact: true}
          joins:
            - {columns: [buyer], table: shop.customers, target-columns: [customer_id]}
          columns:
            total:
              display-name: order value
              synonyms: amount
              description: In euros.
              value-index: false
              value-synonyms:
                - {words: a fortune, value: "9999"}
          metrics:
            sales:
              expression: sum(total)
              filter: total > 0
              description: Money in.
              synonyms: [turnover]
          computed:
            revenue:
              expression: quantity * unit_price
              description: What was sold.
      verified:
        - {schema: shop, question: how many orders, sql: select count(*) from orders}
      semantics:
        teachers: [ana]
        file: taught.json
      value-index:
        enabled: false
        values-per-column: 10
        refresh: 10m
      translator:
        confidence-threshold: 0.5
        beam-width: 3
        week-start: sunday
        fiscal-year-start: 4
        date-order: dmy
        model-folder: /models/big
      clock:
        now: 2026-01-31T12:00:00Z
      """;

  private static final ConfigFolders FOLDERS =
      new ConfigFolders(
          Path.of("/etc/thermocline"), Path.of("/home/ana"), Path.of("/home/ana/.thermocline"));

  private static GatewayConfig read(String yaml) {
    return new ConfigReader(FOLDERS).read(yaml);
  }

  @Test
  void everyKeyIsRead() {
    GatewayConfig config = read(EVERYTHING);

    assertThat(config.listen()).isEqualTo(new GatewayConfig.Listen("0.0.0.0", 5000, 5001));
    assertThat(config.dataFolder()).isEqualTo(Path.of("/home/ana/gateway"));
    assertThat(config.embedded()).isTrue();
    assertThat(config.users())
        .containsExactly(
            GatewayConfig.User.withPassword("ana", new Secret.FromEnvironment("ANA")),
            new GatewayConfig.User(
                "bob",
                GatewayConfig.User.Kind.VERIFIER,
                new Secret.Literal("SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy")));
    assertThat(config.limits())
        .isEqualTo(
            new GatewayConfig.Limits(
                7,
                new DataSize(1L << 30),
                Duration.ofSeconds(90),
                new DataSize(65_536),
                new GatewayConfig.Spill(
                    Optional.of(Path.of("/etc/thermocline/spill")), new DataSize(3L << 30))));
    assertThat(config.sources())
        .containsExactly(
            new SourceConfig.Postgres(
                "db",
                "jdbc:postgresql://db:5432/shop",
                "gateway",
                Optional.of(new Secret.FromFile(Path.of("/etc/thermocline/secret.txt"))),
                List.of("shop", "crm"),
                3),
            new SourceConfig.Parquet("files", Path.of("/etc/thermocline/archive"), List.of()));
    TableConfig table = config.tables().getFirst();
    assertThat(table)
        .isEqualTo(
            new TableConfig(
                new RelationName("shop", "orders"),
                Optional.of("ordered_at"),
                List.of("order_id"),
                "orders",
                List.of("purchases"),
                "One row an order.",
                List.of(
                    new TableConfig.SegmentConfig(
                        "db", new RelationName("shop", "orders"), "2026-01-01", null, false),
                    new TableConfig.SegmentConfig(
                        "files", new RelationName("old", "orders"), null, "2026-01-01", true)),
                List.of(
                    new TableConfig.JoinConfig(
                        List.of("buyer"),
                        new RelationName("shop", "customers"),
                        List.of("customer_id"))),
                Map.of(
                    "total",
                    new TableConfig.ColumnConfig(
                        "order value", List.of("amount"), "In euros.", false)),
                List.of(new ComputedColumn("revenue", "quantity * unit_price", "What was sold."))));
    assertThat(config.semantics().teachers()).containsExactly("ana");
    assertThat(config.semantics().file()).contains(Path.of("/etc/thermocline/taught.json"));
    assertThat(config.semantics().lessons())
        .extracting(Lesson::key)
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(config.valueIndex())
        .isEqualTo(new GatewayConfig.ValueIndex(false, 10, Duration.ofMinutes(10)));
    assertThat(config.translator())
        .isEqualTo(
            new GatewayConfig.Translator(
                0.5,
                3,
                DayOfWeek.SUNDAY,
                4,
                DateOrder.DAY_FIRST,
                Optional.of(Path.of("/models/big"))));
    assertThat(config.clock())
        .isEqualTo(
            new GatewayConfig.ClockConfig(Optional.of(Instant.parse("2026-01-31T12:00:00Z"))));
    for (ConfigKey key : ConfigKeys.ALL) {
      String name = key.name();
      assertThat(EVERYTHING).as("this test sets %s", key.path()).contains(name + ":");
    }
  }

  @Test
  void anEmptyFileGivesTheDefaults() {
    Path data = Path.of("/home/ana/.thermocline");
    assertThat(read(""))
        .isEqualTo(
            new GatewayConfig(
                new GatewayConfig.Listen("127.0.0.1", 7447),
                data,
                false,
                List.of(),
                new GatewayConfig.Limits(
                    100,
                    DataSize.ofMebibytes(512),
                    Duration.ofMinutes(5),
                    DataSize.ofMebibytes(1),
                    new GatewayConfig.Spill(Optional.empty(), DataSize.ofMebibytes(16 << 10))),
                List.of(),
                List.of(),
                new GatewayConfig.ValueIndex(true, 20_000, Duration.ofHours(1)),
                new GatewayConfig.Translator(
                    0.35, 5, DayOfWeek.MONDAY, 1, DateOrder.MONTH_FIRST, Optional.empty()),
                new GatewayConfig.Semantics(List.of(), Optional.empty(), List.of()),
                new GatewayConfig.ClockConfig(Optional.empty())));
    assertThat(read("# nothing\nlisten:\n")).isEqualTo(read(""));
    assertThat(GatewayConfig.defaults(data)).isEqualTo(read(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen: {prot: 1} | listen.prot is not a key of the configuration. Did you mean 'port'?",
        "limit: {connections: 1} | limit is not a key of the configuration. Did you mean 'limits'?",
        "sources: [{nmae: a}] | sources[0].nmae is not a key of the configuration. Did you mean 'name'?",
        "tables: [{name: a.b, columns: {x: {sinonyms: y}}}] | tables[0].columns.x.sinonyms is not a key",
        "zzz: 1 | zzz is not a key of the configuration. Keys here: listen,",
        "sources: {name: a} | sources must be a list",
        "listen: 7 | listen must be a section of keys",
        "listen: {port: x} | listen.port is 'x', not a whole number",
        "listen: {port: 70000} | listen.port is 70000; it must lie between 0 and 65535",
        "limits: {memory-per-query: 3 bananas} | limits.memory-per-query '3 bananas' is not a size",
        "limits: {statement-timeout: soon} | limits.statement-timeout is 'soon', not a duration",
        "users: [{name: a}] | users[0].password and verifier: give exactly one",
        "sources: [{name: a, kind: oracle}] | sources[0].kind is 'oracle'; write postgres, clickhouse or parquet",
        "sources: [{kind: parquet}] | sources[0].name is missing",
        "sources: [{name: a, kind: postgres, url: 'jdbc:postgresql://h/d?password=x'}] | sources[0].url holds a password",
        "tables: [{name: orders}] | tables[0].name is 'orders'; write schema.table",
        "tables: [{name: a.b, segments: [{source: x}]}] | is 'x', which is not one of the sources",
        "translator: {confidence-threshold: 2} | translator.confidence-threshold is 2; it must lie between 0 and 1",
        "clock: {now: soon} | clock.now is 'soon', not an instant",
        "'listen: {port: 1, port: 2}' | is not valid YAML",
        "- 1 | the configuration is not a mapping"
      })
  void mistakesAreNamedWithAHint(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION))
        .hasMessageContaining(message);
  }

  @Test
  void plainPasswordsAreRefusedAndNotRepeated() {
    assertThatThrownBy(() -> read("users: [{name: ana, password: hunter2}]"))
        .hasMessageContaining("users[0].password holds a plain value")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void secretsDoNotPrint() {
    assertThat(read(EVERYTHING).toString())
        .contains("env:ANA", "file:/etc/thermocline/secret.txt", "******")
        .doesNotContain("c3RvcmVk");
  }

  @Test
  void secretsComeFromTheEnvironmentAndFromFiles(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("secret"), "from file\n");
    Secret file = Secret.reference("file:secret", "key", folder);
    Secret variable = Secret.reference("env:NAME", "key", folder);

    assertThat(file.resolve(Map.of())).isEqualTo("from file");
    assertThat(variable.resolve(Map.of("NAME", "from environment"))).isEqualTo("from environment");
    assertThatThrownBy(() -> variable.resolve(Map.of())).hasMessageContaining("no variable NAME");
    assertThatThrownBy(() -> Secret.reference("file:absent", "key", folder).resolve(Map.of()))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void theReferencesExampleIsValid() {
    String page = ConfigReference.markdown();
    String example = page.substring(page.indexOf("```yaml\n") + 8, page.lastIndexOf("```"));
    assertThat(read(example).tables()).hasSize(2);
  }
}
