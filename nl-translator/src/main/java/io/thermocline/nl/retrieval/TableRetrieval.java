package io.thermocline.nl.retrieval;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.KeyEdge;
import io.thermocline.nl.link.QueryWords;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import io.thermocline.nl.link.Turns;
import io.thermocline.nl.link.Word;
import io.thermocline.nl.link.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Says how likely each table of a large schema is needed for a question, from the names, comments
/// and stored values that its words match. Immutable and thread-safe; the same question has the
/// same scores.
public final class TableRetrieval {
  private static final int MAX_NAME_WORDS = 8;
  private static final int MAX_COMMENT_WORDS = 40;
  private static final int MAX_PART_WORDS = 2;

  private final SchemaIndex index;
  private final RetrievalWeights weights;
  private final NameIndex names;
  private final float[] tableIdf;
  private final float[] columnIdf;
  private final int[][] neighbours;
  private final float[] widths;
  private final BitSet foreignKeys = new BitSet();

  /// Indexes a schema.
  ///
  /// @param logical the catalog's table of a view, for its comments
  public TableRetrieval(
      SchemaIndex index, Function<TableView, LogicalTable> logical, RetrievalWeights weights) {
    this.index = index;
    this.weights = weights;
    SchemaView schema = index.schema();
    NameIndex.Builder builder = new NameIndex.Builder();
    for (TableView table : schema.tables()) {
      addNames(builder, table, logical.apply(table));
    }
    this.names = builder.build();
    this.tableIdf = rarity(schema, true);
    this.columnIdf = rarity(schema, false);
    this.neighbours = neighbours(schema);
    schema.keys().forEach(key -> key.pairs().forEach(pair -> foreignKeys.set(pair.left())));
    this.widths = new float[schema.tables().size()];
    for (TableView table : schema.tables()) {
      widths[table.index()] =
          (float) (1 / (1 + weights.wide() * Math.log1p(table.columns().size())));
    }
  }

  private static void addNames(NameIndex.Builder builder, TableView table, LogicalTable logical) {
    int number = table.index();
    Set<String> own = new TreeSet<>(table.synonyms());
    own.add(table.display());
    own.add(spaced(table.name()));
    own.forEach(name -> builder.add(NameIndex.Field.TABLE, number, -1, name, MAX_NAME_WORDS));
    addComment(builder, NameIndex.Field.TABLE_COMMENT, number, -1, logical.comment());
    for (ColumnView column : table.columns()) {
      Set<String> called = new TreeSet<>(column.synonyms());
      called.add(column.display());
      called.add(spaced(column.name()));
      called.forEach(name ->
          builder.add(NameIndex.Field.COLUMN, number, column.index(), name, MAX_NAME_WORDS));
      if (column.ordinal() >= 0 && column.ordinal() < logical.columnComments().size()) {
        addComment(
            builder,
            NameIndex.Field.COLUMN_COMMENT,
            number,
            column.index(),
            logical.columnComments().get(column.ordinal()));
      }
    }
  }

