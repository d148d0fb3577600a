package io.thermocline.server.config;

/// Writes the reference page of the configuration from the table of keys.
final class ConfigReference {
  private static final String HEAD =
      """
      # Configuration

      `thermocline serve --config thermocline.yaml` reads one YAML file. Every key is listed here; any other key stops the
      start with a hint. `[]` stands for the entries of a list, `{}` for names of your choice. Secrets are never written
      into the file: `env:NAME` takes them from a variable of the environment, `file:PATH` from a file.

      This page is made from the table in `io.thermocline.server.config.ConfigKeys`: run the tests with `-Dgolden.accept`
      after a change there.

      """;

  private static final String EXAMPLE =
      """
      ## Example

      ```yaml
      listen:
        port: 7447
      users:
        - name: ana
          password: env:ANA_PASSWORD
      sources:
        - name: orders_db
          kind: postgres
          url: jdbc:postgresql://db.example.org:5432/shop
          user: gateway
          password: file:/run/secrets/postgres
          schemas: [shop]
        - name: history
          kind: clickhouse
          url: jdbc:clickhouse://ch.example.org:8123/shop
          user: gateway
          password: file:/run/secrets/clickhouse
        - name: archive
          kind: parquet
          folder: /data/archive
      tables:
        - name: shop.orders
          tiering-key: ordered_at
          synonyms: [purchases]
          segments:
            - {source: orders_db, from: 2026-08-26}
            - {source: history, from: 2024-08-26, to: 2026-08-26, exact: true}
            - {source: archive, to: 2024-08-26, exact: true}
          joins:
            - {columns: [customer_id], table: shop.customers}
          columns:
            total_amount: {display-name: order value, synonyms: [amount, total]}
        - name: shop.order_items
          computed:
            revenue: {expression: quantity * unit_price, description: what was sold}
      ```
      """;

  private ConfigReference() {}

  /// The page as Markdown.
  static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| key | type | default | unit | meaning |\n|---|---|---|---|---|\n");
    for (ConfigKey key : ConfigKeys.ALL) {
      page.append("| `").append(key.path()).append("` | ").append(key.type().title()).append(" | ");
      page.append(key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`").append(" | ");
      page.append(key.unit()).append(" | ").append(key.doc().replace("|", "\\|")).append(" |\n");
    }
    return page.append("\n").append(EXAMPLE).toString();
  }
}
