package io.thermocline.adapter.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/// Forwards connections on loopback and cuts them all once so many bytes came from the server.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Cuts after so many more bytes; new connections are cut at once after that.
  void cutAfter(long bytes) {
    left.set(bytes);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean counted) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[4096];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        long allowed = counted ? Math.min(count, left.getAndAdd(-count)) : count;
        if (allowed > 0) {
          out.write(buffer, 0, (int) allowed);
        }
        if (allowed < count) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side is gone, so both are closed.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
