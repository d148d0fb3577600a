package io.thermocline.engine.operator;

import io.thermocline.spi.batch.BatchReader;
import io.thermocline.spi.source.ScanContext;
import io.thermocline.spi.type.Schema;
import java.util.List;

/// A part of a plan that can be read as several streams side by side. Used by one thread; the
/// streams may be read by several.
interface Fragment extends AutoCloseable {
  /// The columns of every stream.
  Schema schema();

  /// The streams, at least one; the first call does what must come before them, such as the build
  /// of a hash join.
  List<Part> parts();

  /// Releases what the parts share; called when all streams are closed. Idempotent.
  @Override
  void close();

  /// One stream that was not opened yet. May be opened by any thread, once.
  @FunctionalInterface
  interface Part {
    /// Opens the stream; the caller closes it.
    BatchReader open(ScanContext scope);
  }

  /// A fragment of one stream.
  static Fragment single(Schema schema, Part part) {
    return new Fragment() {
      @Override
      public Schema schema() {
        return schema;
      }

      @Override
      public List<Part> parts() {
        return List.of(part);
      }

      @Override
      public void close() {}
    };
  }

  /// The fragment with every stream passed through an operator. `wrap` takes over the stream that
  /// it is given.
  default Fragment map(Schema newSchema, Wrap wrap) {
    Fragment input = this;
    return new Fragment() {
      @Override
      public Schema schema() {
        return newSchema;
      }

      @Override
      public List<Part> parts() {
        return input.parts().stream()
            .<Part>map(part -> scope -> Readers.wrap(part.open(scope), scope, wrap))
            .toList();
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }

  /// The fragment with every stream passed through an operator of the same columns when there are
  /// several, else as it is.
  default Fragment mapIfSeveral(Wrap wrap) {
    Fragment input = this;
    return new Fragment() {
      @Override
      public Schema schema() {
        return input.schema();
      }

      @Override
      public List<Part> parts() {
        List<Part> parts = input.parts();
        return parts.size() == 1
            ? parts
            : parts.stream()
                .<Part>map(part -> scope -> Readers.wrap(part.open(scope), scope, wrap))
                .toList();
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }

  /// Puts an operator on top of a stream.
  @FunctionalInterface
  interface Wrap {
    /// The operator, which owns `input`.
    BatchReader over(BatchReader input, ScanContext scope);
  }
}
