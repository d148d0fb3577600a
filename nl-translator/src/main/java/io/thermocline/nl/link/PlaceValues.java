package io.thermocline.nl.link;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Which values of a column are places. Adjectives and codes count only in a column that holds
/// mostly places of their kind: "German customers" means the country in a column of countries, and
/// nothing in a column of words.
final class PlaceValues {
  private static final PlaceValues NONE = new PlaceValues(Map.of(), Map.of());

  /// The share of values that are places of a kind from which on a column is one of that kind.
  private static final double DOMAIN = 0.5;

  private static final int LONGEST_CODE = 4;

  /// The first value of each place, and the share of each kind.
  private final Map<Integer, Integer> values;

  private final Map<Places.Kind, Double> shares;

  private PlaceValues(Map<Integer, Integer> values, Map<Places.Kind, Double> shares) {
    this.values = values;
    this.shares = shares;
  }

  static PlaceValues of(List<String> values) {
    Places places = Places.known();
    Map<Integer, Integer> named = new HashMap<>();
    Map<Integer, Integer> coded = new HashMap<>();
    Map<Places.Kind, Integer> counts = new EnumMap<>(Places.Kind.class);
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      boolean code = value.length() <= LONGEST_CODE;
      int[] names = places.named(Words.normalise(value));
      int[] codes = code ? places.coded(value.toUpperCase(Locale.ROOT)) : new int[0];
      for (Places.Kind kind : Places.Kind.values()) {
        boolean any = false;
        for (int place : names) {
          any |= places.kind(place) == kind;
        }
        for (int place : codes) {
          any |= places.kind(place) == kind;
        }
        if (any) {
          counts.merge(kind, 1, Integer::sum);
        }
      }
      for (int place : names) {
        named.putIfAbsent(place, i);
      }
      for (int place : codes) {
        coded.putIfAbsent(place, i);
      }
    }
    if (counts.isEmpty()) {
      return NONE;
    }
    Map<Places.Kind, Double> shares = new EnumMap<>(Places.Kind.class);
    counts.forEach((kind, count) -> shares.put(kind, (double) count / values.size()));
    PlaceValues found = new PlaceValues(named, shares);
    coded.forEach((place, value) -> {
      if (found.isDomain(places.kind(place))) {
        named.putIfAbsent(place, value);
      }
    });
    return found;
  }

  /// Half of the codes of states are codes of countries too, so the kind with most values decides.
  private boolean isDomain(Places.Kind kind) {
    double share = shares.getOrDefault(kind, 0.0);
    return share >= DOMAIN && shares.values().stream().allMatch(other -> other <= share);
  }

  /// Calls back with each place among the values.
  void eachPlace(IntConsumer found) {
    values.keySet().forEach(found::accept);
  }

  /// The place of the value that a text means by another name, or null: the number of the value.
  @Nullable Integer find(String text) {
    for (int place : meant(text)) {
      Integer value = values.get(place);
      if (value != null && fits(place, text)) {
        return value;
      }
    }
    return null;
  }

  private boolean fits(int place, String text) {
    for (int named : Places.known().named(Words.normalise(text))) {
      if (named == place) {
        return true;
      }
    }
    return isDomain(Places.known().kind(place));
  }

  /// The places that a text may mean: by name, by adjective, or by a code in capitals.
  static List<Integer> meant(String text) {
    Places places = Places.known();
    String normal = Words.normalise(text);
    List<Integer> meant = new ArrayList<>();
    for (int place : places.named(normal)) {
      meant.add(place);
    }
    for (int place : places.described(normal)) {
      meant.add(place);
    }
    if (text.length() <= LONGEST_CODE && text.equals(text.toUpperCase(Locale.ROOT))) {
      for (int place : places.coded(text)) {
        meant.add(place);
      }
    }
    return meant;
  }
}
