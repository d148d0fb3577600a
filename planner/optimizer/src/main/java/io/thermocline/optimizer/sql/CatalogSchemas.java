package io.thermocline.optimizer.sql;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.ObjectIds;
import io.thermocline.optimizer.SessionParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/// Catalogs as Calcite's schemas. Keeps the ones that were used last, by identity. Thread-safe.
final class CatalogSchemas {
  private static final int KEPT = 64;
  private static final CalciteConnectionConfigImpl CONFIG = config();

  private final Map<Key, CalciteSchema> schemas =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CalciteSchema> eldest) {
          return size() > KEPT;
        }
      };

  private static CalciteConnectionConfigImpl config() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    return new CalciteConnectionConfigImpl(properties);
  }

  /// A reader that finds unqualified names in the session's default schema, or in every schema when
  /// it has none.
  CalciteCatalogReader reader(Catalog catalog, SessionParameters session) {
    List<List<String>> paths = new ArrayList<>();
    if (session.defaultSchema().isEmpty()) {
      for (String schema : catalog.schemas()) {
        paths.add(List.of(schema));
      }
    } else {
      paths.add(List.of(session.defaultSchema()));
      paths.add(List.of(ObjectIds.PG_CATALOG));
    }
    paths.add(List.of());
    return new Reader(root(catalog), paths);
  }

  private CalciteSchema root(Catalog catalog) {
    synchronized (schemas) {
      return schemas.computeIfAbsent(new Key(catalog), key -> build(catalog));
    }
  }

  private static CalciteSchema build(Catalog catalog) {
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    Map<String, Map<String, Table>> bySchema = new LinkedHashMap<>();
    for (LogicalTable table : catalog.tables()) {
      bySchema
          .computeIfAbsent(table.schema(), name -> new HashMap<>())
          .put(table.name(), new CatalogTable(table));
    }
    bySchema.forEach((name, tables) -> {
      if (name.isEmpty()) {
        tables.forEach(root::add);
      } else {
        root.add(name, new TableSchema(Map.copyOf(tables)));
      }
    });
    return root;
  }

  /// A catalog by identity: comparing catalogs by value would compare every table.
  private static final class Key {
    private final Catalog catalog;

    Key(Catalog catalog) {
      this.catalog = catalog;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
      return other instanceof Key key && key.catalog == catalog;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(catalog);
    }
  }

  private static final class TableSchema extends AbstractSchema {
    private final Map<String, Table> tables;

    TableSchema(Map<String, Table> tables) {
      this.tables = tables;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      return tables;
    }
  }

  private static final class Reader extends CalciteCatalogReader {
    Reader(CalciteSchema root, List<List<String>> paths) {
      super(
          root,
          SqlNameMatchers.withCaseSensitive(true),
          paths,
          PostgresTypeFactory.INSTANCE,
          CONFIG);
    }
  }
}
