package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.ScalarType;
import java.util.List;

/// The page views in the order of their time: `view_id` is the position plus one. Thread-safe.
final class ShopViews {
  private static final int PRODUCT_PAGE = 2;
  private static final Vector PAGES =
      ShopVectors.dictionary(List.of("home", "search", "product", "cart", "checkout", "help"));
  private static final double[] PAGE_SUMS = Draws.sums(.18, .17, .52, .08, .03, .02);
  private static final Vector DEVICES =
      ShopVectors.dictionary(List.of("mobile", "desktop", "tablet"));
  private static final Vector REFERRERS =
      ShopVectors.dictionary(List.of("google", "instagram", "newsletter", "youtube", "duckduckgo"));
  private static final double[] REFERRER_SUMS = Draws.sums(.5, .2, .15, .1, .05);
  private static final Vector COUNTRIES =
      ShopVectors.dictionary(ShopPlaces.COUNTRIES.stream().map(ShopPlaces.Country::name).toList());
  private static final double[] COUNTRY_SUMS =
      Draws.sums(ShopPlaces.COUNTRIES.stream().mapToDouble(ShopPlaces.Country::share).toArray());

  private final ShopSpec spec;
  private final ShopCalendar calendar;
  private final ShopCustomers customers;
  private final ShopProducts products;

  ShopViews(ShopSpec spec, ShopCustomers customers, ShopProducts products) {
    this.spec = spec;
    this.customers = customers;
    this.products = products;
    this.calendar = new ShopCalendar(spec, spec.scale().pageViews(), 3.1);
  }

  ShopCalendar calendar() {
    return calendar;
  }

  Batch batch(int from, int to) {
    int size = to - from;
    long[] viewId = new long[size];
    long[] viewedAt = new long[size];
    long[] customerId = new long[size];
    long[] productId = new long[size];
    int[] page = new int[size];
    int[] device = new int[size];
    int[] country = new int[size];
    int[] referrer = new int[size];
    long[] seconds = new long[size];
    Draws draws = new Draws(spec.seed());
    for (int i = 0; i < size; i++) {
      int view = from + i;
      int day = calendar.dayOf(view);
      long epochDay = calendar.firstDay() + day;
      draws.start(Draws.Kind.VIEW, view);
      viewId[i] = view + 1L;
      viewedAt[i] = calendar.microsOf(view, day, draws.unit());
      if (draws.chance(.45)) {
        customerId[i] = -1;
        country[i] = draws.pick(COUNTRY_SUMS);
      } else {
        int customer = customers.buyer(draws, epochDay);
        customerId[i] = customer + 1L;
        country[i] = customers.countryIndex(customer);
      }
      page[i] = draws.pick(PAGE_SUMS);
      productId[i] = page[i] == PRODUCT_PAGE ? products.sold(draws, epochDay) + 1L : -1;
      double mobile = .45 + .2 * calendar.progress(day);
      double pick = draws.unit();
      device[i] = pick < mobile ? 0 : pick < .94 ? 1 : 2;
      referrer[i] = draws.chance(.5) ? -1 : draws.pick(REFERRER_SUMS);
      double stay = draws.unit();
      seconds[i] = draws.chance(.05) ? -1 : 1 + (long) (stay * stay * stay * 600);
    }
    return new Batch(
        List.of(
            ShopVectors.longs(ScalarType.INT64, viewId, size),
            ShopVectors.longs(ScalarType.TIMESTAMP, viewedAt, size),
            ShopVectors.nullableLongs(ScalarType.INT32, customerId, size),
            ShopVectors.nullableLongs(ScalarType.INT32, productId, size),
            ShopVectors.texts(PAGES, page, size),
            ShopVectors.texts(DEVICES, device, size),
            ShopVectors.texts(COUNTRIES, country, size),
            ShopVectors.texts(REFERRERS, referrer, size),
            ShopVectors.nullableLongs(ScalarType.INT32, seconds, size)),
        size);
  }
}
