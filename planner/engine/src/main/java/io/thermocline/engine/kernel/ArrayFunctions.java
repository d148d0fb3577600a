package io.thermocline.engine.kernel;

import io.thermocline.spi.batch.ConstantVector;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.DataType;
import java.time.ZoneId;
import java.util.List;

/// Functions of arrays.
final class ArrayFunctions {
  private ArrayFunctions() {}

  /// `array_to_string(array, separator [, null])`.
  ///
  /// @param arguments the array, and texts
  static Kernel join(DataType type, List<Kernel> arguments, ZoneId zone) {
    return RowKernel.lenientSafe(type, arguments, (v, row, out) -> join(v, row, out, zone));
  }

  private static void join(Vector[] arguments, int row, VectorBuilder out, ZoneId zone) {
    if (arguments[0].isNull(row) || arguments[1].isNull(row)) {
      out.appendNull();
      return;
    }
    String separator = Utf8.text(arguments[1], row);
    boolean shows = arguments.length > 2 && !arguments[2].isNull(row);
    String shown = shows ? Utf8.text(arguments[2], row) : "";
    ListVector list = list(arguments[0]);
    int at = position(arguments[0], row);
    StringBuilder joined = new StringBuilder();
    String before = "";
    for (int i = list.offsets()[at]; i < list.offsets()[at + 1]; i++) {
      boolean isNull = list.elements().isNull(i);
      if (!isNull || shows) {
        joined.append(before).append(isNull ? shown : TextFormat.format(list.elements(), i, zone));
        before = separator;
      }
    }
    Utf8.append(out, joined.toString());
  }

  private static ListVector list(Vector vector) {
    return (ListVector)
        switch (vector) {
          case ConstantVector c -> c.value();
          case DictionaryVector d -> d.dictionary();
          default -> vector;
        };
  }

  private static int position(Vector vector, int row) {
    return switch (vector) {
      case ConstantVector c -> 0;
      case DictionaryVector d -> d.codes()[row];
      default -> row;
    };
  }
}
