package io.thermocline.nl;

import java.time.Duration;

/// The limits of a translator.
///
/// @param maxQuestionChars the longest question, in characters
/// @param beamWidth how many sketches are followed at once
/// @param maxReadings how many finished sketches are looked at
/// @param threads how many questions are translated at once, each on one thread
/// @param queueCapacity how many questions may wait for a thread
/// @param maxWait how long a question may wait and run
/// @param schemasKept how many catalogs' derived data are kept
public record TranslatorConfig(
    int maxQuestionChars,
    int beamWidth,
    int maxReadings,
    int threads,
    int queueCapacity,
    Duration maxWait,
    int schemasKept) {
  /// 2,000 characters, 5 beams, 10 readings, 2 threads, 64 waiting, 30 seconds, 32 catalogs.
  public static final TranslatorConfig DEFAULT =
      new TranslatorConfig(2000, 5, 10, 2, 64, Duration.ofSeconds(30), 32);
}
