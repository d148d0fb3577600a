package io.thermocline.server.demo;

import io.thermocline.spi.batch.Batch;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.Schema;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The customers, in the order of their sign-up: `customer_id` is the position plus one. Holds what
/// orders need to know of them.
final class ShopCustomers {
  private static final List<String> SEGMENTS = List.of("consumer", "small business", "enterprise");
  private static final double[] SEGMENT_SUMS = Draws.sums(.78, .17, .05);
  private static final List<String> MAIL_HOSTS =
      List.of("example.com", "example.org", "example.net");
  private static final int DAYS_BEFORE = 730;

  /// Of 25 customers one never orders.
  private static final int SILENT = 25;

  private static final double[] COUNTRY_SUMS =
      Draws.sums(ShopPlaces.COUNTRIES.stream().mapToDouble(ShopPlaces.Country::share).toArray());

  private final ShopSpec spec;
  private final int[] signedUpDay;
  private final byte[] country;

  ShopCustomers(ShopSpec spec) {
    this.spec = spec;
    int count = spec.scale().customers();
    signedUpDay = new int[count];
    country = new byte[count];
    int start = Math.toIntExact(spec.start().toEpochDay());
    int days = Math.toIntExact(spec.today().toEpochDay()) - start;
    int early = count * 3 / 10;
    Draws draws = new Draws(spec.seed());
    for (int i = 0; i < count; i++) {
      signedUpDay[i] =
          i < early
              ? start - DAYS_BEFORE + (int) ((long) i * DAYS_BEFORE / early)
              : start
                  + Math.min(
                      days - 1,
                      (int) (StrictMath.pow((i - early) / (double) (count - early), .8) * days));
      country[i] = (byte) draws.start(Draws.Kind.CUSTOMER, i).pick(COUNTRY_SUMS);
    }
  }

  int count() {
    return signedUpDay.length;
  }

  ShopPlaces.Country country(int customer) {
    return ShopPlaces.COUNTRIES.get(country[customer]);
  }

  int countryIndex(int customer) {
    return country[customer];
  }

  /// How many customers had signed up by the end of a day since 1970.
  int signedUpBy(long epochDay) {
    int low = 0;
    int high = signedUpDay.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (signedUpDay[middle] <= epochDay) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// A customer who had signed up by a day, loyal ones more often than others.
  int buyer(Draws draws, long epochDay) {
    int known = signedUpBy(epochDay);
    int customer = draws.chance(.35) ? draws.below((known + 19) / 20) * 20 : draws.below(known);
    // A silent customer's orders go to the one who signed up just before.
    return customer % SILENT == SILENT - 1 ? customer - 1 : customer;
  }

  Batch batch(Schema schema, int from, int to) {
    List<VectorBuilder> columns = new ArrayList<>();
    schema.fields().forEach(field -> columns.add(new VectorBuilder(field.type(), to - from)));
    Draws draws = new Draws(spec.seed());
    for (int i = from; i < to; i++) {
      row(columns, draws.start(Draws.Kind.CUSTOMER, i), i);
    }
    List<Vector> vectors = columns.stream().map(VectorBuilder::build).toList();
    return new Batch(vectors, to - from);
  }

  private void row(List<VectorBuilder> columns, Draws draws, int i) {
    ShopPlaces.Country home = ShopPlaces.COUNTRIES.get(draws.pick(COUNTRY_SUMS));
    String given = home.given().get(draws.below(home.given().size()));
    String family = home.family().get(draws.below(home.family().size()));
    columns.get(0).appendLong(i + 1L);
    text(columns.get(1), given + " " + family);
    if (draws.chance(.04)) {
      columns.get(2).appendNull();
    } else {
      text(columns.get(2), mail(given, family, i + 1) + "@" + MAIL_HOSTS.get(draws.below(3)));
    }
    double skew = draws.unit();
    if (draws.chance(.02)) {
      columns.get(3).appendNull();
    } else {
      text(columns.get(3), home.cities().get((int) (skew * skew * home.cities().size())));
    }
    text(columns.get(4), home.name());
    int segment = draws.pick(SEGMENT_SUMS);
    if (draws.chance(.03)) {
      columns.get(5).appendNull();
    } else {
      text(columns.get(5), SEGMENTS.get(segment));
    }
    columns.get(6).appendLong(signedUpDay[i]);
    if (draws.chance(.3)) {
      columns.get(7).appendNull();
    } else {
      columns.get(7).appendLong(draws.below(500) * (1L + segment));
    }
    columns.get(8).appendLong(draws.chance(.42) ? 1 : 0);
  }

  private static String mail(String given, String family, int id) {
    String plain =
        Normalizer.normalize(given + "." + family, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    String letters =
        plain.replace("ß", "ss").replace("ł", "l").replace("ø", "o").replaceAll("[^a-z.]", "");
    return (letters.equals(".") ? "customer" : letters) + id;
  }

  private static void text(VectorBuilder column, String value) {
    column.appendBytes(value.getBytes(StandardCharsets.UTF_8));
  }
}
