package io.thermocline.server.query;

import io.thermocline.catalog.Catalog;
import io.thermocline.nl.CandidateChecker;
import io.thermocline.nl.lower.Lowered;
import io.thermocline.optimizer.Planner;
import io.thermocline.optimizer.SessionParameters;
import io.thermocline.spi.error.ThermoclineException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// Judges a reading by whether it can be planned.
final class PlanChecker implements CandidateChecker {
  private final Planner planner;
  private final Supplier<Catalog> catalog;

  PlanChecker(Planner planner, Supplier<Catalog> catalog) {
    this.planner = planner;
    this.catalog = catalog;
  }

  @Override
  public Verdict check(Lowered candidate) {
    if (!candidate.parameterTypes().isEmpty()) {
      return Verdict.GOOD;
    }
    try {
      SessionParameters session = new SessionParameters("", ZoneOffset.UTC, Instant.EPOCH);
      planner.plan(candidate.rel(), candidate.columnNames(), catalog.get(), session);
      return Verdict.GOOD;
    } catch (ThermoclineException e) {
      return Verdict.BROKEN;
    }
  }
}
