package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.model.EncoderInputs;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is derived from a catalog once for many questions. Immutable.
///
/// @param valuesVersion the version of the stored values that the index was made from
record PreparedSchema(
    Catalog catalog, SchemaView view, SchemaIndex index, EncoderInputs inputs, long valuesVersion) {

  LogicalTable table(TableView view) {
    return catalog
        .table(view.schema(), view.name())
        .orElseThrow(() -> new NoSuchElementException("table " + view.name()));
  }

  /// Keeps the schemas that were used last. Thread-safe.
  static final class Cache {
    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private final TranslationModel model;
    private final StoredValues values;
    private final LinkedHashMap<Key, PreparedSchema> known;

    Cache(TranslationModel model, StoredValues values, int kept) {
      this.model = model;
      this.values = values;
      this.known =
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, PreparedSchema> eldest) {
              return size() > kept;
            }
          };
    }

    /// The schema of a catalog, made anew when the stored values changed.
    PreparedSchema get(Catalog catalog, String defaultSchema, RelTrees trees) {
      Key key = new Key(catalog, defaultSchema);
      long version = values.version();
      PreparedSchema found;
      synchronized (known) {
        found = known.get(key);
      }
      if (found != null && found.valuesVersion() == version) {
        return found;
      }
      PreparedSchema made = make(catalog, defaultSchema, trees, found, version);
      synchronized (known) {
        known.put(key, made);
      }
      return made;
    }

    private PreparedSchema make(
        Catalog catalog,
        String defaultSchema,
        RelTrees trees,
        @Nullable PreparedSchema before,
        long version) {
      InputConstants constants = model.constants();
      SchemaView view =
          before != null
              ? before.view()
              : SchemaViews.of(
                  catalog, defaultSchema, (table, column) -> computedType(trees, table, column));
      EncoderInputs inputs =
          before != null ? before.inputs() : new EncoderInputs(view, constants, model.wordPiece());
      return new PreparedSchema(
          catalog,
          view,
          new SchemaIndex(view, values, constants, model.wordPiece()::isWord),
          inputs,
          version);
    }

    private static @Nullable DataType computedType(
        RelTrees trees, LogicalTable table, String column) {
      try {
        if (table.semantics().metrics().stream().anyMatch(m -> m.name().equals(column))) {
          return Types.toData(trees.metric(table, column).value().getType());
        }
        RelBuilder builder = trees.builder();
        trees.pushTable(builder, table);
        return Types.toData(trees.computedColumn(builder, table, column, builder::field).getType());
      } catch (ThermoclineException e) {
        LOG.warn(
            "event=computed_column_ignored table={} column={} code={}",
            table.name(),
            column,
            e.code());
        return null;
      }
    }
  }

  /// A catalog by identity: comparing catalogs by value would compare every table.
  private static final class Key {
    private final Catalog catalog;
    private final String schema;

    Key(Catalog catalog, String schema) {
      this.catalog = catalog;
      this.schema = schema;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.catalog == catalog && key.schema.equals(schema);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(catalog) + schema.hashCode();
    }
  }
}
