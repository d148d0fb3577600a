package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.thermocline.nl.Shop;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.batch.BatchReaders;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueIndexTest {
  private Instant now = Shop.NOW;
  private final FakeSource source = new FakeSource();

  private ValueIndex index(ValueLimits limits, ValuePrivacy privacy) {
    return new ValueIndex(
        name -> name.equals("pg") ? Optional.of(source) : Optional.empty(),
        limits,
        privacy,
        () -> now);
  }

  @Test
  void commonValuesComeFirstThenTheOthersInOrder() {
    ValueIndex index = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values())
        .containsExactly("New York", "Berlin", "München");
    assertThat(index.values("shop", "customers", "id").values()).isEmpty();
    assertThat(index.values("shop", "nowhere", "city").values()).isEmpty();
  }

  @Test
  void privateColumnsAreNotRead() {
    ValueIndex index =
        index(ValueLimits.DEFAULT, (schema, table, column) -> !column.equals("city"));
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values()).isEmpty();
    assertThat(source.scanned)
        .noneMatch(columns -> columns.contains("city"))
        .anyMatch(c -> c.contains("country"));
  }

  @Test
  void theNumberOfValuesAndTheMemoryAreBounded() {
    ValueIndex few =
        index(new ValueLimits(2, 200, 1 << 20, 100, 100, Duration.ofHours(1)), ValuePrivacy.ALL);
    few.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(few.values("shop", "customers", "city").values()).hasSize(2);
    ValueIndex none =
        index(new ValueLimits(100, 200, 10, 100, 100, Duration.ofHours(1)), ValuePrivacy.ALL);
    none.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(none.values("shop", "customers", "city").values()).isEmpty();
    ValueIndex brief =
        index(new ValueLimits(100, 7, 1 << 20, 100, 100, Duration.ofHours(1)), ValuePrivacy.ALL);
    brief.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(brief.values("shop", "customers", "city").values())
        .containsExactly("Berlin", "München");
  }

  @Test
  void oldValuesAreReadAgainWhenStatisticsChangedAndKeptWhenTheSourceIsAway() {
    ValueIndex index = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    source.cities = List.of("Oslo");
    source.rows++;
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values()).contains("Berlin");
    now = now.plus(Duration.ofHours(2));
    long before = index.version();
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.version()).isNotEqualTo(before);
    assertThat(index.values("shop", "customers", "city").values())
        .containsExactly("New York", "Oslo");
    source.away = true;
    now = now.plus(Duration.ofHours(2));
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values())
        .containsExactly("New York", "Oslo");
  }

  @Test
  void withoutNewStatisticsNothingIsReadForAFewAges() {
    ValueIndex index = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    long version = index.version();
    source.cities = List.of("Oslo");
    source.scanned.clear();
    now = now.plus(Duration.ofHours(2));
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(source.scanned).isEmpty();
    assertThat(index.version()).isEqualTo(version);
    now = now.plus(Duration.ofHours(5));
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values()).contains("Oslo");
  }

  @Test
  void theLargestColumnIsCutFirst() {
    source.cities = IntStream.range(0, 1000).mapToObj(i -> "city number " + i).toList();
    ValueIndex whole = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    whole.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(whole.values("shop", "customers", "city").values()).hasSize(1001);
    ValueIndex tight =
        index(
            new ValueLimits(5000, 200, 20_000, 10_000, 10_000, Duration.ofHours(1)),
            ValuePrivacy.ALL);
    tight.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(tight.values("shop", "customers", "city").values()).hasSizeBetween(50, 500);
    assertThat(tight.values("shop", "customers", "country").values()).containsExactly("Norway");
  }

  @Test
  void rangesOfNumbersAreKnownUnlessPrivate() {
    ValueIndex index = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.range("shop", "orders", "amount")).contains(new NumberRange(0, 0.5));
    ValueIndex silent = index(ValueLimits.DEFAULT, (schema, table, column) -> false);
    silent.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(silent.range("shop", "orders", "amount")).isEmpty();
  }

  @Test
  void sourcesWithoutAggregationAreSampled() {
    source.capabilities = Set.of(Capability.PROJECTION);
    ValueIndex index = index(ValueLimits.DEFAULT, ValuePrivacy.ALL);
    index.refreshNow(Shop.CATALOG, ScanContext.UNBOUNDED);
    assertThat(index.values("shop", "customers", "city").values())
        .containsExactly("New York", "Berlin", "München");
  }

  @Test
  void aSpanMeansTheStoredValueThatIsNearest() {
    ColumnValues values =
        new ColumnValues(
            List.of(
                "Berlin",
                "München",
                "New York",
                "San Francisco",
                "Boots",
                "paid",
                "Children's books"));
    assertThat(values.resolve("Berlin"))
        .isEqualTo(new ColumnValues.Resolution("Berlin", ColumnValues.Match.SAME));
    assertThat(values.resolve("munchen").value()).isEqualTo("München");
    assertThat(values.resolve("NEW YORK ").match()).isEqualTo(ColumnValues.Match.SAME);
    assertThat(values.resolve("boot"))
        .isEqualTo(new ColumnValues.Resolution("Boots", ColumnValues.Match.FORM));
    assertThat(values.resolve("Francisco"))
        .isEqualTo(new ColumnValues.Resolution("San Francisco", ColumnValues.Match.PART));
    assertThat(values.resolve("Munich"))
        .isEqualTo(new ColumnValues.Resolution("München", ColumnValues.Match.ALIAS));
    assertThat(values.resolve("NYC").value()).isEqualTo("New York");
    assertThat(values.resolve("Childrens books").match()).isEqualTo(ColumnValues.Match.FORM);
    assertThat(values.resolve("piad").value()).isEqualTo("paid");
    assertThat(values.resolve("San Fransisco"))
        .isEqualTo(new ColumnValues.Resolution("San Francisco", ColumnValues.Match.SIMILAR));
    assertThat(values.resolve("Tokyo"))
        .isEqualTo(new ColumnValues.Resolution("Tokyo", ColumnValues.Match.NONE));
    assertThat(values.resolve(""))
        .isEqualTo(new ColumnValues.Resolution("", ColumnValues.Match.NONE));
  }

  @Test
  void truthIsSpelledAsTheColumnDoes() {
    assertThat(new ColumnValues(List.of("Y", "N")).truth(true)).contains("Y");
    assertThat(new ColumnValues(List.of("Yes", "No")).truth(false)).contains("No");
    assertThat(new ColumnValues(List.of("red")).truth(true)).isEmpty();
  }

  /// A source whose relation `customers` has cities; every other text column is empty.
  private static final class FakeSource implements Source {
    List<String> cities = List.of("München", "Berlin", "New York", "Berlin");
    Set<Capability> capabilities =
        Set.of(Capability.PROJECTION, Capability.AGGREGATE, Capability.LIMIT);
    boolean away;
    int rows = 4;
    final List<List<String>> scanned = new ArrayList<>();

    @Override
    public String name() {
      return "pg";
    }

    @Override
    public String kind() {
      return "postgres";
    }

    @Override
    public Set<Capability> capabilities() {
      return capabilities;
    }

    @Override
    public List<Relation> discover() {
      return List.of();
    }

    @Override
    public RelationStatistics statistics(RelationName relation) {
      if (away) {
        throw new ThermoclineException(ErrorCode.SOURCE_UNAVAILABLE, "source pg is away; start it");
      }
      RelationStatistics.Column city =
          new RelationStatistics.Column(
              0, 3, 8, null, null, List.of(new RelationStatistics.Frequency("New York", 0.5)));
      RelationStatistics.Column amount =
          new RelationStatistics.Column(
              0, 3, 8, new BigDecimal("0.00"), new BigDecimal("0.50"), List.of());
      return new RelationStatistics(
          rows,
          100,
          switch (relation.name()) {
            case "customers" -> Map.of("city", city);
            case "orders" -> Map.of("amount", amount);
            default -> Map.of();
          });
    }

    @Override
    public Scan scan(ScanRequest request) {
      var aggregation = request.aggregation();
      List<String> columns = aggregation == null ? request.columns() : aggregation.keys();
      scanned.add(columns);
      Schema schema =
          new Schema(columns.stream().map(name -> Field.nullable(name, ScalarType.TEXT)).toList());
      List<List<String>> rows = new ArrayList<>();
      for (String city : cities) {
        rows.add(columns.stream().map(name -> value(name, city)).toList());
      }
      return new Scan() {
        @Override
        public Schema schema() {
          return schema;
        }

        @Override
        public int partitions() {
          return 1;
        }

        @Override
        public BatchReader open(int partition, ScanContext context) {
          return BatchReaders.of(schema, List.of(BatchReaders.batch(schema, rows)));
        }

        @Override
        public String describe() {
          return "fake";
        }
      };
    }

    private static String value(String column, String city) {
      return switch (column) {
        case "city" -> city;
        case "country" -> "Norway";
        default -> "";
      };
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
  }
}
