package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Writes the server's configuration and users files, anew at each start.
///
/// The user `default` must exist without a password, because the library connects as it; it may
/// start listeners and read `system.numbers`, nothing else. Parts are flushed to disk before an
/// insert is acknowledged.
final class ClickHouseConfiguration {
  private ClickHouseConfiguration() {}

  /// Writes both files.
  ///
  /// @return the configuration file
  static Path write(
      Path folder, Path data, EmbeddedClickHouse.Settings settings, Credentials credentials) {
    Path users = folder.resolve("users.xml");
    Path configuration = folder.resolve("config.xml");
    Folders.writePrivate(users, users(settings, credentials));
    Folders.writePrivate(configuration, configuration(folder, data, users, settings));
    return configuration;
  }

  private static String configuration(
      Path folder, Path data, Path users, EmbeddedClickHouse.Settings settings) {
    long memory = settings.memoryBytes();
    return """
    <clickhouse>
      <logger>
        <level>warning</level>
        <log>%1$s/clickhouse.log</log>
        <errorlog>%1$s/clickhouse.err.log</errorlog>
        <size>10M</size>
        <count>2</count>
      </logger>
      <path>%2$s/</path>
      <tmp_path>%2$s/tmp/</tmp_path>
      <user_files_path>%2$s/user_files/</user_files_path>
      <format_schema_path>%2$s/format_schemas/</format_schema_path>
      <users_config>%3$s</users_config>
      <timezone>UTC</timezone>
      <mlock_executable>false</mlock_executable>
      <max_server_memory_usage>%4$d</max_server_memory_usage>
      <max_server_memory_usage_to_ram_ratio>0.8</max_server_memory_usage_to_ram_ratio>
      <max_concurrent_queries>%6$d</max_concurrent_queries>
      <max_connections>%7$d</max_connections>
      <mark_cache_size>%5$d</mark_cache_size>
      <uncompressed_cache_size>%5$d</uncompressed_cache_size>
      <background_pool_size>4</background_pool_size>
      <background_schedule_pool_size>8</background_schedule_pool_size>
      <background_message_broker_schedule_pool_size>1</background_message_broker_schedule_pool_size>
      <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
      <merge_tree>
        <fsync_after_insert>1</fsync_after_insert>
        <fsync_part_directory>1</fsync_part_directory>
        <min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>
        <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
      </merge_tree>
      <query_log>
        <database>system</database>
        <table>query_log</table>
        <ttl>event_date + INTERVAL 3 DAY DELETE</ttl>
        <flush_interval_milliseconds>5000</flush_interval_milliseconds>
      </query_log>
    </clickhouse>
    """
        .formatted(
            escape(folder),
            escape(data),
            escape(users),
            memory,
            memory / 20,
            settings.maximumStatements(),
            settings.maximumStatements() * 4);
  }

  private static String users(EmbeddedClickHouse.Settings settings, Credentials credentials) {
    return """
    <clickhouse>
      <profiles>
        <default/>
        <limited>
          <max_memory_usage>%3$d</max_memory_usage>
          <max_execution_time>%4$d</max_execution_time>
          <cancel_http_readonly_queries_on_client_close>1</cancel_http_readonly_queries_on_client_close>
          <max_bytes_before_external_group_by>%5$d</max_bytes_before_external_group_by>
          <max_bytes_before_external_sort>%5$d</max_bytes_before_external_sort>
        </limited>
      </profiles>
      <quotas><default/></quotas>
      <users>
        <%1$s>
          <password_sha256_hex>%2$s</password_sha256_hex>
          <networks><ip>127.0.0.1</ip></networks>
          <profile>limited</profile>
          <quota>default</quota>
          <access_management>1</access_management>
          <named_collection_control>1</named_collection_control>
        </%1$s>
        <default>
          <password></password>
          <networks><ip>127.0.0.1</ip></networks>
          <profile>default</profile>
          <quota>default</quota>
          <grants>
            <query>GRANT SYSTEM LISTEN ON *.*</query>
            <query>GRANT SELECT ON system.numbers</query>
          </grants>
        </default>
      </users>
    </clickhouse>
    """
        .formatted(
            credentials.user(),
            sha256(credentials.password()),
            settings.statementMemoryBytes(),
            settings.statementLimit().toSeconds(),
            settings.statementMemoryBytes() / 2);
  }

  private static String escape(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new ThermoclineException(
          ErrorCode.INTERNAL, "this Java has no SHA-256; use a complete JDK", e);
    }
  }
}
