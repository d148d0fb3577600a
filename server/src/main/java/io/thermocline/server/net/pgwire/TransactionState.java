package io.thermocline.server.net.pgwire;

/// Where a session stands between BEGIN and COMMIT.
enum TransactionState {
  /// In no transaction.
  IDLE('I'),
  /// In a transaction.
  OPEN('T'),
  /// In a transaction that a statement has failed in.
  FAILED('E');

  private final char code;

  TransactionState(char code) {
    this.code = code;
  }

  /// What ReadyForQuery says.
  char code() {
    return code;
  }
}
