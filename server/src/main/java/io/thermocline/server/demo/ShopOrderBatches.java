package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes batches of orders, their lines and their refunds. For one thread.
final class ShopOrderBatches {
  private static final Vector STATUSES = ShopVectors.dictionary(ShopOrders.STATUSES);
  private static final Vector CHANNELS = ShopVectors.dictionary(ShopOrders.CHANNELS);
  private static final Vector COUPONS = ShopVectors.dictionary(ShopOrders.COUPONS);
  private static final Vector CURRENCIES =
      ShopVectors.dictionary(
          ShopPlaces.COUNTRIES.stream().map(ShopPlaces.Country::currency).toList());
  private static final List<String> REASONS =
      List.of("damaged", "wrong size", "arrived late", "changed mind", "not as described");
  private static final DataType TOTAL = ShopTables.TOTAL;
  private static final DataType PRICE = ShopTables.PRICE;

  private final ShopOrders.Row row;

  ShopOrderBatches(ShopOrders orders) {
    this.row = orders.row();
  }

  /// The orders of a range of positions and all their lines.
  record Chunk(Batch orders, Batch items) {}

  Chunk chunk(int from, int to) {
    int size = to - from;
    OrderColumns orders = new OrderColumns(size);
    ItemColumns items = new ItemColumns(size * ShopOrders.MAX_LINES);
    for (int i = 0; i < size; i++) {
      row.read(from + i);
      orders.set(i, row);
      for (int line = 0; line < row.lines; line++) {
        items.add(row, line);
      }
    }
    return new Chunk(orders.batch(), items.batch());
  }

  /// The refunds of the orders in a range of positions.
  ///
  /// @param firstId the identifier of the first one
  Batch refunds(int from, int to, long firstId) {
    VectorBuilder ids = new VectorBuilder(ScalarType.INT64, to - from);
    VectorBuilder orderIds = new VectorBuilder(ScalarType.INT64, to - from);
    VectorBuilder times = new VectorBuilder(ScalarType.TIMESTAMP, to - from);
    VectorBuilder amounts = new VectorBuilder(TOTAL, to - from);
    VectorBuilder reasons = new VectorBuilder(ScalarType.TEXT, to - from);
    for (int i = from; i < to; i++) {
      row.read(i);
      if (row.refundCents == 0) {
        continue;
      }
      ids.appendLong(firstId + ids.size());
      orderIds.appendLong(row.orderId);
      times.appendLong(row.refundedAtMicros);
      amounts.appendLong(row.refundCents);
      if (row.refundReason < 12) {
        reasons.appendNull();
      } else {
        reasons.appendBytes(
            REASONS.get(row.refundReason % REASONS.size()).getBytes(StandardCharsets.UTF_8));
      }
    }
    int size = ids.size();
    List<Vector> vectors = new ArrayList<>();
    for (VectorBuilder builder : List.of(ids, orderIds, times, amounts, reasons)) {
      vectors.add(builder.build());
    }
    return new Batch(vectors, size);
  }

  private static final class OrderColumns {
    private final int size;
    private final long[] orderId;
    private final long[] customerId;
    private final long[] orderedAt;
    private final int[] status;
    private final int[] channel;
    private final int[] currency;
    private final long[] total;
    private final int[] coupon;
    private final long[] deliveredAt;

    OrderColumns(int size) {
      this.size = size;
      orderId = new long[size];
      customerId = new long[size];
      orderedAt = new long[size];
      status = new int[size];
      channel = new int[size];
      currency = new int[size];
      total = new long[size];
      coupon = new int[size];
      deliveredAt = new long[size];
    }

    void set(int i, ShopOrders.Row row) {
      orderId[i] = row.orderId;
      customerId[i] = row.customer + 1L;
      orderedAt[i] = row.orderedAtMicros;
      status[i] = row.status;
      channel[i] = row.channel;
      currency[i] = row.country;
      total[i] = row.totalCents;
      coupon[i] = row.coupon;
      deliveredAt[i] = row.deliveredAtMicros;
    }

    Batch batch() {
      return new Batch(
          List.of(
              ShopVectors.longs(ScalarType.INT64, orderId, size),
              ShopVectors.longs(ScalarType.INT32, customerId, size),
              ShopVectors.longs(ScalarType.TIMESTAMP, orderedAt, size),
              ShopVectors.texts(STATUSES, status, size),
              ShopVectors.texts(CHANNELS, channel, size),
              ShopVectors.texts(CURRENCIES, currency, size),
              ShopVectors.longs(TOTAL, total, size),
              ShopVectors.texts(COUPONS, coupon, size),
              ShopVectors.nullableLongs(ScalarType.TIMESTAMP, deliveredAt, size)),
          size);
    }
  }

  private static final class ItemColumns {
    private int size;
    private final long[] orderId;
    private final long[] lineNumber;
    private final long[] productId;
    private final long[] quantity;
    private final long[] unitPrice;
    private final long[] discount;
    private final long[] orderedAt;

    ItemColumns(int capacity) {
      orderId = new long[capacity];
      lineNumber = new long[capacity];
      productId = new long[capacity];
      quantity = new long[capacity];
      unitPrice = new long[capacity];
      discount = new long[capacity];
      orderedAt = new long[capacity];
    }

    void add(ShopOrders.Row row, int line) {
      orderId[size] = row.orderId;
      lineNumber[size] = line + 1L;
      productId[size] = row.product[line] + 1L;
      quantity[size] = row.quantity[line];
      unitPrice[size] = row.unitCents[line];
      discount[size] = row.discountCents[line];
      orderedAt[size] = row.orderedAtMicros;
      size++;
    }

    Batch batch() {
      return new Batch(
          List.of(
              ShopVectors.longs(ScalarType.INT64, orderId, size),
              ShopVectors.longs(ScalarType.INT32, lineNumber, size),
              ShopVectors.longs(ScalarType.INT32, productId, size),
              ShopVectors.longs(ScalarType.INT32, quantity, size),
              ShopVectors.longs(PRICE, unitPrice, size),
              ShopVectors.longs(PRICE, discount, size),
              ShopVectors.longs(ScalarType.TIMESTAMP, orderedAt, size)),
          size);
    }
  }
}
