package io.thermocline.jdbc.internal.net;

import io.thermocline.protocol.ClientMessage;
import io.thermocline.protocol.Message;
import io.thermocline.protocol.ProtocolException;
import io.thermocline.protocol.ProtocolLimits;
import io.thermocline.protocol.ServerMessage;
import io.thermocline.protocol.codec.MessageDecoder;
import io.thermocline.protocol.codec.MessageEncoder;
import io.thermocline.protocol.codec.WireWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A socket that speaks frames. One thread reads at a time; any may write. A read that runs out of
 * time keeps what it has, and the next goes on there.
 */
final class WireConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final ReentrantLock writeLock = new ReentrantLock();
  private final WireWriter writer = new WireWriter(256);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int bufferFrom;
  private int bufferTo;
  private final byte[] header = new byte[WireWriter.HEADER_BYTES];
  private int headerFill;
  private byte @Nullable [] body;
  private int bodyFill;

  private WireConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static WireConnection open(ConnectionSettings.Host host, Deadline deadline) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(host.name(), host.port()), millis(deadline));
      return new WireConnection(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static int millis(Deadline deadline) {
    long nanos = deadline.nanosLeft();
    return nanos == Long.MAX_VALUE
        ? 0
        : (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  /** Writes messages with one call to the socket. */
  void send(ClientMessage... messages) throws IOException {
    writeLock.lock();
    try {
      writer.clear();
      for (ClientMessage message : messages) {
        MessageEncoder.write(writer, message);
      }
      out.write(writer.array(), 0, writer.size());
      out.flush();
    } finally {
      writeLock.unlock();
    }
  }

  /** Whether another thread is stuck in writing. */
  boolean isWriting() {
    return writeLock.isLocked();
  }

  /** Whether a read would not wait. */
  boolean isReadable() throws IOException {
    return bufferFrom < bufferTo || in.available() > 0;
  }

  /**
   * Reads the next message.
   *
   * @return null when the time is over first
   */
  @Nullable ServerMessage read(Deadline deadline) throws IOException {
    while (headerFill < header.length) {
      int count = fill(header, headerFill, deadline);
      if (count < 0) {
        return null;
      }
      headerFill += count;
    }
    byte[] target = body;
    if (target == null) {
      target = new byte[MessageDecoder.bodyBytes(intAt(0), ProtocolLimits.MAX_FRAME_BYTES)];
      body = target;
      bodyFill = 0;
    }
    while (bodyFill < target.length) {
      int count = fill(target, bodyFill, deadline);
      if (count < 0) {
        return null;
      }
      bodyFill += count;
    }
    body = null;
    headerFill = 0;
    Message message = MessageDecoder.decode(header[4] & 0xff, intAt(5), target);
    if (message instanceof ServerMessage fromServer) {
      return fromServer;
    }
    throw new ProtocolException(message.type() + " is a message of the client");
  }

  private int intAt(int at) {
    return header[at] & 0xff
        | (header[at + 1] & 0xff) << 8
        | (header[at + 2] & 0xff) << 16
        | header[at + 3] << 24;
  }

  /** Reads some bytes into the rest of an array; -1 when the time is over. */
  private int fill(byte[] target, int from, Deadline deadline) throws IOException {
    int wanted = target.length - from;
    if (bufferFrom == bufferTo) {
      if (deadline.isOver()) {
        return -1;
      }
      int timeoutMillis = millis(deadline);
      if (socket.getSoTimeout() != timeoutMillis) {
        socket.setSoTimeout(timeoutMillis);
      }
      try {
        if (wanted >= BUFFER_BYTES) {
          return checkEnd(in.read(target, from, wanted));
        }
        bufferFrom = 0;
        bufferTo = 0;
        bufferTo = checkEnd(in.read(buffer, 0, BUFFER_BYTES));
      } catch (SocketTimeoutException e) {
        return -1;
      }
    }
    int count = Math.min(wanted, bufferTo - bufferFrom);
    System.arraycopy(buffer, bufferFrom, target, from, count);
    bufferFrom += count;
    return count;
  }

  private static int checkEnd(int count) throws IOException {
    if (count < 0) {
      throw new IOException("the gateway closed the connection");
    }
    return count;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // closed as far as it can be
    }
  }
}
