package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Writes the data set into the tiers, several relations at a time. What an interrupted load left
/// behind is dropped first.
public final class ShopLoader {
  private static final int CHUNK_ORDERS = 4096;
  private static final int CHUNK_ROWS = 8192;

  private static final Map<String, WriteOptions> LAYOUT =
      Map.of(
          "customers", new WriteOptions(List.of("customer_id"), List.of()),
          "products", new WriteOptions(List.of("product_id"), List.of()),
          "orders", new WriteOptions(List.of("ordered_at"), List.of("order_id", "customer_id")),
          "order_items", new WriteOptions(List.of("ordered_at"), List.of("order_id", "product_id")),
          "refunds", new WriteOptions(List.of("refunded_at"), List.of("order_id")),
          "page_views",
              new WriteOptions(List.of("viewed_at"), List.of("customer_id", "product_id")));

  private final ShopSpec spec;
  private final LoadProgress progress;
  private final int threads;
  private final ShopCustomers customers;
  private final ShopProducts products;
  private final ShopOrders orders;
  private final ShopViews views;
  private final AtomicBoolean failed = new AtomicBoolean();

  /// @param threads how many relations are written at a time
  public ShopLoader(ShopSpec spec, LoadProgress progress, int threads) {
    this.spec = spec;
    this.progress = progress;
    this.threads = threads;
    this.customers = new ShopCustomers(spec);
    this.products = new ShopProducts(spec);
    this.orders = new ShopOrders(spec, customers, products);
    this.views = new ShopViews(spec, customers, products);
  }

  /// About how many rows a load writes.
  public static long expectedRows(ShopScale scale) {
    return scale.customers()
        + scale.products()
        + (long) (scale.orders() * 4.06)
        + scale.pageViews();
  }

  /// A piece of work that writes a part of some relations and returns the rows written by table.
  private interface Task {
    Map<String, Long> run();
  }

  /// Loads all three tiers.
  ///
  /// @return the rows written by table
  /// @throws ThermoclineException what a sink threw first, or that a disk is full
  public Map<String, Long> load(WritableSource hot, WritableSource warm, WritableSource cold) {
    String schema = ShopTables.SCHEMA;
    for (ShopTables.Table table :
        List.of(ShopTables.CUSTOMERS, ShopTables.PRODUCTS, ShopTables.REFUNDS)) {
      recreate(hot, table, schema);
    }
    for (ShopTables.Table table : List.of(ShopTables.ORDERS, ShopTables.ORDER_ITEMS)) {
      recreate(hot, table, schema);
      recreate(warm, table, schema);
      recreate(cold, table, schema);
    }
    recreate(warm, ShopTables.PAGE_VIEWS, schema);
    recreate(cold, ShopTables.PAGE_VIEWS, schema);

    ShopCalendar calendar = orders.calendar();
    int warmFrom = calendar.firstOn(spec.warmFrom());
    int hotFrom = calendar.firstOn(spec.hotFrom());
    int viewsWarmFrom = views.calendar().firstOn(spec.viewsWarmFrom());
    List<Task> tasks = new ArrayList<>();
    split(0, warmFrom, 4).forEach(part -> tasks.add(() -> writeOrders(cold, schema, part)));
    split(warmFrom, hotFrom, 2).forEach(part -> tasks.add(() -> writeOrders(warm, schema, part)));
    tasks.add(() -> writeOrders(hot, schema, new Part(hotFrom, calendar.events())));
    split(0, viewsWarmFrom, 4).forEach(part -> tasks.add(() -> writeViews(cold, schema, part)));
    split(viewsWarmFrom, views.calendar().events(), 2)
        .forEach(part -> tasks.add(() -> writeViews(warm, schema, part)));
    tasks.add(() -> writeSmall(hot, schema));
    return run(tasks);
  }

  /// Loads every row into one schema of one store, for comparisons.
  ///
  /// @return the rows written by table
  public Map<String, Long> loadAllInto(WritableSource store, String schema) {
    ShopTables.ALL.forEach(table -> recreate(store, table, schema));
    List<Task> tasks = new ArrayList<>();
    split(0, orders.calendar().events(), 2)
        .forEach(part -> tasks.add(() -> writeOrders(store, schema, part)));
    split(0, views.calendar().events(), 2)
        .forEach(part -> tasks.add(() -> writeViews(store, schema, part)));
    tasks.add(() -> writeSmall(store, schema));
    return run(tasks);
  }

  private static void recreate(WritableSource source, ShopTables.Table table, String schema) {
    source.drop(new RelationName(schema, table.name()));
    source.create(table.relation(schema), layout(table.name()));
  }

  private static WriteOptions layout(String table) {
    return LAYOUT.getOrDefault(table, WriteOptions.DEFAULT);
  }

