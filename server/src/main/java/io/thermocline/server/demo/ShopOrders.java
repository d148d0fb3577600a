package io.thermocline.server.demo;

import java.util.List;

/// The orders in the order of their time: `order_id` is the position plus one. Thread-safe; each
/// thread has its own [Row].
final class ShopOrders {
  static final List<String> STATUSES =
      List.of("paid", "shipped", "delivered", "cancelled", "refunded");
  static final List<String> CHANNELS = List.of("web", "app", "marketplace", "store", "phone");
  static final List<String> COUPONS =
      List.of("WELCOME10", "SUMMER10", "BLACKFRIDAY", "FREUNDE10", "VIP10", "NEWSLETTER10");
  static final int MAX_LINES = 8;

  private static final int PAID = 0;
  private static final int SHIPPED = 1;
  private static final int DELIVERED = 2;
  private static final int CANCELLED = 3;
  private static final int REFUNDED = 4;

  /// Refunds happen at most this many days after the order.
  private static final int REFUND_DAYS = 30;

  private static final double[] LINE_SUMS = Draws.sums(.22, .25, .2, .13, .09, .06, .03, .02);
  private static final double[] QUANTITY_SUMS = Draws.sums(.7, .18, .07, .03, .01, .01);
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final ShopSpec spec;
  private final ShopCalendar calendar;
  private final ShopCustomers customers;
  private final ShopProducts products;

  ShopOrders(ShopSpec spec, ShopCustomers customers, ShopProducts products) {
    this.spec = spec;
    this.customers = customers;
    this.products = products;
    this.calendar = new ShopCalendar(spec, spec.scale().orders(), 2.4);
  }

  ShopCalendar calendar() {
    return calendar;
  }

  /// Makes a holder for rows.
  Row row() {
    return new Row();
  }

  /// One order with its lines; [#read] fills it. For one thread.
  final class Row {
    private final Draws draws = new Draws(spec.seed());
    private int day;
    private double progress;

    long orderId;
    long orderedAtMicros;
    int customer;
    int status;
    int channel;

    /// Index into the countries, whose currency was paid in.
    int country;

    /// Or -1.
    int coupon;

    /// Or -1 when not delivered.
    long deliveredAtMicros;

    long totalCents;
    int lines;
    final int[] product = new int[MAX_LINES];
    final int[] quantity = new int[MAX_LINES];
    final long[] unitCents = new long[MAX_LINES];
    final long[] discountCents = new long[MAX_LINES];

    /// 0 when nothing was refunded.
    long refundCents;

    long refundedAtMicros;

    /// Draws the reason of a refund.
    int refundReason;

    /// Everything about an order.
    Row read(int order) {
      readHead(order);
      readLines(order);
      readRefund(order);
      return this;
    }

    private void readHead(int order) {
      day = calendar.dayOf(order);
      progress = calendar.progress(day);
      draws.start(Draws.Kind.ORDER, order);
      orderId = order + 1L;
      orderedAtMicros = calendar.microsOf(order, day, draws.unit());
      long epochDay = calendar.firstDay() + day;
      customer = customers.buyer(draws, epochDay);
      country = customers.countryIndex(customer);
      int age = calendar.days() - day;
      status = status(draws.unit(), age);
      double app = .15 + .25 * progress;
      double pick = draws.unit();
      channel =
          pick < app ? 1 : pick < app + .12 ? 2 : pick < app + .18 ? 3 : pick < app + .21 ? 4 : 0;
      coupon = draws.chance(.15) ? draws.below(COUPONS.size()) : -1;
      deliveredAtMicros =
          status == DELIVERED || status == REFUNDED
              ? orderedAtMicros + (20L + draws.below(100)) * MICROS_PER_HOUR
              : -1;
    }

    private static int status(double draw, int age) {
      if (draw < .04) {
        return CANCELLED;
      }
      if (age > REFUND_DAYS + 1 && draw < .065) {
        return REFUNDED;
      }
      return age <= 2 ? PAID : age <= 7 ? SHIPPED : DELIVERED;
    }

    private void readLines(int order) {
      draws.start(Draws.Kind.ITEMS, order);
      lines = draws.pick(LINE_SUMS) + 1;
      totalCents = 0;
      long epochDay = calendar.firstDay() + day;
      for (int line = 0; line < lines; line++) {
        product[line] = products.sold(draws, epochDay);
        int size = draws.pick(QUANTITY_SUMS);
        quantity[line] = size < 5 ? size + 1 : 6 + draws.below(10);
        // Prices rose by an eighth over the years.
        unitCents[line] = (long) (products.priceCents(product[line]) * (.875 + .125 * progress));
        long value = unitCents[line] * quantity[line];
        int percent = coupon >= 0 ? 10 : draws.chance(.12) ? 5 * (1 + draws.below(4)) : 0;
        discountCents[line] = value * percent / 100;
        totalCents += value - discountCents[line];
      }
    }

    private void readRefund(int order) {
      refundCents = 0;
      int age = calendar.days() - day;
      if (age <= REFUND_DAYS + 1) {
        return;
      }
      draws.start(Draws.Kind.REFUND, order);
      if (status == REFUNDED) {
        refundCents = totalCents;
      } else if (status == DELIVERED && draws.chance(.012)) {
        refundCents = Math.max(1, totalCents * (10 + draws.below(50)) / 100);
      }
      refundedAtMicros =
          orderedAtMicros + (130L + draws.below((REFUND_DAYS - 6) * 24)) * MICROS_PER_HOUR;
      refundReason = draws.below(100);
    }
  }
}
