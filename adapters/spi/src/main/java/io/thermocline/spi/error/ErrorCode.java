package io.thermocline.spi.error;

/// Every public error: SQLSTATE, category, and whether the same statement may succeed when tried
/// again. Each constant is a row of docs/reference/errors.md.
public enum ErrorCode {
  /// The statement holds no text.
  EMPTY_STATEMENT("42601", ErrorCategory.USER, false),
  /// The SQL text cannot be parsed.
  SYNTAX_ERROR("42601", ErrorCategory.USER, false),
  /// A table or schema of that name is not in the catalog.
  UNDEFINED_TABLE("42P01", ErrorCategory.USER, false),
  /// A column of that name is not in scope.
  UNDEFINED_COLUMN("42703", ErrorCategory.USER, false),
  /// Something of that name has been defined already, or the name means something else.
  DUPLICATE_DEFINITION("42710", ErrorCategory.USER, false),
  /// Nothing of that name has been defined.
  UNDEFINED_DEFINITION("42704", ErrorCategory.USER, false),
  /// A function of that name and argument types does not exist.
  UNDEFINED_FUNCTION("42883", ErrorCategory.USER, false),
  /// Types in an expression do not fit together.
  TYPE_MISMATCH("42804", ErrorCategory.USER, false),
  /// A statement parameter is missing, superfluous or of a wrong type.
  INVALID_PARAMETER("22023", ErrorCategory.USER, false),
  /// Text cannot be read as the wanted type.
  INVALID_TEXT("22P02", ErrorCategory.USER, false),
  /// A number does not fit its type.
  NUMERIC_OUT_OF_RANGE("22003", ErrorCategory.USER, false),
  /// Division by zero.
  DIVISION_BY_ZERO("22012", ErrorCategory.USER, false),
  /// A date or time does not exist or does not fit its type.
  DATETIME_OUT_OF_RANGE("22008", ErrorCategory.USER, false),
  /// A scalar sub-query returned more than one row.
  CARDINALITY_VIOLATION("21000", ErrorCategory.USER, false),
  /// The statement is valid but asks for something that is not supported.
  UNSUPPORTED("0A000", ErrorCategory.USER, false),
  /// A source does not declare the capability that a request needs.
  CAPABILITY_MISSING("0A000", ErrorCategory.USER, false),
  /// A statement or question exceeds the size limit.
  STATEMENT_TOO_LONG("54000", ErrorCategory.USER, false),
  /// The plan is more complex than the limits allow.
  STATEMENT_TOO_COMPLEX("54001", ErrorCategory.USER, false),
  /// The question has several readings; none is likely enough.
  QUESTION_AMBIGUOUS("TQ001", ErrorCategory.USER, false),
  /// The question cannot be answered from the catalog.
  QUESTION_REFUSED("TQ002", ErrorCategory.USER, false),
  /// User name or password are wrong, or the principal may not log in.
  AUTHENTICATION_FAILED("28P01", ErrorCategory.USER, false),
  /// The caller may not do this.
  PERMISSION_DENIED("42501", ErrorCategory.USER, false),
  /// The statement or portal that a message names does not exist.
  UNDEFINED_STATEMENT("26000", ErrorCategory.USER, false),
  /// A prepared statement of that name exists already.
  DUPLICATE_STATEMENT("42P05", ErrorCategory.USER, false),
  /// The cursor or portal that a statement names does not exist.
  UNDEFINED_CURSOR("34000", ErrorCategory.USER, false),
  /// A cursor or portal of that name exists already.
  DUPLICATE_CURSOR("42P03", ErrorCategory.USER, false),
  /// The statement is only allowed in a transaction.
  NO_TRANSACTION("25P01", ErrorCategory.USER, false),
  /// The transaction has failed, and ends with ROLLBACK only.
  FAILED_TRANSACTION("25P02", ErrorCategory.USER, false),
  /// A message broke the wire protocol.
  PROTOCOL_VIOLATION("08P01", ErrorCategory.USER, false),
  /// A frame exceeds the size limit.
  FRAME_TOO_LARGE("08P01", ErrorCategory.USER, false),
  /// Client and server share no protocol version.
  PROTOCOL_VERSION("08004", ErrorCategory.USER, false),
  /// The catalog named in the connection does not exist.
  UNDEFINED_CATALOG("3D000", ErrorCategory.USER, false),
  /// The configuration is invalid.
  CONFIGURATION("F0000", ErrorCategory.USER, false),
  /// The statement was cancelled by its caller.
  CANCELLED("57014", ErrorCategory.USER, false),
  /// The statement ran longer than its time-out.
  TIMED_OUT("57014", ErrorCategory.RESOURCES, true),
  /// A query reached its memory limit.
  OUT_OF_MEMORY("53200", ErrorCategory.RESOURCES, true),
  /// A disk is full.
  DISK_FULL("53100", ErrorCategory.RESOURCES, true),
  /// The gateway has no connection slot left.
  TOO_MANY_CONNECTIONS("53300", ErrorCategory.RESOURCES, true),
  /// A bounded queue of the gateway is full.
  OVERLOADED("53000", ErrorCategory.RESOURCES, true),
  /// The gateway is starting or stopping.
  SHUTTING_DOWN("57P01", ErrorCategory.RESOURCES, true),
  /// A data directory is in use by another process.
  DIRECTORY_IN_USE("55006", ErrorCategory.RESOURCES, true),
  /// A source cannot be reached.
  SOURCE_UNAVAILABLE("08001", ErrorCategory.EXTERNAL, true),
  /// The connection to a source or to the gateway broke during a statement.
  CONNECTION_LOST("08006", ErrorCategory.EXTERNAL, true),
  /// A source refused or failed a statement that the gateway sent to it.
  SOURCE_FAILED("58000", ErrorCategory.EXTERNAL, false),
  /// A source rejected the gateway's credentials.
  SOURCE_AUTHENTICATION("28000", ErrorCategory.EXTERNAL, false),
  /// Stored data cannot be read: truncated, corrupt or of another schema.
  DATA_CORRUPTED("XX001", ErrorCategory.EXTERNAL, false),
  /// A file cannot be read or written.
  IO_ERROR("58030", ErrorCategory.EXTERNAL, true),
  /// A defect of the gateway.
  INTERNAL("XX000", ErrorCategory.INTERNAL, false);

  private final String sqlState;
  private final ErrorCategory category;
  private final boolean retryable;

  ErrorCode(String sqlState, ErrorCategory category, boolean retryable) {
    this.sqlState = sqlState;
    this.category = category;
    this.retryable = retryable;
  }

  /// Five characters, as SQL and PostgreSQL define them; class `TQ` holds the outcomes of
  /// questions.
  public String sqlState() {
    return sqlState;
  }

  /// Who can do something about it.
  public ErrorCategory category() {
    return category;
  }

  /// Whether the same statement may succeed later without a change.
  public boolean retryable() {
    return retryable;
  }
}
