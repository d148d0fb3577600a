package io.thermocline.server.cli;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.server.config.CatalogAssembler;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.config.SourceConfig;
import io.thermocline.server.config.TableConfig;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Assembles the catalog as a configuration says. Thread-safe.
final class ConfiguredAssembly implements CatalogService.Assembly {
  private final GatewayConfig config;
  private final Map<String, String> kinds = new LinkedHashMap<>();

  ConfiguredAssembly(GatewayConfig config, List<Source> sources) {
    this.config = config;
    sources.forEach(source -> kinds.put(source.name(), source.kind()));
  }

  @Override
  public List<LogicalTable> assemble(Map<String, List<Relation>> relations) {
    List<CatalogAssembler.Discovered> discovered = new ArrayList<>();
    Set<String> away = new HashSet<>();
    kinds.forEach((source, kind) -> {
      List<Relation> found = relations.get(source);
      if (found == null) {
        away.add(source);
      } else {
        discovered.add(new CatalogAssembler.Discovered(source, kind, shown(source, found)));
      }
    });
    return CatalogAssembler.assemble(1, discovered, away, config.tables()).tables();
  }

  @Override
  public Map<RelationName, List<String>> placedIn(String source) {
    Map<RelationName, List<String>> tables = new HashMap<>();
    for (TableConfig table : config.tables()) {
      boolean placed =
          table.segments().isEmpty()
              || table.segments().stream().anyMatch(part -> part.source().equals(source));
      if (placed) {
        List<String> words = new ArrayList<>(table.synonyms());
        if (!table.displayName().isEmpty()) {
          words.add(table.displayName());
        }
        tables.put(table.name(), List.copyOf(words));
      }
    }
    return tables;
  }

  private List<Relation> shown(String source, List<Relation> relations) {
    List<String> schemas =
        config.sources().stream()
            .filter(candidate -> candidate.name().equals(source))
            .map(SourceConfig::schemas)
            .findFirst()
            .orElse(List.of());
    return relations.stream()
        .filter(relation -> schemas.isEmpty() || schemas.contains(relation.name().schema()))
        .toList();
  }
}
