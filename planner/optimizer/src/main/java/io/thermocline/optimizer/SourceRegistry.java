package io.thermocline.optimizer;

import io.thermocline.spi.source.Source;
import java.util.Map;
import java.util.Optional;

/// The sources by name. Thread-safe.
@FunctionalInterface
public interface SourceRegistry {
  /// The source of that name.
  Optional<Source> find(String name);

  /// A registry of fixed sources.
  static SourceRegistry of(Source... sources) {
    Map<String, Source> byName = new java.util.HashMap<>();
    for (Source source : sources) {
      byName.put(source.name(), source);
    }
    return name -> Optional.ofNullable(byName.get(name));
  }
}
