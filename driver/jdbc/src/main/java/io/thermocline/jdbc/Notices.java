package io.thermocline.jdbc;

import io.thermocline.protocol.WireNotice;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The gateway's notices as a chain of warnings and as an {@link Interpretation}. */
final class Notices {
  private final List<WireNotice> all = new ArrayList<>();
  private @Nullable SQLWarning warnings;

  Notices(List<WireNotice> notices) {
    add(notices);
  }

  synchronized void add(List<WireNotice> notices) {
    for (WireNotice notice : notices) {
      all.add(notice);
      add(new SQLWarning(notice.text(), notice.sqlState()));
    }
  }

  synchronized void add(SQLWarning warning) {
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  synchronized @Nullable SQLWarning warnings() {
    return warnings;
  }

  synchronized void clearWarnings() {
    warnings = null;
  }

  /** Forgets everything, before the next execution. */
  synchronized void clear() {
    all.clear();
    warnings = null;
  }

  synchronized Interpretation interpretation() {
    return new Reading(List.copyOf(all));
  }

  /** An interpretation that looks its parts up in notices. */
  private record Reading(List<WireNotice> notices) implements Interpretation {
    private List<WireNotice> of(String sqlState) {
      return notices.stream().filter(notice -> notice.sqlState().equals(sqlState)).toList();
    }

    @Override
    public Optional<String> text() {
      return of(WireNotice.INTERPRETATION).stream().findFirst().map(WireNotice::text);
    }

    @Override
    public OptionalDouble confidence() {
      for (WireNotice notice : of(WireNotice.CONFIDENCE)) {
        try {
          return OptionalDouble.of(Double.parseDouble(notice.value()));
        } catch (NumberFormatException e) {
          // a text without a number has no confidence to offer
        }
      }
      return OptionalDouble.empty();
    }

    @Override
    public List<String> assumptions() {
      return of(WireNotice.ASSUMPTION).stream().map(WireNotice::text).toList();
    }

    @Override
    public List<String> tiers() {
      return of(WireNotice.TIERS).stream()
          .flatMap(notice -> Arrays.stream(notice.value().split(",")))
          .map(String::trim)
          .filter(tier -> !tier.isEmpty())
          .distinct()
          .toList();
    }
  }
}
