package io.thermocline.nl;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.nl.link.ColumnValues;
import io.thermocline.nl.link.StoredValues;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A music school among hundreds of tables of made-up trades, each with its sites, staff, batches
/// and readings.
public final class LargeCatalog {
  private static final String[] TRADES =
      ("tannery glassworks foundry sawmill brewery dairy quarry vineyard orchard hatchery apiary nursery smithy pottery"
              + " ropewalk saltern millhouse cannery weavery distillery bindery chandlery cooperage fullery gasworks icehouse"
              + " joinery kiln limeworks maltings oilmill papermill refinery shipyard tinworks turnery wirework woolshed"
              + " brickyard cartage dyeworks ferry granary hopyard ironworks laundry mint")
          .split(" ");

  private static final Map<String, ColumnValues> VALUES =
      Map.of(
          "genres.label", new ColumnValues(List.of("Barcarole", "Chaconne", "Villanelle")),
          "pupils.home_town", new ColumnValues(List.of("Ottobeuren", "Zwiefalten")),
          "dairy_sites.region", new ColumnValues(List.of("Uplands", "Fens")));

  /// Stored values of a few columns.
  public static final StoredValues STORED =
      new StoredValues() {
        @Override
        public ColumnValues values(String schema, String table, String column) {
          return VALUES.getOrDefault(table + "." + column, ColumnValues.EMPTY);
        }

        @Override
        public long version() {
          return 1;
        }
      };

  private LargeCatalog() {}

  /// The music school alone: 7 tables.
  public static Catalog school() {
    return new Catalog(1, schoolTables());
  }

  /// The music school in the middle of the trades' tables, 4 each.
  public static Catalog of(int trades) {
    List<LogicalTable> tables = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      if (i == trades / 2) {
        tables.addAll(schoolTables());
      }
      int round = i / TRADES.length;
      addTrade(tables, TRADES[i % TRADES.length] + (round == 0 ? "" : "_" + round));
    }
    return new Catalog(1, tables);
  }

  private static List<LogicalTable> schoolTables() {
    return List.of(
        table("pupils", "", "id int, name text, home_town text, age int"),
        table(
            "lessons",
            "",
            "id int, pupil_id int, tutor_id int, held_on date, fee double",
            "pupil_id pupils",
            "tutor_id tutors"),
        table("tutors", "who teaches, also called maestro", "id int, name text, salary double"),
        table("instruments", "", "id int, kind text, price double"),
        // The table between tutors and instruments has no word in common with either.
        table("x77", "", "a int, b int, since date", new String[] {"a tutors", "b instruments"}),
        table("genres", "", "id int, label text"),
        table(
            "recitals",
            "",
            "id int, genre_id int, department text, attendance int",
            "genre_id genres"));
  }

  private static void addTrade(List<LogicalTable> tables, String trade) {
    String sites = trade + "_sites";
    String batches = trade + "_batches";
    tables.add(table(sites, "", "id int, name text, region text, opened date"));
    tables.add(
        table(
            trade + "_staff",
            "",
            "id int, name text, site_id int, wage double, hired date",
            "site_id " + sites));
    tables.add(
        table(batches, "", "id int, site_id int, made_on date, weight double", "site_id " + sites));
    tables.add(
        table(
            trade + "_readings",
            "",
            "id int, batch_id int, gauge text, reading double, taken_at timestamp",
            "batch_id " + batches));
  }

  /// A table; `columns` as `name type, …`, `keys` as `column target`, each to the target's `id`.
  public static LogicalTable table(String name, String comment, String columns, String... keys) {
    List<Field> fields = new ArrayList<>();
    List<@Nullable String> comments = new ArrayList<>();
    for (String column : columns.split(", ")) {
      String[] parts = column.split(" ");
      ScalarType type =
          switch (parts[1]) {
            case "int" -> ScalarType.INT64;
            case "double" -> ScalarType.FLOAT64;
            case "date" -> ScalarType.DATE;
            case "timestamp" -> ScalarType.TIMESTAMP;
            default -> ScalarType.TEXT;
          };
      fields.add(Field.nullable(parts[0], type));
      comments.add(null);
    }
    List<ForeignKey> foreignKeys = new ArrayList<>();
    for (String key : keys) {
      String[] parts = key.split(" ");
      foreignKeys.add(
          new ForeignKey(List.of(parts[0]), new RelationName("works", parts[1]), List.of("id")));
    }
    Segment segment =
        new Segment("pg", new RelationName("public", name), Tier.HOT, SegmentRange.ALL, true);
    return new LogicalTable(
        "works",
        name,
        new Schema(fields),
        comment.isEmpty() ? null : comment,
        comments,
        columns.startsWith("id ") ? List.of("id") : List.of(),
        foreignKeys,
        null,
        List.of(segment),
        TableSemantics.NONE);
  }
}
