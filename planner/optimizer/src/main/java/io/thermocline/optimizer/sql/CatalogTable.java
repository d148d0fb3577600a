package io.thermocline.optimizer.sql;

import io.thermocline.catalog.LogicalTable;
import io.thermocline.optimizer.rel.LogicalTableHolder;
import io.thermocline.optimizer.rel.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/// A logical table as Calcite sees it.
public final class CatalogTable extends AbstractTable implements LogicalTableHolder {
  private final LogicalTable table;
  private final RelDataType rowType;
  private final Statistic statistic;

  /// Wraps a table.
  CatalogTable(LogicalTable table) {
    this.table = table;
    this.rowType = Types.rowType(PostgresTypeFactory.INSTANCE, table.columns());
    List<Integer> key = new ArrayList<>();
    for (String column : table.primaryKey()) {
      key.add(table.columns().indexOf(column));
    }
    List<ImmutableBitSet> keys =
        key.isEmpty() || key.contains(-1) ? List.of() : List.of(ImmutableBitSet.of(key));
    this.statistic = Statistics.of(1000, keys);
  }

  /// The wrapped table.
  @Override
  public LogicalTable table() {
    return table;
  }

  /// Pushes a table onto a builder's stack and answers its scan.
  public static RelNode scan(RelBuilder builder, LogicalTable table) {
    return (table.schema().isEmpty()
            ? builder.scan(table.name())
            : builder.scan(table.schema(), table.name()))
        .peek();
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return rowType;
  }

  @Override
  public Statistic getStatistic() {
    return statistic;
  }
}
