package io.thermocline.adapter.clickhouse.wire;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.ScanContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Statements over HTTP. At most so many run at once; one that runs out of time or is abandoned is
/// killed in the server. Thread-safe.
public final class ClickHouseHttp implements AutoCloseable {
  private static final Duration GRACE = Duration.ofMillis(700);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MAXIMUM_TIME = Duration.ofDays(7);
  private static final int MAXIMUM_ERROR_BYTES = 64 * 1024;
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final URI base;
  private final String user;
  private final Supplier<String> password;
  private final Duration wait;
  private final ClickHouseErrors errors;
  private final HttpClient client;
  private final Semaphore slots;
  private final ScheduledThreadPoolExecutor timer;
  private volatile long lastUsedNanos = System.nanoTime() - STALE_NANOS;

  /// Connects at the first statement.
  ///
  /// @param base the address, with a slash at the end
  /// @param slotCount the most statements at once
  /// @param wait the longest wait for a connection or a slot
  public ClickHouseHttp(
      URI base,
      String user,
      Supplier<String> password,
      int slotCount,
      Duration wait,
      ClickHouseErrors errors) {
    this.base = base;
    this.user = user;
    this.password = password;
    this.wait = wait;
    this.errors = errors;
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(wait).build();
    this.slots = new Semaphore(slotCount);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("clickhouse-timer").factory());
    this.timer.setRemoveOnCancelPolicy(true);
  }

  /// How the server behaves towards every statement, so that its semantics are Postgres's.
  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("session_timezone", "UTC");
    settings.put("join_use_nulls", "1");
    settings.put("aggregate_functions_null_for_empty", "1");
    settings.put("transform_null_in", "0");
    settings.put("union_default_mode", "DISTINCT");
    settings.put("enable_time_time64_type", "1");
    settings.put("max_query_size", "268435456");
    settings.put("max_ast_elements", "50000000");
    settings.put("max_expanded_ast_elements", "50000000");
    return settings;
  }

  /// A running statement and its answer. Closing it before the end kills it in the server.
  public final class Answer implements AutoCloseable {
    private final String queryId;
    private final HttpResponse<InputStream> response;
    private final ScheduledFuture<?> deadline;
    private final ScanContext.Registration registration;
    private boolean finished;
    private boolean closed;

    private Answer(
        String queryId,
        HttpResponse<InputStream> response,
        ScheduledFuture<?> deadline,
        ScanContext.Registration registration) {
      this.queryId = queryId;
      this.response = response;
      this.deadline = deadline;
      this.registration = registration;
    }

    /// The body.
    public InputStream body() {
      return response.body();
    }

    /// The tag behind which an error stands that happened after the answer had begun, or an empty
    /// text.
    public String exceptionTag() {
      return response.headers().firstValue("X-ClickHouse-Exception-Tag").orElse("");
    }

    /// Notes that the body has been read to its end.
    public void finish() {
      finished = true;
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      deadline.cancel(false);
      registration.close();
      try {
        response.body().close();
      } catch (IOException e) {
        // Nothing more is wanted of it.
      }
      if (!finished) {
        kill(queryId);
      }
      slots.release();
      lastUsedNanos = System.nanoTime();
    }
  }

  /// Starts a statement and waits for the beginning of its answer.
  public Answer start(String sql, ScanContext context) {
    context.checkActive();
    acquire(context);
    boolean started = false;
    try {
      Answer answer;
      try {
        answer = attempt(sql, context);
      } catch (StaleConnection e) {
        answer = attemptAgain(sql, context, e);
      }
      started = true;
      return answer;
    } finally {
      if (!started) {
        slots.release();
      }
    }
  }

  private Answer attemptAgain(String sql, ScanContext context, StaleConnection first) {
    context.checkActive();
    try {
      return attempt(sql, context);
    } catch (StaleConnection e) {
      e.addSuppressed(first);
      throw errors.network(e.cause);
    }
  }

  /// A pooled connection that the server had closed already; nothing was answered.
  private static final class StaleConnection extends Exception {
    private static final long serialVersionUID = 1L;
    private final IOException cause;

    StaleConnection(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void acquire(ScanContext context) {
    try {
      long limit = Math.min(wait.toNanos(), context.remaining().toNanos());
      if (!slots.tryAcquire(limit, TimeUnit.NANOSECONDS)) {
        context.checkActive();
        throw new ThermoclineException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            "all connections to ClickHouse were busy for "
                + wait.toSeconds()
                + " s; raise the pool size or try again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was interrupted", e);
    }
  }

  private Answer attempt(String sql, ScanContext context) throws StaleConnection {
    String queryId = UUID.randomUUID().toString();
    Duration remaining = context.remaining();
    Map<String, String> parameters = settings();
    parameters.put("query_id", queryId);
    parameters.put("default_format", "Native");
    parameters.put("cancel_http_readonly_queries_on_client_close", "1");
    if (remaining.compareTo(MAXIMUM_TIME) < 0) {
      parameters.put(
          "max_execution_time", String.format(Locale.ROOT, "%.3f", remaining.toMillis() / 1000.0));
      parameters.put("timeout_before_checking_execution_speed", "0");
    }
    HttpRequest request = request(parameters, HttpRequest.BodyPublishers.ofString(sql));
    var future = client.sendAsync(request, head -> new AnswerBody());
    Runnable abort =
        () -> {
          // Closing a connection under a blocked reader ends the read with an error; the reader
          // then asks its context why.
          if (!future.cancel(true)) {
            HttpResponse<InputStream> response = future.getNow(null);
            if (response != null) {
              closeQuietly(response.body());
            }
          }
          kill(queryId);
        };
    ScheduledFuture<?> deadline =
        timer.schedule(
            () -> Thread.startVirtualThread(abort),
            Math.min(MAXIMUM_TIME.toNanos(), remaining.plus(GRACE).toNanos()),
            TimeUnit.NANOSECONDS);
    ScanContext.Registration registration = context.onCancel(abort);
    boolean answered = false;
    try {
      HttpResponse<InputStream> response = future.get();
      if (response.statusCode() != 200) {
        throw refused(response);
      }
      answered = true;
      return new Answer(queryId, response, deadline, registration);
    } catch (ExecutionException e) {
      context.checkActive();
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (java.util.concurrent.CancellationException e) {
      context.checkActive();
      throw new ThermoclineException(
          ErrorCode.TIMED_OUT,
          "ClickHouse did not answer within the statement's time; narrow the query",
          e);
    } catch (InterruptedException e) {
      abort.run();
      Thread.currentThread().interrupt();
      throw new ThermoclineException(ErrorCode.CANCELLED, "the statement was interrupted", e);
    } finally {
      if (!answered) {
        deadline.cancel(false);
        registration.close();
      }
    }
  }

  private ThermoclineException failed(Throwable cause) throws StaleConnection {
    ThermoclineException mapped = errors.network(cause);
    if (mapped.code() == ErrorCode.CONNECTION_LOST && cause instanceof IOException io) {
      throw new StaleConnection(io);
    }
    return mapped;
  }

  private ThermoclineException refused(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(MAXIMUM_ERROR_BYTES), StandardCharsets.UTF_8);
      return text.contains("Code: ")
          ? errors.server(text, null)
          : errors.answer("HTTP status " + response.statusCode() + ": " + text.strip(), null);
    } catch (IOException e) {
      return errors.network(e);
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // The connection is given up anyway.
    }
  }

  private HttpRequest request(Map<String, String> parameters, HttpRequest.BodyPublisher body) {
    StringBuilder query = new StringBuilder();
    parameters.forEach((key, value) -> {
      query.append(query.isEmpty() ? '?' : '&');
      query.append(key).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    });
    String credentials = user + ":" + password.get();
    return HttpRequest.newBuilder(base.resolve("/" + query))
        .header(
            "Authorization",
            "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
        .POST(body)
        .build();
  }

  private void kill(String queryId) {
    String sql = "KILL QUERY WHERE query_id = '" + queryId + "' ASYNC FORMAT Null";
    HttpRequest request =
        HttpRequest.newBuilder(
                request(Map.of(), HttpRequest.BodyPublishers.ofString(sql)), (name, value) -> true)
            .timeout(KILL_TIMEOUT)
            .build();
    var unused = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
  }

  /// Inserts rows: `sql` ends with `FORMAT Native`, `data` are blocks. Returns when they are
  /// stored.
  public void insert(String sql, byte[] data, int length) {
    acquire(ScanContext.UNBOUNDED);
    try {
      if (System.nanoTime() - lastUsedNanos > STALE_NANOS) {
        // An insert must not be repeated blindly, so it goes over a connection that is known to
        // live.
        ping(wait);
      }
      Map<String, String> parameters = settings();
      parameters.put("query", sql);
      parameters.put("wait_end_of_query", "1");
      parameters.put("async_insert", "0");
      parameters.put("input_format_null_as_default", "0");
      parameters.put("max_partitions_per_insert_block", "0");
      HttpResponse<InputStream> response =
          client.send(
              request(parameters, HttpRequest.BodyPublishers.ofByteArray(data, 0, length)),
              head -> new AnswerBody());
      if (response.statusCode() != 200) {
        throw refused(response);
      }
      closeQuietly(response.body());
    } catch (IOException e) {
      throw errors.network(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ThermoclineException(ErrorCode.CANCELLED, "the insert was interrupted", e);
    } finally {
      lastUsedNanos = System.nanoTime();
      slots.release();
    }
  }

  /// Answers whether the server answers the configured user within that time.
  public void ping(Duration limit) {
    HttpRequest request =
        HttpRequest.newBuilder(
                request(Map.of(), HttpRequest.BodyPublishers.ofString("SELECT 1")),
                (name, value) -> true)
            .timeout(limit)
            .build();
    var future = client.sendAsync(request, head -> new AnswerBody());
    try {
      HttpResponse<InputStream> response = future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw refused(response);
      }
      closeQuietly(response.body());
    } catch (ExecutionException | TimeoutException e) {
      future.cancel(true);
      throw errors.unavailable(e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw errors.unavailable(e);
    }
  }

  /// The errors of this server.
  public ClickHouseErrors errors() {
    return errors;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.shutdownNow();
  }
}
