package io.thermocline.nl.model;

import io.thermocline.nl.sketch.Action;
import java.util.List;

/// The input of the encoder graph for one question: `ids`, `segments` and `tokenNode` have one
/// entry a token; `kind` and `ctype` one a node; `relations` one a pair of nodes, row by row.
/// Arrays are not to be written to.
public final class EncoderInput {
  private final long[] ids;
  private final long[] segments;
  private final long[] tokenNode;
  private final List<Action.Pointer> nodes;
  private final long[] kind;
  private final long[] ctype;
  private final byte[] relations;

  EncoderInput(
      long[][] tokens, List<Action.Pointer> nodes, long[] kind, long[] ctype, byte[] relations) {
    this.ids = tokens[0];
    this.segments = tokens[1];
    this.tokenNode = tokens[2];
    this.nodes = List.copyOf(nodes);
    this.kind = kind;
    this.ctype = ctype;
    this.relations = relations;
  }

  /// Word piece ids.
  public long[] ids() {
    return ids;
  }

  /// 0 for the words of all turns, 1 for the schema.
  public long[] segments() {
    return segments;
  }

  /// The node that each token belongs to.
  public long[] tokenNode() {
    return tokenNode;
  }

  /// What each node stands for; the first is the start node.
  public List<Action.Pointer> nodes() {
    return nodes;
  }

  /// The kinds of the nodes.
  public long[] kind() {
    return kind;
  }

  /// The types of the nodes.
  public long[] ctype() {
    return ctype;
  }

  /// The relations of all pairs: from node `i` to node `j` at `i * nodes + j`.
  public byte[] relations() {
    return relations;
  }
}