  private record Part(int from, int to) {}

  private static List<Part> split(int from, int to, int parts) {
    List<Part> result = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int start = from + (int) ((long) (to - from) * i / parts);
      int end = from + (int) ((long) (to - from) * (i + 1) / parts);
      if (end > start) {
        result.add(new Part(start, end));
      }
    }
    return result;
  }

  private Map<String, Long> run(List<Task> tasks) {
    Map<String, Long> rows = new ConcurrentHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      ExecutorCompletionService<Map<String, Long>> running = new ExecutorCompletionService<>(pool);
      tasks.forEach(task -> running.submit(task::run));
      ThermoclineException failure = null;
      for (int i = 0; i < tasks.size(); i++) {
        try {
          running.take().get().forEach((table, count) -> rows.merge(table, count, Long::sum));
        } catch (ExecutionException e) {
          failed.set(true);
          failure = graver(failure, failure(e));
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      failed.set(true);
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED, "the load of the demo data was interrupted.", e);
    }
    return new TreeMap<>(rows);
  }

  /// The first failure, or one that says that a disk is full, which is why others follow.
  private static ThermoclineException graver(
      @Nullable ThermoclineException first, ThermoclineException next) {
    boolean explains =
        next.code() == ErrorCode.DISK_FULL && first != null && first.code() != ErrorCode.DISK_FULL;
    return first == null || explains ? next : first;
  }

  private static ThermoclineException failure(ExecutionException e) {
    return e.getCause() instanceof ThermoclineException known
        ? known
        : new ThermoclineException(
            ErrorCode.INTERNAL, "the load of the demo data failed: " + e.getCause(), e);
  }

  private void write(Sink sink, Batch batch) {
    if (failed.get()) {
      throw new ThermoclineException(ErrorCode.CANCELLED, "another part of the load failed.");
    }
    if (batch.size() > 0) {
      sink.write(batch);
      progress.written(batch.size());
    }
  }

  private static Sink sink(WritableSource source, String schema, ShopTables.Table table) {
    return source.write(new RelationName(schema, table.name()), layout(table.name()));
  }

  private Map<String, Long> writeOrders(WritableSource source, String schema, Part part) {
    ShopOrderBatches batches = new ShopOrderBatches(orders);
    try (Sink orderSink = sink(source, schema, ShopTables.ORDERS);
        Sink itemSink = sink(source, schema, ShopTables.ORDER_ITEMS)) {
      for (int from = part.from(); from < part.to(); from += CHUNK_ORDERS) {
        ShopOrderBatches.Chunk chunk =
            batches.chunk(from, Math.min(part.to(), from + CHUNK_ORDERS));
        write(orderSink, chunk.orders());
        write(itemSink, chunk.items());
      }
      return Map.of("orders", orderSink.commit(), "order_items", itemSink.commit());
    }
  }

  private Map<String, Long> writeViews(WritableSource source, String schema, Part part) {
    try (Sink sink = sink(source, schema, ShopTables.PAGE_VIEWS)) {
      for (int from = part.from(); from < part.to(); from += CHUNK_ROWS) {
        write(sink, views.batch(from, Math.min(part.to(), from + CHUNK_ROWS)));
      }
      return Map.of("page_views", sink.commit());
    }
  }

  private Map<String, Long> writeSmall(WritableSource source, String schema) {
    Map<String, Long> rows = new TreeMap<>();
    try (Sink sink = sink(source, schema, ShopTables.CUSTOMERS)) {
      for (int from = 0; from < customers.count(); from += CHUNK_ROWS) {
        int to = Math.min(customers.count(), from + CHUNK_ROWS);
        write(sink, customers.batch(ShopTables.CUSTOMERS.schema(), from, to));
      }
      rows.put("customers", sink.commit());
    }
    try (Sink sink = sink(source, schema, ShopTables.PRODUCTS)) {
      write(sink, products.batch(ShopTables.PRODUCTS.schema(), 0, products.count()));
      rows.put("products", sink.commit());
    }
    try (Sink sink = sink(source, schema, ShopTables.REFUNDS)) {
      ShopOrderBatches batches = new ShopOrderBatches(orders);
      long nextId = 1;
      for (int from = 0; from < orders.calendar().events(); from += CHUNK_ROWS) {
        Batch batch =
            batches.refunds(from, Math.min(orders.calendar().events(), from + CHUNK_ROWS), nextId);
        nextId += batch.size();
        write(sink, batch);
      }
      rows.put("refunds", sink.commit());
    }
    return rows;
  }

  /// The last day with rows.
  public LocalDate lastDay() {
    return spec.today().minusDays(1);
  }
}
