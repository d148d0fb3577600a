package io.thermocline.nl.sketch;

/// One step of a sketch in prefix notation: a token of the grammar or a pointer to a node of the
/// encoder input.
public sealed interface Action {
  /// A grammar token.
  record Token(String name) implements Action {}

  /// A node of the encoder input.
  sealed interface Pointer extends Action {
    /// The pointer kind of the grammar that this node can be, empty for none.
    String kind();
  }

  /// The node of `[CLS]` and the separators; no action ever points to it.
  record StartNode() implements Pointer {
    @Override
    public String kind() {
      return "";
    }
  }

  /// A word of a turn; turn 0 is the question.
  record WordNode(int turn, int word) implements Pointer {
    @Override
    public String kind() {
      return Grammar.WORD;
    }
  }

  /// A table of the schema view.
  record TableNode(int table) implements Pointer {
    @Override
    public String kind() {
      return Grammar.TABLE;
    }
  }

  /// A column, by its index over the whole schema view.
  record ColumnNode(int column) implements Pointer {
    @Override
    public String kind() {
      return Grammar.COLUMN;
    }
  }
}
