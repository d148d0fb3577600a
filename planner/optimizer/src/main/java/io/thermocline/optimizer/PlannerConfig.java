package io.thermocline.optimizer;

/// The planner's limits.
///
/// @param maxStatementChars the longest SQL text, in characters
/// @param exactJoinTables up to so many tables the best join order is searched exhaustively; above
///   that greedily
/// @param dynamicFilterBuildRows a hash join whose smaller side has at most so many estimated rows
///   sends its keys to the other side's scans
/// @param dynamicFilterMaxValues above so many different keys only their range is sent
/// @param pushDown whether sources do more than read columns; false keeps everything in the engine,
///   for tests
public record PlannerConfig(
    int maxStatementChars,
    int exactJoinTables,
    double dynamicFilterBuildRows,
    int dynamicFilterMaxValues,
    boolean pushDown) {
  /// The defaults.
  public static final PlannerConfig DEFAULT = new PlannerConfig(1 << 20, 9, 200_000, 1000, true);

  /// The same limits, with or without push-down.
  public PlannerConfig withPushDown(boolean newPushDown) {
    return new PlannerConfig(
        maxStatementChars,
        exactJoinTables,
        dynamicFilterBuildRows,
        dynamicFilterMaxValues,
        newPushDown);
  }
}
