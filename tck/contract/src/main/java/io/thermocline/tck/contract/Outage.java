package io.thermocline.tck.contract;

/// Takes the store behind a source away and brings it back.
public interface Outage {
  /// Stops the store; returns when it no longer answers.
  void begin();

  /// Starts the store again at the same address; returns when it answers.
  void end();
}
