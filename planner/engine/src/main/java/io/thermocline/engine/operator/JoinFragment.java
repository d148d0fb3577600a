package io.thermocline.engine.operator;

import io.thermocline.engine.plan.PhysicalNode;
import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A join whose left streams are probed side by side against one build of the right side.
final class JoinFragment implements Fragment {
  private final PhysicalNode node;
  private final Fragment left;
  private final BatchReader right;
  private final JoinBuild build;
  private final Consumer<JoinBuild> afterBuild;
  private final ProbeFactory probes;
  private final GraceFactory graceJoins;
  private final @Nullable Spilling spilling;
  private final boolean serial;
  private final Function<ScanContext, BatchReader> gatheredLeft;

  /// Makes the operator of one left stream.
  @FunctionalInterface
  interface ProbeFactory {
    /// The operator, which owns `left`.
    BatchReader over(BatchReader left, ScanContext scope, JoinBuild build);
  }

  /// Makes the operator of all left rows when the right rows are on disk.
  @FunctionalInterface
  interface GraceFactory {
    /// The operator, which owns `left`.
    BatchReader over(BatchReader left, ScanContext scope, SpilledSide right);
  }

  /// Takes over both inputs. `serial` joins read the left side as one stream, which `gatheredLeft`
  /// makes of the fragment.
  JoinFragment(
      PhysicalNode node,
      Fragment left,
      BatchReader right,
      JoinBuild build,
      Consumer<JoinBuild> afterBuild,
      ProbeFactory probes,
      GraceFactory graceJoins,
      @Nullable Spilling spilling,
      boolean serial,
      Function<ScanContext, BatchReader> gatheredLeft) {
    this.node = node;
    this.left = left;
    this.right = right;
    this.build = build;
    this.afterBuild = afterBuild;
    this.probes = probes;
    this.graceJoins = graceJoins;
    this.spilling = spilling;
    this.serial = serial;
    this.gatheredLeft = gatheredLeft;
  }

  @Override
  public Schema schema() {
    return node.schema();
  }

  @Override
  public List<Part> parts() {
    build.read(right, spilling);
    SpilledSide spilled = build.spilled();
    if (spilled != null) {
      return List.of(scope ->
          Readers.wrap(
              gatheredLeft.apply(scope),
              scope,
              (input, inner) -> graceJoins.over(input, inner, spilled)));
    }
    afterBuild.accept(build);
    if (serial) {
      return List.of(scope ->
          Readers.wrap(
              gatheredLeft.apply(scope),
              scope,
              (input, inner) -> probes.over(input, inner, build)));
    }
    return left.parts().stream()
        .<Part>map(part ->
            scope ->
                Readers.wrap(
                    part.open(scope), scope, (input, inner) -> probes.over(input, inner, build)))
        .toList();
  }

  @Override
  public void close() {
    Readers.closeAll(List.of(left, right, build));
  }
}
