package io.thermocline.server.demo;

import java.time.LocalDate;

/// What determines the data set: the same specification gives the same rows on every machine.
///
/// @param today the day of the load; the last rows are of the day before
public record ShopSpec(long seed, LocalDate today, ShopScale scale) {
  /// The years of history.
  public static final int YEARS = 5;

  /// The days that stay in the hot tier.
  public static final int HOT_DAYS = 90;

  /// The demo's data set as of a day.
  public static ShopSpec full(LocalDate today) {
    return new ShopSpec(20_260_101L, today, ShopScale.FULL);
  }

  /// The day of the first orders and page views.
  public LocalDate start() {
    return today.minusYears(YEARS);
  }

  /// The first day of the hot segments of orders and order items.
  public LocalDate hotFrom() {
    return today.minusDays(HOT_DAYS);
  }

  /// The first day of the warm segments of orders and order items.
  public LocalDate warmFrom() {
    return hotFrom().minusYears(2);
  }

  /// The first day of the warm segment of page views, which have no hot one.
  public LocalDate viewsWarmFrom() {
    return today.minusYears(1);
  }
}
