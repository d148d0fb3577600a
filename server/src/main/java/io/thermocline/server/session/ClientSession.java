package io.thermocline.server.session;

/// One client's session, whatever protocol it speaks. [#run] belongs on the session's own virtual
/// thread; the other methods may be called by any thread, and do not block except [#awaitEnd].
public interface ClientSession extends Runnable {
  /// The identifier that cancel requests name.
  long id();

  /// What a cancel request must present.
  byte[] secret();

  /// Stops what runs.
  ///
  /// @param target what the protocol numbers; 0 for everything
  void cancel(int target);

  /// The client has gone: stops everything without an answer.
  void disconnect();

  /// Ends the session as soon as nothing runs.
  void stop();

  /// Whether a result is open.
  boolean isBusy();

  /// Waits until the session has ended and released everything.
  boolean awaitEnd(long timeoutNanos) throws InterruptedException;
}
