package io.thermocline.engine.operator;

import io.thermocline.engine.kernel.ValueOrder;
import io.thermocline.engine.plan.DynamicFilterSlot;
import io.thermocline.spi.batch.Values;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.source.Predicate;
import io.thermocline.spi.type.DataType;
import io.thermocline.spi.type.Layout;
import io.thermocline.spi.type.ScalarType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What hash joins know about their build keys, for the scans below them. Thread-safe.
public final class DynamicFilters {
  /// The build values of one key: all of them, or when there are too many the smallest and largest.
  private record Published(Vector values, boolean complete) {}

  private final Map<Integer, Published> published = new ConcurrentHashMap<>();

  /// Publishes the different build values of a key, of which none is null, and says how.
  String publish(int filter, Vector values, int maxValues) {
    if (values.type().layout() == Layout.DOUBLE || values.type().layout() == Layout.LIST) {
      return "filter " + filter + " was not sent";
    }
    boolean complete = values.size() <= maxValues;
    published.put(
        filter, complete ? new Published(values, true) : new Published(extremes(values), false));
    return "filter "
        + filter
        + " was sent as "
        + (complete ? "a list of " : "the range of ")
        + values.size()
        + (values.size() == 1 ? " key" : " keys");
  }

  private static Vector extremes(Vector values) {
    ValueOrder order = ValueOrder.of(values.type());
    int least = 0;
    int greatest = 0;
    for (int i = 1; i < values.size(); i++) {
      least = order.compare(values, i, values, least) < 0 ? i : least;
      greatest = order.compare(values, i, values, greatest) > 0 ? i : greatest;
    }
    return values.take(new int[] {least, greatest}, 2);
  }

  /// Why no row of a scan can qualify, or null when one may.
  @Nullable String excludesAll(List<DynamicFilterSlot> slots) {
    for (DynamicFilterSlot slot : slots) {
      Published values = published.get(slot.filter());
      if (values == null) {
        continue;
      }
      if (values.values().size() == 0) {
        return "no join keys, nothing read";
      }
      if (isOutside(values, slot)) {
        return "no join key lies in this segment, nothing read";
      }
    }
    return null;
  }

  /// Whether no build value lies within what the scan holds.
  private static boolean isOutside(Published values, DynamicFilterSlot slot) {
    if (slot.from() == null && slot.to() == null) {
      return false;
    }
    int size = values.values().size();
    boolean allBelow = true;
    boolean allAbove = true;
    for (int i = 0; i < size; i++) {
      Object value = Values.get(values.values(), i);
      boolean below = isLess(value, slot.from());
      boolean above = slot.to() != null && !isLess(value, slot.to());
      if (values.complete() && !below && !above) {
        return false;
      }
      allBelow &= below;
      allAbove &= above;
    }
    return values.complete() || allBelow || allAbove;
  }

  @SuppressWarnings("unchecked")
  private static boolean isLess(@Nullable Object value, @Nullable Object bound) {
    return value instanceof Comparable<?>
        && bound != null
        && value.getClass() == bound.getClass()
        && ((Comparable<Object>) value).compareTo(bound) < 0;
  }

  /// The condition on a scan's columns, or null when nothing is known.
  ///
  /// @param typeOf the type of a column, or null for one that is not to be filtered
  /// @param cast converts values to a type; values that do not fit become null
  @Nullable Predicate predicate(
      List<DynamicFilterSlot> slots,
      Function<String, @Nullable DataType> typeOf,
      BiFunction<Vector, DataType, Vector> cast) {
    List<Predicate> predicates = new ArrayList<>();
    for (DynamicFilterSlot slot : slots) {
      Published values = published.get(slot.filter());
      DataType type = typeOf.apply(slot.column());
      if (values == null
          || type == null
          || type.layout() == Layout.DOUBLE
          || type.layout() == Layout.LIST) {
        continue;
      }
      if (slot.day()) {
        addDays(slot.column(), values.values(), predicates);
        continue;
      }
      Vector inType =
          values.values().type().equals(type) ? values.values() : cast.apply(values.values(), type);
      add(slot.column(), inType, values.complete(), predicates);
    }
    return predicates.isEmpty()
        ? null
        : predicates.size() == 1 ? predicates.getFirst() : new Predicate.And(predicates);
  }

  /// The timestamps from the first of the dates to the last.
  private static void addDays(String column, Vector dates, List<Predicate> predicates) {
    if (dates.size() == 0 || dates.type() != ScalarType.DATE) {
      return;
    }
    Vector ends = extremes(dates);
    if (Values.get(ends, 0) instanceof LocalDate first
        && Values.get(ends, 1) instanceof LocalDate last) {
      predicates.add(new Predicate.Compare(column, Predicate.Operator.GE, first.atStartOfDay()));
      predicates.add(
          new Predicate.Compare(column, Predicate.Operator.LT, last.plusDays(1).atStartOfDay()));
    }
  }

  private static void add(
      String column, Vector values, boolean complete, List<Predicate> predicates) {
    List<Object> objects = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = Values.get(values, i);
      if (value != null) {
        objects.add(value);
      }
    }
    if (complete) {
      predicates.add(
          objects.size() == 1
              ? new Predicate.Compare(column, Predicate.Operator.EQ, objects.getFirst())
              : new Predicate.In(column, objects));
    } else if (objects.size() == 2) {
      predicates.add(new Predicate.Compare(column, Predicate.Operator.GE, objects.get(0)));
      predicates.add(new Predicate.Compare(column, Predicate.Operator.LE, objects.get(1)));
    }
  }
}
