package io.thermocline.jdbc.internal.value;

import io.thermocline.jdbc.Interval;
import io.thermocline.protocol.WireInterval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between the wire's intervals and those of the public API. */
final class Intervals {
  private Intervals() {}

  /** The value with intervals, also inside lists, replaced by public ones. */
  static @Nullable Object publicValue(@Nullable Object value) {
    if (value instanceof WireInterval interval) {
      return new Interval(interval.months(), interval.micros());
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (Object element : list) {
        elements.add(publicValue(element));
      }
      return Collections.unmodifiableList(elements);
    }
    return value;
  }
}
