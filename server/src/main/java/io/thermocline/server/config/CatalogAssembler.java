package io.thermocline.server.config;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the catalog of logical tables out of what sources discovered and what the configuration
/// says about tables.
public final class CatalogAssembler {
  private final Map<String, Discovered> sources = new LinkedHashMap<>();
  private final Map<Place, RelationName> logicalNames = new HashMap<>();
  private final Set<String> away;
  private final List<TableConfig> configs;

  private CatalogAssembler(
      List<Discovered> discovered, Set<String> away, List<TableConfig> configs) {
    discovered.forEach(source -> sources.put(source.source(), source));
    this.away = away;
    this.configs = configs;
  }

  /// What one source has.
  ///
  /// @param source the source's name
  /// @param kind its kind: `postgres`, `clickhouse`, `parquet`, `system`
  public record Discovered(String source, String kind, List<Relation> relations) {
    /// Copies the list.
    public Discovered {
      relations = List.copyOf(relations);
    }
  }

  private record Place(String source, RelationName relation) {}

  private record Part(TableConfig.SegmentConfig config, Discovered source, Relation relation) {}

  /// The catalog: first the configured tables in their order, then each relation that no segment
  /// names, as a table of its own.
  ///
  /// @param away sources that could not be reached yet: a configured table with a segment there is
  ///   left out as a whole
  /// @throws ThermoclineException CONFIGURATION when configuration and sources do not fit together
  public static Catalog assemble(
      long epoch, List<Discovered> discovered, Set<String> away, List<TableConfig> configs) {
    return new CatalogAssembler(discovered, away, configs).assemble(epoch);
  }

  private Catalog assemble(long epoch) {
    Map<TableConfig, List<Part>> parts = new LinkedHashMap<>();
    for (TableConfig config : configs) {
      List<Part> found = parts(config);
      if (!isAway(config, found)) {
        parts.put(config, found);
      }
      found.forEach(part ->
          logicalNames.put(
              new Place(part.source().source(), part.relation().name()), config.name()));
    }
    List<LogicalTable> tables = new ArrayList<>();
    Set<RelationName> names = new HashSet<>();
    parts.forEach((config, found) -> {
      names.add(config.name());
      tables.add(configured(config, found));
    });
    for (Discovered source : sources.values()) {
      for (Relation relation : source.relations()) {
        if (logicalNames.containsKey(new Place(source.source(), relation.name()))) {
          continue;
        }
        if (!names.add(relation.name())) {
          throw error(
              "the source "
                  + source.source()
                  + " has a relation "
                  + relation.name()
                  + ", and so has another. Say in `tables` what belongs together, or leave one out with `schemas`.");
        }
        tables.add(plain(source, relation));
      }
    }
    return new Catalog(epoch, tables);
  }

  private boolean isAway(TableConfig config, List<Part> found) {
    return config.segments().isEmpty() ? found.isEmpty() : found.size() < config.segments().size();
  }

  private List<Part> parts(TableConfig config) {
    List<Part> parts = new ArrayList<>();
    if (config.segments().isEmpty()) {
      for (Discovered source : sources.values()) {
        find(source, config.name())
            .ifPresent(relation ->
                parts.add(
                    new Part(
                        new TableConfig.SegmentConfig(
                            source.source(), config.name(), null, null, true),
                        source,
                        relation)));
      }
      if (parts.size() > 1 || parts.isEmpty() && away.isEmpty()) {
        throw error(
            "the table "
                + config.name()
                + " has no `segments`, and "
                + parts.size()
                + " sources have a relation of that name. List its segments.");
      }
      return parts;
    }
    for (TableConfig.SegmentConfig segment : config.segments()) {
      Discovered source = sources.get(segment.source());
      if (source == null && away.contains(segment.source())) {
        continue;
      }
      if (source == null) {
        throw error(
            "the table "
                + config.name()
                + " names the source "
                + segment.source()
                + ", which is not there.");
      }
      Relation relation =
          find(source, segment.relation())
              .orElseThrow(() ->
                  error(
                      "the table "
                          + config.name()
                          + " has a segment "
                          + segment.relation()
                          + ", but the source "
                          + segment.source()
                          + " has no such relation, or its user may not read it."));
      parts.add(new Part(segment, source, relation));
    }
    return parts;
  }

  private static java.util.Optional<Relation> find(Discovered source, RelationName name) {
    return source.relations().stream().filter(relation -> relation.name().equals(name)).findFirst();
  }

