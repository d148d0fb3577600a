package io.thermocline.engine.plan;

import io.thermocline.engine.expr.Expression;
import io.thermocline.spi.type.DataType;
import java.util.List;

/// A call of a window function. Arguments are expressions over the node's input.
public sealed interface WindowCall {
  /// The type of the result.
  DataType type();

  /// A function of the row's place in the partition's order; it has no frame. NTILE takes the
  /// number of buckets.
  record Ranking(RankingFunction function, List<Expression> arguments, DataType type)
      implements WindowCall {
    /// Copies the list.
    public Ranking {
      arguments = List.copyOf(arguments);
    }
  }

  /// A value of another row. LAG and LEAD take `(x [, offset [, default]])` and ignore the frame,
  /// FIRST_VALUE and LAST_VALUE `(x)`, NTH_VALUE `(x, n)`.
  record Value(
      ValueFunction function,
      List<Expression> arguments,
      boolean ignoreNulls,
      WindowFrame frame,
      DataType type)
      implements WindowCall {
    /// Copies the list.
    public Value {
      arguments = List.copyOf(arguments);
    }
  }

  /// An aggregate over the frame.
  record Aggregate(AggregateCall call, WindowFrame frame) implements WindowCall {
    @Override
    public DataType type() {
      return call.type();
    }
  }

  /// Functions of the place in the order.
  enum RankingFunction {
    /// 1, 2, 3 …
    ROW_NUMBER,
    /// With gaps after peers.
    RANK,
    /// Without gaps.
    DENSE_RANK,
    /// `(rank - 1) / (rows - 1)`.
    PERCENT_RANK,
    /// Rows up to the last peer, divided by rows.
    CUME_DIST,
    /// The bucket of equally large buckets.
    NTILE
  }

  /// Functions that pick a row.
  enum ValueFunction {
    /// An earlier row of the partition.
    LAG,
    /// A later row of the partition.
    LEAD,
    /// The frame's first row.
    FIRST_VALUE,
    /// The frame's last row.
    LAST_VALUE,
    /// The frame's n-th row.
    NTH_VALUE
  }
}
