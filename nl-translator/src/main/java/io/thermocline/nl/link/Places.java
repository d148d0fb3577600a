package io.thermocline.nl.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.stream.Stream;

/// Names, codes and adjectives of countries, states and cities: those of `places.txt`, and for
/// countries the ISO codes and names that the Java runtime knows. Immutable; loaded once, in about
/// 0.2 seconds.
final class Places {
  /// The languages whose names of countries are known.
  private static final List<Locale> LANGUAGES =
      Stream.of("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "cs", "tr")
          .map(Locale::of)
          .toList();

  private static final String FILE = "/io/thermocline/nl/places.txt";
  private static final int FIELDS = 4;
  private static final int[] NONE = {};

  private final List<Kind> kinds = new ArrayList<>();
  private final Map<String, int[]> names = new HashMap<>();
  private final Map<String, int[]> adjectives = new HashMap<>();
  private final Map<String, int[]> codes = new HashMap<>();

  /// What a place is.
  enum Kind {
    COUNTRY,
    STATE,
    CITY
  }

  private static final class Holder {
    static final Places KNOWN = load();
  }

  private Places() {}

  /// The known places.
  static Places known() {
    return Holder.KNOWN;
  }

  private static Places load() {
    Places places = new Places();
    Map<String, Integer> countries = new HashMap<>();
    try (InputStream stream = Places.class.getResourceAsStream(FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          places.addLine(line, countries);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String code : Locale.getISOCountries()) {
      places.addIso(code, countries);
    }
    return places;
  }

  private void addLine(String line, Map<String, Integer> countries) {
    String[] fields = line.split(";", -1);
    if (fields.length != FIELDS) {
      throw new IllegalStateException(
          FILE + " has a line of " + fields.length + " fields: " + line);
    }
    int place = kinds.size();
    kinds.add(Kind.valueOf(fields[0].strip().toUpperCase(Locale.ROOT)));
    for (String code : entries(fields[1])) {
      put(codes, code, place);
      if (kinds.get(place) == Kind.COUNTRY) {
        countries.putIfAbsent(code, place);
      }
    }
    entries(fields[2]).forEach(name -> put(names, Words.normalise(name), place));
    entries(fields[3]).forEach(name -> put(adjectives, Words.normalise(name), place));
  }

  private static List<String> entries(String field) {
    return Arrays.stream(field.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }

  private void addIso(String code, Map<String, Integer> countries) {
    Integer known = countries.get(code);
    int place = known != null ? known : kinds.size();
    if (known == null) {
      kinds.add(Kind.COUNTRY);
      put(codes, code, place);
    }
    Locale country = Locale.of("", code);
    try {
      put(codes, country.getISO3Country(), place);
    } catch (MissingResourceException e) {
      // This territory has no code of three letters.
    }
    for (Locale language : LANGUAGES) {
      put(names, Words.normalise(country.getDisplayCountry(language)), place);
    }
  }

  private static void put(Map<String, int[]> places, String key, int place) {
    int[] before = places.getOrDefault(key, NONE);
    if (Arrays.stream(before).noneMatch(p -> p == place)) {
      int[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = place;
      places.put(key, after);
    }
  }

  /// What a place is.
  Kind kind(int place) {
    return kinds.get(place);
  }

  /// The places that a normalised text names.
  int[] named(String normal) {
    return names.getOrDefault(normal, NONE);
  }

  /// The places whose adjective or inhabitants a normalised text is.
  int[] described(String normal) {
    return adjectives.getOrDefault(normal, NONE);
  }

  /// The places with a code, which is written in capitals.
  int[] coded(String code) {
    return codes.getOrDefault(code, NONE);
  }
}
