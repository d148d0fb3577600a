package io.thermocline.server.demo;

/// How many rows the data set has. The numbers of order items and refunds follow from the orders.
public record ShopScale(int customers, int products, int orders, int pageViews) {
  /// What the demo loads.
  public static final ShopScale FULL = new ShopScale(50_000, 2_000, 1_000_000, 2_000_000);

  /// For tests.
  public static final ShopScale SMALL = new ShopScale(500, 120, 6_000, 8_000);

  /// Checks the least sizes that the generator can work with.
  public ShopScale {
    if (customers < 100 || products < 100 || orders < 1 || pageViews < 1) {
      throw new IllegalArgumentException(
          "the data set needs 100 customers, 100 products, an order and a page view");
    }
  }
}
