package io.thermocline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.spi.source.ForeignKey;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopDataTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
  private static final ShopSpec SPEC = new ShopSpec(7, TODAY, ShopScale.SMALL);

  private static final RecordingSource HOT = new RecordingSource("hot");
  private static final RecordingSource WARM = new RecordingSource("warm");
  private static final RecordingSource COLD = new RecordingSource("cold");
  private static Map<String, Long> counts = Map.of();

  @BeforeAll
  static void load() {
    counts = new ShopLoader(SPEC, LoadProgress.SILENT, 2).load(HOT, WARM, COLD);
  }

  private static List<List<@Nullable Object>> rows(String table) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    for (RecordingSource source : List.of(COLD, WARM, HOT)) {
      all.addAll(source.rows("shop", table));
    }
    return all;
  }

  private static <T> List<T> column(List<List<@Nullable Object>> rows, int index, Class<T> type) {
    return rows.stream()
        .map(row -> row.get(index))
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  void everyRowIsInOneTier() {
    assertThat(counts)
        .containsEntry("customers", 500L)
        .containsEntry("products", 120L)
        .containsEntry("orders", 6_000L)
        .containsEntry("page_views", 8_000L);
    counts.forEach((table, count) -> assertThat(rows(table)).as(table).hasSize(count.intValue()));
    assertThat(counts.get("order_items")).isBetween(17_000L, 19_500L);
    assertThat(counts.get("refunds")).isBetween(120L, 320L);
    assertThat(new HashSet<>(column(rows("orders"), 0, Long.class))).hasSize(6_000);
    assertThat(new HashSet<>(column(rows("refunds"), 0, Long.class)))
        .hasSize(rows("refunds").size());
  }

  @Test
  void tiersKeepToTheirRanges() {
    LocalDateTime hotFrom = SPEC.hotFrom().atStartOfDay();
    LocalDateTime warmFrom = SPEC.warmFrom().atStartOfDay();
    for (Map.Entry<String, Integer> table : Map.of("orders", 2, "order_items", 6).entrySet()) {
      String name = table.getKey();
      int at = table.getValue();
      assertThat(column(HOT.rows("shop", name), at, LocalDateTime.class))
          .isNotEmpty()
          .allMatch(time -> !time.isBefore(hotFrom) && time.isBefore(TODAY.atStartOfDay()));
      assertThat(column(WARM.rows("shop", name), at, LocalDateTime.class))
          .isNotEmpty()
          .allMatch(time -> !time.isBefore(warmFrom) && time.isBefore(hotFrom));
      assertThat(column(COLD.rows("shop", name), at, LocalDateTime.class))
          .isNotEmpty()
          .allMatch(time -> !time.isBefore(SPEC.start().atStartOfDay()) && time.isBefore(warmFrom));
    }
    assertThat(column(WARM.rows("shop", "page_views"), 1, LocalDateTime.class))
        .isNotEmpty()
        .allMatch(time -> !time.isBefore(SPEC.viewsWarmFrom().atStartOfDay()));
    assertThat(column(COLD.rows("shop", "page_views"), 1, LocalDateTime.class))
        .isNotEmpty()
        .allMatch(time -> time.isBefore(SPEC.viewsWarmFrom().atStartOfDay()));
  }

  @Test
  void anOrdersTotalIsTheSumOfItsLines() {
    Map<Object, BigDecimal> sums = new HashMap<>();
    for (List<@Nullable Object> item : rows("order_items")) {
      BigDecimal value =
          ((BigDecimal) item.get(4))
              .multiply(BigDecimal.valueOf((Integer) item.get(3)))
              .subtract((BigDecimal) item.get(5));
      sums.merge(item.get(0), value, BigDecimal::add);
    }
    for (List<@Nullable Object> order : rows("orders")) {
      assertThat(sums.get(order.get(0))).isEqualByComparingTo((BigDecimal) order.get(6));
    }
  }

  @Test
  void timesFollowFromEachOther() {
    Map<Object, LocalDate> signedUp = new HashMap<>();
    rows("customers").forEach(row -> signedUp.put(row.get(0), (LocalDate) row.get(6)));
    Map<Object, LocalDate> launched = new HashMap<>();
    rows("products").forEach(row -> launched.put(row.get(0), (LocalDate) row.get(6)));
    Map<Object, LocalDateTime> ordered = new HashMap<>();
    LocalDateTime previous = SPEC.start().atStartOfDay();
    List<List<@Nullable Object>> orders = new ArrayList<>(rows("orders"));
    orders.sort((a, b) -> Long.compare((Long) a.get(0), (Long) b.get(0)));
    for (List<@Nullable Object> order : orders) {
      LocalDateTime at = (LocalDateTime) order.get(2);
      assertThat(at).isAfterOrEqualTo(previous);
      assertThat(signedUp.get(order.get(1))).isBeforeOrEqualTo(at.toLocalDate());
      if (order.get(8) instanceof LocalDateTime delivered) {
        assertThat(delivered).isBetween(at, TODAY.atStartOfDay());
      }
      previous = at;
      ordered.put(order.get(0), at);
    }
    for (List<@Nullable Object> item : rows("order_items")) {
      assertThat(item.get(6)).isEqualTo(ordered.get(item.get(0)));
      assertThat(launched.get(item.get(2)))
          .isBeforeOrEqualTo(((LocalDateTime) item.get(6)).toLocalDate());
    }
    for (List<@Nullable Object> refund : rows("refunds")) {
      assertThat((LocalDateTime) refund.get(2))
          .isBetween(ordered.get(refund.get(1)), TODAY.atStartOfDay());
    }
  }

  @Test
  void theDataHasTheShapeThatQuestionsNeed() {
    Map<Object, Long> perProduct =
        rows("order_items").stream()
            .collect(Collectors.groupingBy(row -> row.get(2), Collectors.counting()));
    assertThat(perProduct)
        .as("unsold products")
        .hasSizeLessThanOrEqualTo(120 - ShopProducts.UNSOLD);
    long most = perProduct.values().stream().mapToLong(Long::longValue).max().orElse(0);
    assertThat(most)
        .as("skew")
        .isGreaterThan(4 * rows("order_items").size() / perProduct.size() / 2);
    Set<Object> buyers = rows("orders").stream().map(row -> row.get(1)).collect(Collectors.toSet());
    assertThat(buyers).as("some customers never order").hasSizeLessThan(490);
    assertThat(column(rows("customers"), 3, String.class))
        .contains("München", "Zürich", "São Paulo", "東京");
    assertThat(rows("customers").stream().filter(row -> row.get(3) == null)).isNotEmpty();
    assertThat(new HashSet<>(column(rows("orders"), 3, String.class)))
        .containsAll(ShopOrders.STATUSES);
    assertThat(new HashSet<>(column(rows("orders"), 5, String.class)))
        .contains("EUR", "USD", "CHF", "JPY", "BRL");
    long firstYear =
        rows("orders").stream().filter(row -> before((LocalDateTime) row.get(2), 4)).count();
    long lastYear =
        rows("orders").stream().filter(row -> !before((LocalDateTime) row.get(2), 1)).count();
    assertThat(lastYear).as("growth").isGreaterThan(firstYear * 3 / 2);
  }

  private static boolean before(LocalDateTime time, int yearsAgo) {
    return time.isBefore(TODAY.minusYears(yearsAgo).atStartOfDay());
  }

  @Test
  void theSameSpecificationGivesTheSameRows() {
    RecordingSource all = new RecordingSource("all");
    AtomicLong seen = new AtomicLong();
    Map<String, Long> again = new ShopLoader(SPEC, seen::addAndGet, 1).loadAllInto(all, "shop");

    assertThat(again).isEqualTo(counts);
    assertThat(seen).hasValue(counts.values().stream().mapToLong(Long::longValue).sum());
    for (ShopTables.Table table : ShopTables.ALL) {
      Function<List<List<@Nullable Object>>, List<String>> sorted =
          rows -> rows.stream().map(Object::toString).sorted().toList();
      assertThat(sorted.apply(all.rows("shop", table.name())))
          .isEqualTo(sorted.apply(rows(table.name())));
    }
  }

  @Test
  void anotherDayGivesOtherDates() {
    RecordingSource later = new RecordingSource("later");
    new ShopLoader(new ShopSpec(7, TODAY.plusDays(1), ShopScale.SMALL), LoadProgress.SILENT, 1)
        .loadAllInto(later, "shop");
    assertThat(column(later.rows("shop", "orders"), 2, LocalDateTime.class))
        .anyMatch(time -> time.toLocalDate().equals(TODAY));
  }

  @Test
  void aFailingSinkStopsTheLoadAndTheNextOneStartsClean() {
    RecordingSource store = new RecordingSource("store");
    ShopLoader loader = new ShopLoader(SPEC, LoadProgress.SILENT, 2);
    store.failAtBatch(3);
    assertThatThrownBy(() -> loader.loadAllInto(store, "shop"))
        .hasMessageContaining("store went away");

    Map<String, Long> again =
        new ShopLoader(SPEC, LoadProgress.SILENT, 2).loadAllInto(store, "shop");
    assertThat(again).isEqualTo(counts);
    again.forEach(
        (table, count) -> assertThat(store.rows("shop", table)).hasSize(count.intValue()));
  }

  @Test
  void theCatalogNamesWhatTheLoadWrote() {
    Catalog catalog = new ShopCatalog(SPEC, "hot", "warm", "cold").catalog();
    Map<String, RecordingSource> sources = Map.of("hot", HOT, "warm", WARM, "cold", COLD);
    for (LogicalTable table : catalog.tables()) {
      for (Segment segment : table.segments()) {
        assertThat(
                sources
                    .get(segment.source())
                    .rows(segment.relation().schema(), segment.relation().name()))
            .as("%s in %s", table.name(), segment.source())
            .isNotEmpty();
      }
      for (ForeignKey key : table.foreignKeys()) {
        LogicalTable target =
            catalog.table(key.target().schema(), key.target().name()).orElseThrow();
        assertThat(target.primaryKey()).isEqualTo(key.targetColumns());
      }
      table
          .semantics()
          .columnSynonyms()
          .keySet()
          .forEach(column -> assertThat(table.columns().indexOf(column)).isNotNegative());
      table
          .semantics()
          .columnDisplayNames()
          .keySet()
          .forEach(column -> assertThat(table.columns().indexOf(column)).isNotNegative());
    }
  }

  @Test
  void manifestsComeBackAsWritten(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("shop.json");
    assertThat(ShopManifest.read(file)).isEmpty();
    ShopManifest manifest = new ShopManifest(SPEC, counts);
    manifest.write(file);
    assertThat(ShopManifest.read(file)).contains(manifest);
    Files.writeString(file, "{\"version\": 1, \"today\": \"20");
    assertThat(ShopManifest.read(file)).isEmpty();
    ShopManifest.delete(file);
    assertThat(file).doesNotExist();
  }
}
