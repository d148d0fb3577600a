package io.thermocline.server.query;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.server.semantics.Lessons;
import io.thermocline.server.semantics.TaughtTables;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The tables of another assembly with what was taught about them.
///
/// @param lessons what is known now
public record TaughtAssembly(CatalogService.Assembly tables, Supplier<Lessons> lessons)
    implements CatalogService.Assembly {
  @Override
  public List<LogicalTable> assemble(Map<String, List<Relation>> relations) {
    return TaughtTables.apply(tables.assemble(relations), lessons.get());
  }

  @Override
  public Map<RelationName, List<String>> placedIn(String source) {
    return tables.placedIn(source);
  }
}
