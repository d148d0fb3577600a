package io.thermocline.spi.source;

/// A source with the capability WRITE.
public interface WritableSource extends Source {
  /// Creates a relation with its key, foreign keys and comments; an existing one of that name is an
  /// error. Schemas are created as needed. Foreign keys to relations that do not exist yet are an
  /// error.
  void create(Relation relation, WriteOptions options);

  /// Drops a relation if it exists.
  void drop(RelationName relation);

  /// Opens a bulk writer that appends. Rows become visible with [Sink#commit], all or none where
  /// the store can do so.
  Sink write(RelationName relation, WriteOptions options);
}
