package io.thermocline.nl.model;

import ai.onnxruntime.OrtEnvironment;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The process-wide environment of ONNX Runtime.
final class OnnxEnvironment {
  /// The native start matches a regular expression against the process's command line with one
  /// stack frame or more a character: a class path of a few thousand characters overflows a stack
  /// of usual size and ends the process.
  private static final long START_STACK_BYTES = 256L << 20;

  private OnnxEnvironment() {}

  /// The environment, made at the first call on a thread with a deep stack.
  static OrtEnvironment get() {
    AtomicReference<@Nullable OrtEnvironment> made = new AtomicReference<>();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread starter =
        new Thread(
            null,
            () -> {
              try {
                made.set(OrtEnvironment.getEnvironment());
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            "nl-onnx-start",
            START_STACK_BYTES);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(
          ErrorCode.CANCELLED, "the start of the translation model was interrupted", e);
    }
    OrtEnvironment environment = made.get();
    if (environment == null) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "ONNX Runtime does not start on this machine; use one of its platforms (Linux, macOS or Windows on x64 or arm64)",
          failure.get());
    }
    return environment;
  }
}
