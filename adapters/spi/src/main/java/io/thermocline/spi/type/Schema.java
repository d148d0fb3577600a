package io.thermocline.spi.type;

import java.util.List;

/// The ordered columns of a batch or relation. Names may repeat in a result, never in a relation.
public record Schema(List<Field> fields) {
  /// Copies the list.
  public Schema {
    fields = List.copyOf(fields);
  }

  /// A schema of these columns.
  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  /// The number of columns.
  public int size() {
    return fields.size();
  }

  /// The column at a position, from 0.
  public Field field(int index) {
    return fields.get(index);
  }

  /// The position of the first column of that exact name, or -1.
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
