package io.thermocline.nl;

import io.thermocline.nl.lower.Lowered;
import io.thermocline.nl.lower.Lowering;
import io.thermocline.nl.lower.LoweringContext;
import io.thermocline.nl.lower.MetricSketches;
import io.thermocline.nl.sketch.Sketch;
import org.apache.calcite.plan.RelOptUtil;

/// A sketch, its metrics expanded, and the relational tree that it stands for.
record LoweredSketch(Sketch.Query sketch, Lowered lowered) {
  /// Expands the metrics of a sketch and lowers it.
  static LoweredSketch of(Sketch.Query written, LoweringContext lowering) {
    Sketch.Query sketch = MetricSketches.expand(written, lowering);
    return new LoweredSketch(sketch, Lowering.lower(sketch, lowering));
  }

  /// The tree as text: sketches of the same plan mean the same.
  String plan() {
    return RelOptUtil.toString(lowered.rel());
  }
}
