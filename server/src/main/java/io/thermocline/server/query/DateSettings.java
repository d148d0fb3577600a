package io.thermocline.server.query;

import io.thermocline.nl.time.DateOrder;
import io.thermocline.nl.time.TimeSettings;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.server.config.GatewayConfig;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What dates in a session's questions depend on: its own settings, else those of the gateway.
final class DateSettings {
  private DateSettings() {}

  /// The settings of a session.
  static TimeSettings of(
      SessionContext session, SessionParameters parameters, GatewayConfig.Translator config) {
    return new TimeSettings(
        parameters.now(),
        parameters.zone(),
        session
            .setting(SessionSettings.WEEK_START)
            .flatMap(DateSettings::day)
            .orElse(config.weekStart()),
        Month.of(
            session
                .setting(SessionSettings.FISCAL_YEAR_START)
                .map(Integer::parseInt)
                .orElse(config.fiscalYearStart())),
        session
            .setting(SessionSettings.DATE_ORDER)
            .flatMap(DateSettings::order)
            .orElse(config.dateOrder()));
  }

  /// The day of the week of a name.
  static Optional<DayOfWeek> day(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(DayOfWeek.values()).filter(day -> day.name().equals(wanted)).findFirst();
  }

  /// `mdy` or `dmy`.
  static Optional<DateOrder> order(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "mdy" -> Optional.of(DateOrder.MONTH_FIRST);
      case "dmy" -> Optional.of(DateOrder.DAY_FIRST);
      default -> Optional.empty();
    };
  }
}
