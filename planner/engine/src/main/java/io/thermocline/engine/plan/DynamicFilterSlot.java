package io.thermocline.engine.plan;

/// A place in a scan's filter that a hash join above fills before the scan opens: rows whose
/// `column` equals no build value may be left out. `filter` names the [DynamicFilterSource]; a slot
/// without a source in the plan stays open and filters nothing.
public record DynamicFilterSlot(int filter, String column) {}
