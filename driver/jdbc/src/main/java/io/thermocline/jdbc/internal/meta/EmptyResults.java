package io.thermocline.jdbc.internal.meta;

import io.thermocline.jdbc.internal.value.RowsBuilder;

/**
 * Results of DatabaseMetaData about things that Thermocline does not have, with the columns that
 * JDBC prescribes.
 */
public final class EmptyResults {
  private EmptyResults() {}

  /** {@code getCatalogs}. */
  public static RowsBuilder catalogs() {
    return new RowsBuilder().text("TABLE_CAT");
  }

  /** {@code getProcedures}. */
  public static RowsBuilder procedures() {
    return new RowsBuilder()
        .text(
            "PROCEDURE_CAT",
            "PROCEDURE_SCHEM",
            "PROCEDURE_NAME",
            "RESERVED1",
            "RESERVED2",
            "RESERVED3",
            "REMARKS")
        .small("PROCEDURE_TYPE")
        .text("SPECIFIC_NAME");
  }

  /** {@code getProcedureColumns}. */
  public static RowsBuilder procedureColumns() {
    return new RowsBuilder()
        .text("PROCEDURE_CAT", "PROCEDURE_SCHEM", "PROCEDURE_NAME", "COLUMN_NAME")
        .small("COLUMN_TYPE")
        .integer("DATA_TYPE")
        .text("TYPE_NAME")
        .integer("PRECISION", "LENGTH")
        .small("SCALE", "RADIX", "NULLABLE")
        .text("REMARKS", "COLUMN_DEF")
        .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
        .text("IS_NULLABLE", "SPECIFIC_NAME");
  }

  /** {@code getFunctions}. */
  public static RowsBuilder functions() {
    return new RowsBuilder()
        .text("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "REMARKS")
        .small("FUNCTION_TYPE")
        .text("SPECIFIC_NAME");
  }

  /** {@code getFunctionColumns}. */
  public static RowsBuilder functionColumns() {
    return new RowsBuilder()
        .text("FUNCTION_CAT", "FUNCTION_SCHEM", "FUNCTION_NAME", "COLUMN_NAME")
        .small("COLUMN_TYPE")
        .integer("DATA_TYPE")
        .text("TYPE_NAME")
        .integer("PRECISION", "LENGTH")
        .small("SCALE", "RADIX", "NULLABLE")
        .text("REMARKS")
        .integer("CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
        .text("IS_NULLABLE", "SPECIFIC_NAME");
  }

  /** {@code getColumnPrivileges}. */
  public static RowsBuilder columnPrivileges() {
    return new RowsBuilder()
        .text(
            "TABLE_CAT",
            "TABLE_SCHEM",
            "TABLE_NAME",
            "COLUMN_NAME",
            "GRANTOR",
            "GRANTEE",
            "PRIVILEGE",
            "IS_GRANTABLE");
  }

  /** {@code getTablePrivileges}. */
  public static RowsBuilder tablePrivileges() {
    return new RowsBuilder()
        .text(
            "TABLE_CAT",
            "TABLE_SCHEM",
            "TABLE_NAME",
            "GRANTOR",
            "GRANTEE",
            "PRIVILEGE",
            "IS_GRANTABLE");
  }

  /** {@code getVersionColumns}. */
  public static RowsBuilder versionColumns() {
    return new RowsBuilder()
        .small("SCOPE")
        .text("COLUMN_NAME")
        .integer("DATA_TYPE")
        .text("TYPE_NAME")
        .integer("COLUMN_SIZE", "BUFFER_LENGTH")
        .small("DECIMAL_DIGITS", "PSEUDO_COLUMN");
  }

  /** {@code getUDTs}. */
  public static RowsBuilder userTypes() {
    return new RowsBuilder()
        .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "CLASS_NAME")
        .integer("DATA_TYPE")
        .text("REMARKS")
        .small("BASE_TYPE");
  }

  /** {@code getSuperTypes}. */
  public static RowsBuilder superTypes() {
    return new RowsBuilder()
        .text(
            "TYPE_CAT",
            "TYPE_SCHEM",
            "TYPE_NAME",
            "SUPERTYPE_CAT",
            "SUPERTYPE_SCHEM",
            "SUPERTYPE_NAME");
  }

  /** {@code getSuperTables}. */
  public static RowsBuilder superTables() {
    return new RowsBuilder().text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "SUPERTABLE_NAME");
  }

  /** {@code getAttributes}. */
  public static RowsBuilder attributes() {
    return new RowsBuilder()
        .text("TYPE_CAT", "TYPE_SCHEM", "TYPE_NAME", "ATTR_NAME")
        .integer("DATA_TYPE")
        .text("ATTR_TYPE_NAME")
        .integer("ATTR_SIZE", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "NULLABLE")
        .text("REMARKS", "ATTR_DEF")
        .integer("SQL_DATA_TYPE", "SQL_DATETIME_SUB", "CHAR_OCTET_LENGTH", "ORDINAL_POSITION")
        .text("IS_NULLABLE", "SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_TABLE")
        .small("SOURCE_DATA_TYPE");
  }

  /** {@code getPseudoColumns}. */
  public static RowsBuilder pseudoColumns() {
    return new RowsBuilder()
        .text("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME")
        .integer("DATA_TYPE", "COLUMN_SIZE", "DECIMAL_DIGITS", "NUM_PREC_RADIX")
        .text("COLUMN_USAGE", "REMARKS")
        .integer("CHAR_OCTET_LENGTH")
        .text("IS_NULLABLE");
  }

  /** {@code getClientInfoProperties}: the application's name only. */
  public static RowsBuilder clientInfoProperties() {
    RowsBuilder rows =
        new RowsBuilder().text("NAME").integer("MAX_LEN").text("DEFAULT_VALUE", "DESCRIPTION");
    rows.row("ApplicationName", 256, "", "The application's name, for the gateway's logs.");
    return rows;
  }
}
