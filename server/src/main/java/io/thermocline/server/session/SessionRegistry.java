package io.thermocline.server.session;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The open sessions of the gateway, for cancel requests and for stopping.
public final class SessionRegistry {
  private final ConcurrentMap<Long, ClientSession> sessions = new ConcurrentHashMap<>();
  private final AtomicLong nextId = new AtomicLong(1);
  private final SecureRandom random;

  /// An empty registry.
  public SessionRegistry(SecureRandom random) {
    this.random = random;
  }

  /// An identifier that no session had before.
  public long newId() {
    return nextId.getAndIncrement();
  }

  /// A secret of so many random bytes.
  public byte[] newSecret(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return secret;
  }

  /// Makes a session known; it leaves when it ends.
  public void add(ClientSession session) {
    sessions.put(session.id(), session);
  }

  /// Forgets a session that has ended.
  public void remove(ClientSession session) {
    sessions.remove(session.id());
  }

  /// Cancels what a session runs, if the secret is right.
  ///
  /// @param target a portal or statement; 0 for whatever runs
  public void cancel(long sessionId, byte[] secret, int target) {
    ClientSession session = sessions.get(sessionId);
    if (session != null && MessageDigest.isEqual(session.secret(), secret)) {
      session.cancel(target);
    }
  }

  /// The sessions that are open now.
  public List<ClientSession> sessions() {
    return List.copyOf(sessions.values());
  }

  /// The number of open sessions.
  public int size() {
    return sessions.size();
  }
}