  private LogicalTable configured(TableConfig config, List<Part> parts) {
    Relation first = parts.getFirst().relation();
    Schema columns = first.columns();
    for (Part part : parts) {
      for (Field column : columns.fields()) {
        if (part.relation().columns().indexOf(column.name()) < 0) {
          throw error(
              "the table "
                  + config.name()
                  + " has a column "
                  + column.name()
                  + ", but its segment "
                  + part.relation().name()
                  + " in "
                  + part.source().source()
                  + " does not.");
        }
      }
    }
    config.columns().keySet().forEach(column -> require(config, columns, column));
    config.tieringKey().ifPresent(column -> require(config, columns, column));
    config.primaryKey().forEach(column -> require(config, columns, column));
    config
        .joins()
        .forEach(join -> join.columns().forEach(column -> require(config, columns, column)));

    List<@Nullable String> comments = new ArrayList<>(first.columnComments());
    config
        .columns()
        .forEach((name, column) -> {
          if (!column.description().isEmpty()) {
            comments.set(columns.indexOf(name), column.description());
          }
        });
    return new LogicalTable(
        config.name().schema(),
        config.name().name(),
        columns,
        config.description().isEmpty() ? first.comment() : config.description(),
        comments,
        config.primaryKey().isEmpty() ? first.primaryKey() : config.primaryKey(),
        foreignKeys(config, parts),
        config.tieringKey().orElse(null),
        parts.stream().map(part -> segment(config, columns, part)).toList(),
        semantics(config));
  }

  private Segment segment(TableConfig config, Schema columns, Part part) {
    TableConfig.SegmentConfig segment = part.config();
    SegmentRange range = SegmentRange.ALL;
    if (config.tieringKey().isPresent()) {
      Field key = columns.field(columns.indexOf(config.tieringKey().get()));
      range = new SegmentRange(bound(key, segment.from()), bound(key, segment.to()));
    } else if (segment.from() != null || segment.to() != null) {
      throw error(
          "the table " + config.name() + " has a segment with a range, but no `tiering-key`.");
    }
    boolean exact = segment.exact() || range.equals(SegmentRange.ALL);
    return new Segment(
        part.source().source(), part.relation().name(), tier(part.source().kind()), range, exact);
  }

  private static @Nullable Object bound(Field key, @Nullable String text) {
    return text == null ? null : BoundText.read(text, key);
  }

  private List<ForeignKey> foreignKeys(TableConfig config, List<Part> parts) {
    List<ForeignKey> keys = new ArrayList<>();
    for (Part part : parts) {
      for (ForeignKey key : part.relation().foreignKeys()) {
        add(keys, logical(part.source(), key));
      }
    }
    config
        .joins()
        .forEach(
            join -> add(keys, new ForeignKey(join.columns(), join.table(), join.targetColumns())));
    return keys;
  }

  private static void add(List<ForeignKey> keys, ForeignKey key) {
    if (!keys.contains(key)) {
      keys.add(key);
    }
  }

  private ForeignKey logical(Discovered source, ForeignKey key) {
    RelationName target =
        logicalNames.getOrDefault(new Place(source.source(), key.target()), key.target());
    return new ForeignKey(key.columns(), target, key.targetColumns());
  }

  private static TableSemantics semantics(TableConfig config) {
    Map<String, String> displayNames = new LinkedHashMap<>();
    Map<String, List<String>> synonyms = new LinkedHashMap<>();
    config
        .columns()
        .forEach((name, column) -> {
          if (!column.displayName().isEmpty()) {
            displayNames.put(name, column.displayName());
          }
          if (!column.synonyms().isEmpty()) {
            synonyms.put(name, column.synonyms());
          }
        });
    return new TableSemantics(
        config.displayName(), config.synonyms(), displayNames, synonyms, config.computed());
  }

  private LogicalTable plain(Discovered source, Relation relation) {
    return new LogicalTable(
        relation.name().schema(),
        relation.name().name(),
        relation.columns(),
        relation.comment(),
        relation.columnComments(),
        relation.primaryKey(),
        relation.foreignKeys().stream().map(key -> logical(source, key)).toList(),
        null,
        List.of(
            new Segment(
                source.source(), relation.name(), tier(source.kind()), SegmentRange.ALL, true)),
        TableSemantics.NONE);
  }

  /// The tier of the sources of a kind.
  public static Tier tier(String kind) {
    return switch (kind) {
      case "postgres" -> Tier.HOT;
      case "clickhouse" -> Tier.WARM;
      case "parquet" -> Tier.COLD;
      default -> Tier.SYSTEM;
    };
  }

  private static void require(TableConfig config, Schema columns, String column) {
    if (columns.indexOf(column) < 0) {
      throw error(
          "the table "
              + config.name()
              + " has no column "
              + column
              + ", which its configuration names.");
    }
  }

  private static ThermoclineException error(String message) {
    return new ThermoclineException(ErrorCode.CONFIGURATION, message);
  }
}