  private static String spaced(String name) {
    return name.replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static void addComment(
      NameIndex.Builder builder,
      NameIndex.Field field,
      int table,
      int column,
      @Nullable String comment) {
    if (comment != null) {
      builder.add(field, table, column, comment, MAX_COMMENT_WORDS);
    }
  }

  /// For each word of the names, how few tables have it.
  private float[] rarity(SchemaView schema, boolean ofTables) {
    float[] rarity = new float[names.stemCount()];
    int[] last = {-1};
    for (int stem = 0; stem < rarity.length; stem++) {
      int[] count = {0};
      last[0] = -1;
      names.each(
          stem,
          name -> {
            if ((names.field(name) == NameIndex.Field.TABLE) == ofTables
                && names.table(name) != last[0]) {
              last[0] = names.table(name);
              count[0]++;
            }
          });
      rarity[stem] = logRatio(schema.tables().size(), count[0]);
    }
    return rarity;
  }

  private static float logRatio(int tables, int holding) {
    return (float) Math.log((tables + 1.0) / (holding + 0.5));
  }

  private static int[][] neighbours(SchemaView schema) {
    List<Set<Integer>> found = new ArrayList<>();
    schema.tables().forEach(table -> found.add(new TreeSet<>()));
    for (KeyEdge key : schema.keys()) {
      if (key.left() != key.right()) {
        found.get(key.left()).add(key.right());
        found.get(key.right()).add(key.left());
      }
    }
    return found.stream().map(set -> set.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
  }

  /// How likely each table and column is needed: higher is likelier, 0 for nothing in common. Not
  /// to be changed.
  ///
  /// @param tables by index, `columns` by index
  public record Scores(float[] tables, float[] columns) {}

  /// The points of the tables word by word, and those of the columns at best.
  private record Points(float[][] tables, float[] columns) {
    void add(int word, int table, int column, float points) {
      tables[word][table] = Math.max(tables[word][table], points);
      if (column >= 0) {
        columns[column] = Math.max(columns[column], points);
      }
    }
  }

  /// The scores for a question.
  public Scores scores(Turns turns) {
    Map<String, Double> words = words(turns);
    int tables = index.schema().tables().size();
    Points own =
        new Points(new float[words.size()][tables], new float[index.schema().columns().size()]);
    addNames(words, own);
    addValues(turns, words, own);
    float[] scores = new float[tables];
    for (float[] word : own.tables()) {
      spread(word, scores);
    }
    return new Scores(behindOwners(scores, own.tables()), own.columns());
  }

  /// Puts tables that no word means behind the best of those that key lead to and that words mean:
  /// between two tables lies one that has something of both, but they are needed first.
  private float[] behindOwners(float[] scores, float[][] own) {
    BitSet meant = new BitSet();
    for (float[] word : own) {
      for (int table = 0; table < word.length; table++) {
        meant.set(table, meant.get(table) || word[table] > 0);
      }
    }
    float[] ordered = scores.clone();
    for (int table = 0; table < scores.length; table++) {
      if (!meant.get(table)) {
        float most = 0;
        for (int other : neighbours[table]) {
          most = Math.max(most, meant.get(other) ? scores[other] : 0);
        }
        ordered[table] = most > 0 ? Math.min(scores[table], Math.nextDown(most)) : scores[table];
      }
    }
    return ordered;
  }

  /// The tables that keys join to a table, ascending. Not to be changed.
  int[] neighbours(int table) {
    return neighbours[table];
  }

  SchemaView schema() {
    return index.schema();
  }

  /// The stems of the words that may be about data, with their weights, in order.
  private Map<String, Double> words(Turns turns) {
    Map<String, Double> words = new LinkedHashMap<>();
    double weight = 1;
    for (List<Word> turn : turns.words()) {
      for (Word word : turn) {
        if (isContent(word.text())) {
          words.merge(
              stem(word),
              weight * (QueryWords.contains(word.text()) ? weights.queryWord() : 1),
              Math::max);
        }
      }
      weight *= weights.earlierTurn();
    }
    return words;
  }

  private static String stem(Word word) {
    return Words.stem(Words.fold(word.text()));
  }

  private boolean isContent(String word) {
    return Words.isWordLike(word)
        && !index.constants().stopWords().contains(word.toLowerCase(Locale.ROOT))
        && !index.constants().stopWords().contains(Words.stem(word));
  }

  /// A word of a name that a word of the question means, and how surely.
  private record Meant(int word, int stem, double factor) {}

  private void addNames(Map<String, Double> words, Points own) {
    List<Meant> meant = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, Double> entry : words.entrySet()) {
      int word = number++;
      String text = entry.getKey();
      double weight = entry.getValue();
      int stem = names.stem(text);
      if (stem >= 0) {
        meant.add(new Meant(word, stem, weight));
      }
      names
          .similar(text, weights.leastSimilar(), weights.abbreviated())
          .forEach((other, similarity) ->
              meant.add(new Meant(word, other, weight * weights.similar() * similarity)));
    }
    float[] mass = new float[names.nameCount()];
    for (Meant m : meant) {
      names.each(
          m.stem(),
          name -> mass[name] += (float) (Math.min(1, m.factor()) * rarity(name, m.stem())));
    }
    for (Meant m : meant) {
      names.each(m.stem(), name -> add(m, name, mass[name], own));
    }
  }

  private float rarity(int name, int stem) {
    return names.field(name) == NameIndex.Field.TABLE ? tableIdf[stem] : columnIdf[stem];
  }

  private void add(Meant meant, int name, float mass, Points own) {
    float total = 0;
    for (int stem : names.stems(name)) {
      total += rarity(name, stem);
    }
    double covered = Math.min(1, mass / Math.max(total, 1e-6));
    double whole = weights.partial() + (1 - weights.partial()) * covered;
    int table = names.table(name);
    double field =
        switch (names.field(name)) {
          case TABLE -> weights.table() * whole;
          case COLUMN ->
              weights.column()
                  * whole
                  * widths[table]
                  * (foreignKeys.get(names.column(name)) ? weights.key() : 1);
          case TABLE_COMMENT, COLUMN_COMMENT -> weights.comment();
        };
    float points = (float) (field * meant.factor() * rarity(name, meant.stem()));
    own.add(meant.word(), table, names.column(name), points);
  }

  private void addValues(Turns turns, Map<String, Double> words, Points own) {
    List<String> order = List.copyOf(words.keySet());
    for (int turn = 0; turn < turns.words().size(); turn++) {
      List<Word> all = turns.words().get(turn);
      for (int first = 0; first < all.size(); first++) {
        int end = Math.min(all.size(), first + index.constants().maxValueWords());
        for (int last = first; last < end; last++) {
          if (!isContent(all.get(first).text()) || !isContent(all.get(last).text())) {
            continue;
          }
          boolean query = first == last && QueryWords.contains(all.get(first).text());
          if (query) {
            continue;
          }
          String run = turns.text(turn, first, last);
          Set<Integer> columns = index.columnsWith(run);
          double weight = weights.value();
          if (columns.isEmpty() && last - first < MAX_PART_WORDS) {
            columns = index.columnsWithPart(run);
            weight = weights.part();
          }
          if (!columns.isEmpty()) {
            addValue(columns, all.subList(first, last + 1), weight, words, order, own);
          }
        }
      }
    }
  }

  private void addValue(
      Set<Integer> columns,
      List<Word> run,
      double weight,
      Map<String, Double> words,
      List<String> order,
      Points own) {
    Set<Integer> tables = new TreeSet<>();
    columns.forEach(column -> tables.add(index.schema().columns().get(column).table()));
    float rarity = logRatio(widths.length, tables.size());
    for (Word word : run) {
      int number = order.indexOf(stem(word));
      if (number >= 0) {
        float points = (float) (weight * rarity * words.getOrDefault(stem(word), 0.0));
        for (int column : columns) {
          own.add(number, index.schema().columns().get(column).table(), column, points);
        }
      }
    }
  }

  /// Adds the points of one word to the scores; a table gets some of what its neighbours have.
  private void spread(float[] word, float[] scores) {
    float[] near = word.clone();
    for (int table = 0; table < word.length; table++) {
      for (int other : neighbours[table]) {
        near[table] = Math.max(near[table], (float) weights.neighbour() * word[other]);
      }
    }
    for (int table = 0; table < word.length; table++) {
      float best = near[table];
      for (int other : neighbours[table]) {
        best = Math.max(best, (float) weights.second() * near[other]);
      }
      scores[table] += best;
    }
  }

  /// About how many bytes it takes, beside the index of the stored values.
  public long retainedBytes() {
    long bytes = names.retainedBytes() + 4L * (tableIdf.length + columnIdf.length);
    return bytes + Arrays.stream(neighbours).mapToLong(own -> 20 + 4L * own.length).sum();
  }
}
