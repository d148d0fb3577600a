package io.thermocline.adapter.parquet.write;

import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.WriteOptions;
import io.thermocline.spi.type.Schema;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keys, comments and layout of a relation in the key-value pairs of a footer. Names are
/// URL-encoded and joined by commas; the parts of a foreign key by semicolons.
public final class RelationMetadata {
  private static final String PREFIX = "thermocline.";
  private static final String COMMENT = PREFIX + "comment";
  private static final String COLUMN_COMMENT = PREFIX + "comment.";
  private static final String PRIMARY_KEY = PREFIX + "primary-key";
  private static final String UNIQUE_KEY = PREFIX + "unique-key.";
  private static final String FOREIGN_KEY = PREFIX + "foreign-key.";
  private static final String SORTED_BY = PREFIX + "sorted-by";
  private static final String LOOKUP_KEYS = PREFIX + "lookup-keys";

  private RelationMetadata() {}

  /// The pairs of a relation.
  public static Map<String, String> of(Relation relation, WriteOptions options) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (relation.comment() != null) {
      pairs.put(COMMENT, relation.comment());
    }
    for (int i = 0; i < relation.columnComments().size(); i++) {
      String comment = relation.columnComments().get(i);
      if (comment != null) {
        pairs.put(COLUMN_COMMENT + relation.columns().field(i).name(), comment);
      }
    }
    putNames(pairs, PRIMARY_KEY, relation.primaryKey());
    for (int i = 0; i < relation.uniqueKeys().size(); i++) {
      putNames(pairs, UNIQUE_KEY + i, relation.uniqueKeys().get(i));
    }
    for (int i = 0; i < relation.foreignKeys().size(); i++) {
      ForeignKey key = relation.foreignKeys().get(i);
      pairs.put(
          FOREIGN_KEY + i,
          names(key.columns())
              + ";"
              + names(List.of(key.target().schema(), key.target().name()))
              + ";"
              + names(key.targetColumns()));
    }
    putNames(pairs, SORTED_BY, options.sortedBy());
    putNames(pairs, LOOKUP_KEYS, options.lookupKeys());
    return pairs;
  }

  /// The pairs that say something about the relation.
  public static Map<String, String> carried(Map<String, String> pairs) {
    Map<String, String> carried = new LinkedHashMap<>();
    pairs.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        carried.put(key, value);
      }
    });
    return carried;
  }

  /// The relation of a name, columns and pairs. Keys that name columns which are not there are left
  /// out.
  public static Relation relation(RelationName name, Schema columns, Map<String, String> pairs) {
    List<@Nullable String> comments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      comments.add(pairs.get(COLUMN_COMMENT + columns.field(i).name()));
    }
    List<List<String>> uniqueKeys = new ArrayList<>();
    for (int i = 0; pairs.containsKey(UNIQUE_KEY + i); i++) {
      List<String> key = known(columns, getNames(pairs, UNIQUE_KEY + i));
      if (!key.isEmpty()) {
        uniqueKeys.add(key);
      }
    }
    List<ForeignKey> foreignKeys = new ArrayList<>();
    for (int i = 0; pairs.containsKey(FOREIGN_KEY + i); i++) {
      String[] parts = pairs.getOrDefault(FOREIGN_KEY + i, "").split(";", -1);
      if (parts.length == 3) {
        List<String> from = known(columns, parse(parts[0]));
        List<String> target = parse(parts[1]);
        List<String> to = parse(parts[2]);
        if (!from.isEmpty() && target.size() == 2 && to.size() == from.size()) {
          foreignKeys.add(new ForeignKey(from, new RelationName(target.get(0), target.get(1)), to));
        }
      }
    }
    return new Relation(
        name,
        columns,
        pairs.get(COMMENT),
        comments,
        known(columns, getNames(pairs, PRIMARY_KEY)),
        uniqueKeys,
        foreignKeys);
  }

  /// Layout hints: those given, where empty those stored.
  public static WriteOptions options(WriteOptions given, Map<String, String> pairs) {
    return new WriteOptions(
        given.sortedBy().isEmpty() ? getNames(pairs, SORTED_BY) : given.sortedBy(),
        given.lookupKeys().isEmpty() ? getNames(pairs, LOOKUP_KEYS) : given.lookupKeys());
  }

  private static List<String> known(Schema columns, List<String> names) {
    return names.stream().allMatch(name -> columns.indexOf(name) >= 0) ? names : List.of();
  }

  private static void putNames(Map<String, String> pairs, String key, List<String> names) {
    if (!names.isEmpty()) {
      pairs.put(key, names(names));
    }
  }

  private static String names(List<String> names) {
    return String.join(
        ",", names.stream().map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8)).toList());
  }

  private static List<String> getNames(Map<String, String> pairs, String key) {
    String value = pairs.get(key);
    return value == null || value.isEmpty() ? List.of() : parse(value);
  }

  private static List<String> parse(String value) {
    try {
      return Arrays.stream(value.split(",", -1))
          .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }
}
