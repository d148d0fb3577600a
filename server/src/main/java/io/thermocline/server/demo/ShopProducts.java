package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The products; `product_id` is the position plus one. A few sell very often, most rarely, the
/// last 30 never.
final class ShopProducts {
  /// A category with the things in it and the lowest and highest price in euros.
  private record Category(String name, List<String> things, int low, int high) {}

  private static final List<Category> CATEGORIES =
      List.of(
          new Category(
              "Shoes", List.of("Trail Shoe", "Running Shoe", "Hiking Boot", "Sandal"), 35, 220),
          new Category(
              "Jackets", List.of("Rain Jacket", "Down Jacket", "Fleece", "Softshell"), 45, 420),
          new Category(
              "Backpacks", List.of("Daypack", "Trekking Pack", "Laptop Backpack"), 30, 260),
          new Category("Tents", List.of("Dome Tent", "Tunnel Tent", "Tarp"), 60, 780),
          new Category(
              "Bicycles", List.of("City Bike", "Gravel Bike", "E-Bike", "Kids Bike"), 290, 3900),
          new Category(
              "Kitchen", List.of("Chef's Knife", "Frying Pan", "Kettle", "Toaster"), 12, 190),
          new Category(
              "Coffee",
              List.of("Espresso Beans", "Filter Coffee", "Crème Blend", "Grinder"),
              6,
              140),
          new Category("Books", List.of("Field Guide", "Cookbook", "Novel", "Atlas"), 8, 70),
          new Category("Toys", List.of("Puzzle", "Building Set", "Board Game", "Kite"), 7, 120),
          new Category("Audio", List.of("Headphones", "Speaker", "Earbuds"), 19, 480),
          new Category(
              "Cameras", List.of("Action Camera", "Compact Camera", "Lens", "Tripod"), 25, 1900),
          new Category(
              "Garden", List.of("Watering Can", "Pruning Shears", "Planter", "Hose"), 5, 160));
  private static final double[] CATEGORY_SUMS = Draws.sums(13, 10, 8, 5, 4, 12, 11, 13, 8, 7, 5, 6);
  private static final List<String> LINES =
      List.of(
          "Alpine", "Nordic", "Urban", "Café", "Atlas", "Breeze", "Canyon", "Delta", "Élan",
          "Fjord", "Gräfin", "Harbour");
  private static final List<String> BRANDS =
      List.of(
          "Bergfuß",
          "Lumière",
          "Northwind",
          "Kōyō",
          "Casa Luz",
          "Tramontana",
          "Halcyon",
          "Grönland",
          "Pike & Sons",
          "Velo Sur",
          "Öresund",
          "Terra",
          "Minato",
          "Kaffeehaus",
          "Oak Street",
          "Salt Marsh");

  /// Products at the end of the list that nobody ordered.
  static final int UNSOLD = 30;

  private static final int LATE_ONE_IN = 5;

  private final ShopSpec spec;
  private final int[] priceCents;
  private final int[] launchedDay;
  private final int[] byRank;
  private final double[] rankSums;

  ShopProducts(ShopSpec spec) {
    this.spec = spec;
    int count = spec.scale().products();
    priceCents = new int[count];
    launchedDay = new int[count];
    int start = Math.toIntExact(spec.start().toEpochDay());
    int days = Math.toIntExact(spec.today().toEpochDay()) - start;
    Draws draws = new Draws(spec.seed());
    for (int i = 0; i < count; i++) {
      draws.start(Draws.Kind.PRODUCT, i);
      Category category = CATEGORIES.get(draws.pick(CATEGORY_SUMS));
      double unit = draws.unit();
      double price = category.low() + unit * unit * (category.high() - category.low());
      priceCents[i] = price < 20 ? (int) (price * 10) * 10 + 9 : (int) price * 100 - 1;
      boolean late = i % LATE_ONE_IN == LATE_ONE_IN - 1;
      launchedDay[i] = late ? start + draws.below(days) : start - 1 - draws.below(1500);
    }
    int sold = count - UNSOLD;
    byRank = new int[sold];
    double[] weights = new double[sold];
    for (int rank = 0; rank < sold; rank++) {
      byRank[rank] = rank;
      weights[rank] = 1 / StrictMath.pow(rank + 8.0, .85);
    }
    for (int rank = sold - 1; rank > 0; rank--) {
      int other = draws.start(Draws.Kind.DAY, 1_000_000L + rank).below(rank + 1);
      int swapped = byRank[rank];
      byRank[rank] = byRank[other];
      byRank[other] = swapped;
    }
    rankSums = Draws.sums(weights);
  }

  int count() {
    return priceCents.length;
  }

  /// The list price of today in cents.
  int priceCents(int product) {
    return priceCents[product];
  }

  /// A product that was for sale on a day, popular ones more often.
  int sold(Draws draws, long epochDay) {
    for (int attempt = 0; attempt < 6; attempt++) {
      int product = byRank[rank(draws.unit() * rankSums[rankSums.length - 1])];
      if (launchedDay[product] <= epochDay) {
        return product;
      }
    }
    return 0;
  }

  private int rank(double target) {
    int low = 0;
    int high = rankSums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rankSums[middle] > target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  Batch batch(Schema schema, int from, int to) {
    List<VectorBuilder> columns = new ArrayList<>();
    schema.fields().forEach(field -> columns.add(new VectorBuilder(field.type(), to - from)));
    Draws draws = new Draws(spec.seed());
    for (int i = from; i < to; i++) {
      draws.start(Draws.Kind.PRODUCT, i);
      Category category = CATEGORIES.get(draws.pick(CATEGORY_SUMS));
      draws.unit();
      draws.below(1500);
      String thing = category.things().get(draws.below(category.things().size()));
      columns.get(0).appendLong(i + 1L);
      text(columns.get(1), LINES.get(draws.below(LINES.size())) + " " + thing + " " + (i + 1));
      text(columns.get(2), category.name());
      if (draws.chance(.06)) {
        columns.get(3).appendNull();
      } else {
        text(columns.get(3), BRANDS.get(draws.below(BRANDS.size())));
      }
      columns.get(4).appendLong(priceCents[i]);
      if (draws.chance(.1)) {
        columns.get(5).appendNull();
      } else {
        columns.get(5).appendLong(50L + draws.below(4000));
      }
      columns.get(6).appendLong(launchedDay[i]);
    }
    return new Batch(columns.stream().map(VectorBuilder::build).toList(), to - from);
  }

  private static void text(VectorBuilder column, String value) {
    column.appendBytes(value.getBytes(StandardCharsets.UTF_8));
  }
}
