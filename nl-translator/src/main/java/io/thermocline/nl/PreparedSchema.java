package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.SchemaViews;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.nl.link.SubView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.lower.RelTrees;
import io.thermocline.nl.model.EncoderInputs;
import io.thermocline.nl.model.TranslationModel;
import io.thermocline.nl.retrieval.CandidateChoice;
import io.thermocline.nl.retrieval.Candidates;
import io.thermocline.nl.retrieval.RetrievalWeights;
import io.thermocline.nl.retrieval.TableRetrieval;
import io.thermocline.optimizer.rel.Types;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is derived from a catalog once for many questions. Immutable.
///
/// @param valuesVersion the version of the stored values that the index was made from
/// @param choice chooses the part that a question is read over; null when every question is read
///   over the whole
record PreparedSchema(
    Catalog catalog,
    SchemaView view,
    SchemaIndex index,
    EncoderInputs inputs,
    long valuesVersion,
    @Nullable CandidateChoice choice) {

  /// What a question is read over: all of it when that fits into the encoder's input.
  ///
  /// @param before what the question goes on from; the tables of its last turn are kept
  PreparedSchema of(Turns turns, Conversation before) {
    int room = inputs.room(turns);
    if (choice == null || inputs.tokens() <= room) {
      return this;
    }
    Set<Integer> used =
        before.turns().stream()
            .limit(1)
            .flatMap(turn -> turn.tables().stream())
            .flatMap(name -> view.table(name).stream())
            .map(TableView::index)
            .collect(Collectors.toSet());
    Candidates chosen = choice.choose(turns, used, room);
    SubView part = SubView.of(view, chosen.tables().stream().toArray());
    return new PreparedSchema(
        catalog,
        part.view(),
        index.of(part),
        inputs.of(part, chosen.columns()::get),
        valuesVersion,
        null);
  }

  private PreparedSchema with(CandidateChoice made) {
    return new PreparedSchema(catalog, view, index, inputs, valuesVersion, made);
  }

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
      SchemaIndex index = new SchemaIndex(view, values, constants, model.wordPiece()::isWord);
      boolean large = inputs.tokens() > constants.maxTokens() - constants.wordLimits().getFirst();
      PreparedSchema whole = new PreparedSchema(catalog, view, index, inputs, version, null);
      return large ? whole.with(choice(whole)) : whole;
    }

    private static CandidateChoice choice(PreparedSchema whole) {
      long began = System.nanoTime();
      TableRetrieval retrieval =
          new TableRetrieval(whole.index(), whole::table, RetrievalWeights.DEFAULT);
      LOG.info(
          "event=retrieval_indexed tables={} columns={} bytes={} millis={}",
          whole.view().tables().size(),
          whole.view().columns().size(),
          retrieval.retainedBytes(),
          (System.nanoTime() - began) / 1_000_000);
      return new CandidateChoice(retrieval, whole.inputs());
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
