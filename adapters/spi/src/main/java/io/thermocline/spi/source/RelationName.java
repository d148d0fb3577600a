package io.thermocline.spi.source;

/// A relation inside one source. `schema` is the source's own grouping: a Postgres schema, a
/// ClickHouse database, a folder.
public record RelationName(String schema, String name) {
  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}
