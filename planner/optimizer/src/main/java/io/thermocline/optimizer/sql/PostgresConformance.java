package io.thermocline.optimizer.sql;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/// PostgreSQL's rules where names may stand: GROUP BY takes positions and output names, HAVING and
/// WHERE do not.
final class PostgresConformance extends SqlDelegatingConformance {
  PostgresConformance() {
    super(SqlConformanceEnum.BABEL);
  }

  @Override
  public boolean isHavingAlias() {
    return false;
  }

  @Override
  public boolean isGroupByAlias() {
    return true;
  }

  @Override
  public boolean isGroupByOrdinal() {
    return true;
  }

  @Override
  public SelectAliasLookup isSelectAlias() {
    return SelectAliasLookup.UNSUPPORTED;
  }

  @Override
  public boolean isNonStrictGroupBy() {
    return false;
  }

  @Override
  public boolean allowLenientCoercion() {
    return false;
  }
}
