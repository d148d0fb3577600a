package io.thermocline.nl.retrieval;

import java.util.BitSet;

/// The part of a large schema that a question is read over.
///
/// @param tables by index: what a sketch may use, with all columns
/// @param columns by index: what the encoder reads, columns of some of the tables; the other tables
///   only lie on the way between them
public record Candidates(BitSet tables, BitSet columns) {
  /// Copies the sets.
  public Candidates {
    tables = (BitSet) tables.clone();
    columns = (BitSet) columns.clone();
  }
}
