package io.thermocline.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.catalog.AbsentSource;
import io.thermocline.catalog.Catalog;
import io.thermocline.catalog.LogicalTable;
import io.thermocline.catalog.Segment;
import io.thermocline.catalog.SegmentRange;
import io.thermocline.catalog.TableSemantics;
import io.thermocline.catalog.Tier;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Source;
import io.thermocline.spi.type.Field;
import io.thermocline.spi.type.ScalarType;
import io.thermocline.spi.type.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Discovery while sources come and go.
class CatalogServiceTest {
  private static final RelationName CUSTOMERS = new RelationName("shop", "customers");
  private static final RelationName VISITS = new RelationName("lake", "visits");
  private static final Duration NEVER = Duration.ofDays(1);

  private final Store hot = new Store("hot", CUSTOMERS);
  private final Store cold = new Store("cold", VISITS);

  /// A store that has one relation, can be away, and counts how often it is asked.
  private static final class Store implements Source {
    private final String name;
    private final RelationName relation;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable RuntimeException failure;

    Store(String name, RelationName relation) {
      this.name = name;
      this.relation = relation;
    }

    void fail(@Nullable RuntimeException e) {
      failure = e;
    }

    @Override
    public List<Relation> discover() {
      asked.incrementAndGet();
      RuntimeException e = failure;
      if (e != null) {
        throw e;
      }
      return List.of(Relation.of(relation, Schema.of(Field.required("id", ScalarType.INT64))));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String kind() {
      return "parquet";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public RelationStatistics statistics(RelationName of) {
      return RelationStatistics.UNKNOWN;
    }

    @Override
    public Scan scan(ScanRequest request) {
      throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
  }

  /// Each relation is a table; the configuration places [#CUSTOMERS] in the store `hot`.
  private static final class EachRelation implements CatalogService.Assembly {
    private volatile boolean misfit;

    @Override
    public List<LogicalTable> assemble(Map<String, List<Relation>> relations) {
      if (misfit && relations.containsKey("hot")) {
        throw new ThermoclineException(ErrorCode.CONFIGURATION, "customers has no column age");
      }
      List<LogicalTable> tables = new ArrayList<>();
      relations.forEach((source, found) ->
          found.forEach(relation ->
              tables.add(
                  new LogicalTable(
                      relation.name().schema(),
                      relation.name().name(),
                      relation.columns(),
                      null,
                      relation.columnComments(),
                      List.of(),
                      List.of(),
                      null,
                      List.of(
                          new Segment(source, relation.name(), Tier.COLD, SegmentRange.ALL, true)),
                      TableSemantics.NONE))));
      return tables;
    }

    @Override
    public Map<RelationName, List<String>> placedIn(String source) {
      return source.equals("hot") ? Map.of(CUSTOMERS, List.of("clients")) : Map.of();
    }
  }

  private static ThermoclineException away(String reason) {
    return new ThermoclineException(ErrorCode.SOURCE_UNAVAILABLE, reason);
  }

  private CatalogService start(CatalogService.Assembly assembly) {
    return new CatalogService(List.of(hot, cold), assembly, NEVER);
  }

  @Test
  void aSourceThatIsAwayIsAbsentAndTheOthersAreThere() {
    hot.fail(away("hot sleeps"));
    try (CatalogService service = start(new EachRelation())) {
      Catalog catalog = service.current();
      assertThat(catalog.table("lake", "visits")).isPresent();
      assertThat(catalog.table("shop", "customers")).isEmpty();
      assertThat(catalog.absent())
          .containsExactly(
              new AbsentSource("hot", "hot sleeps", Map.of(CUSTOMERS, List.of("clients"))));
      assertThat(service.unavailable()).containsExactly(Map.entry("hot", "hot sleeps"));
    }
  }

  @Test
  void itAppearsByItselfAndOnlyItIsAskedMeanwhile() throws Exception {
    hot.fail(away("hot sleeps"));
    try (CatalogService service = start(new EachRelation())) {
      CountDownLatch changed = new CountDownLatch(1);
      service.onChange(catalog -> changed.countDown());
      long before = service.current().epoch();
      hot.fail(null);
      assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(service.current().epoch()).isGreaterThan(before);
      assertThat(service.current().table("shop", "customers")).isPresent();
      assertThat(service.current().absent()).isEmpty();
      assertThat(service.unavailable()).isEmpty();
      assertThat(cold.asked).hasValue(1);
    }
  }

  @Test
  void listenersHearOfEachRefreshAndOfChangesOnly() {
    try (CatalogService service = start(new EachRelation())) {
      List<Catalog> refreshed = new ArrayList<>();
      List<Catalog> changed = new ArrayList<>();
      service.onRefresh(refreshed::add);
      service.onChange(changed::add);
      service.refresh();
      service.refresh();
      assertThat(refreshed).containsExactly(service.current(), service.current());
      assertThat(changed).isEmpty();
    }
  }

  @Test
  void aSourceThatWasSeenKeepsItsTables() {
    try (CatalogService service = start(new EachRelation())) {
      Catalog before = service.current();
      hot.fail(away("hot sleeps"));
      service.refresh();
      assertThat(service.current()).isSameAs(before);
      assertThat(service.unavailable()).containsKey("hot");
    }
  }

  @Test
  void aDefectOfOneSourceDoesNotHoldTheOthersUp() {
    hot.fail(new IllegalStateException("a defect"));
    try (CatalogService service = start(new EachRelation())) {
      assertThat(service.current().table("lake", "visits")).isPresent();
      assertThat(service.unavailable().get("hot")).contains("hot", "log");
    }
  }

  @Test
  void whatComesBackAndDoesNotFitStaysAbsentForThatReason() {
    EachRelation assembly = new EachRelation();
    hot.fail(away("hot sleeps"));
    try (CatalogService service = start(assembly)) {
      assembly.misfit = true;
      hot.fail(null);
      service.refresh();
      assertThat(service.current().table("lake", "visits")).isPresent();
      assertThat(service.current().absent())
          .extracting(AbsentSource::reason)
          .containsExactly("customers has no column age");
    }
  }

  @Test
  void aMisfitAtTheStartStopsIt() {
    EachRelation assembly = new EachRelation();
    assembly.misfit = true;
    assertThatThrownBy(() -> start(assembly)).hasMessage("customers has no column age");
  }

  @Test
  void aQuestionThatNamesAMissingTableIsNotAnsweredFromAnother() {
    Catalog catalog =
        new Catalog(
            1,
            List.of(),
            List.of(
                new AbsentSource(
                    "hot",
                    "hot sleeps",
                    Map.of(new RelationName("shop", "order_items"), List.of("positions")))));
    Catalog visible = new Catalog(1, new EachRelation().assemble(Map.of("cold", cold.discover())));
    for (String question :
        List.of(
            "how many order items are there", "number of Positions", "the order item by price")) {
      assertThatThrownBy(() -> Absences.check(question, catalog, visible))
          .as(question)
          .hasMessageContaining("shop.order_items")
          .hasMessageContaining("hot sleeps")
          .extracting(e -> ((ThermoclineException) e).code())
          .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }
    for (String question : List.of("how many visits", "orders and items", "compositions")) {
      Absences.check(question, catalog, visible);
    }
    assertThatThrownBy(() -> Absences.check("how many visits", catalog, Catalog.EMPTY))
        .hasMessageContaining("hot sleeps");
    assertThat(Absences.notices(catalog)).singleElement().asString().contains("hot sleeps");
    assertThat(Absences.hint(catalog)).contains("hot sleeps");
    assertThat(Absences.hint(visible)).isEmpty();
  }
}
