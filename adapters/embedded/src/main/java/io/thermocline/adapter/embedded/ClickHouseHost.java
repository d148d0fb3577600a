package io.thermocline.adapter.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The main class of the child process that hosts ClickHouse: it loads the library and runs the
/// server inside one long query. It uses nothing but the JDK. Arguments: library, configuration
/// file, data folder, HTTP port, TCP port. The first line of standard input is `user:password` of
/// an administrator; the end of standard input stops the server, also when the parent was killed.
@SuppressWarnings("restricted") // The parent enables native access for this process.
public final class ClickHouseHost {
  /// Held open for the life of the server by the restricted user `default`.
  private static final String HOLDER =
      "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT sleepEachRow(0.25) FROM system.numbers FORMAT Null SETTINGS"
          + " max_block_size=1, max_execution_time=0, log_queries=0, function_sleep_max_microseconds_per_block=3000000";

  private static final int STOP_LIMIT_SECONDS = 5;
  private static final int POLL_MILLIS = 20;
  private static final int REQUEST_LIMIT_MILLIS = 3_000;

  private final int httpPort;
  private final String administrator;
  private final AtomicBoolean stopping = new AtomicBoolean();

  private ClickHouseHost(int httpPort, String administrator) {
    this.httpPort = httpPort;
    this.administrator = administrator;
  }

  /// Runs until standard input ends or the server does.
  public static void main(String[] arguments) throws Throwable {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String administrator = input.readLine();
    if (administrator == null) {
      System.err.println("no administrator on standard input");
      System.exit(2);
      return;
    }
    ClickHouseHost host = new ClickHouseHost(Integer.parseInt(arguments[3]), administrator);
    Runtime.getRuntime().addShutdownHook(new Thread(host::stop, "stop"));
    Thread.ofPlatform().daemon().name("parent").start(() -> host.awaitParent(input));
    int status = host.serve(arguments);
    exit(status);
  }

  private int serve(String[] arguments) throws Throwable {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
    MethodHandle signals =
        linker.downcallHandle(
            library.find("chdb_set_signal_handlers_enabled").orElseThrow(),
            FunctionDescriptor.ofVoid(JAVA_INT));
    MethodHandle run =
        linker.downcallHandle(
            library.find("chdb_query_cmdline").orElseThrow(),
            FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    MethodHandle error =
        linker.downcallHandle(
            library.find("chdb_result_error").orElseThrow(),
            FunctionDescriptor.of(ADDRESS, ADDRESS));
    signals.invokeExact(0);
    List<String> command =
        List.of(
            "clickhouse",
            "--config-file=" + arguments[1],
            "--path=" + arguments[2],
            "--http_port=" + arguments[3],
            "--tcp_port=" + arguments[4],
            "--listen_host=127.0.0.1",
            "--log-level=warning",
            "--query",
            HOLDER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        argv.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
      }
      MemorySegment result = (MemorySegment) run.invokeExact(command.size(), argv);
      MemorySegment message = (MemorySegment) error.invokeExact(result);
      if (message.address() != 0 && !stopping.get()) {
        System.err.println(message.reinterpret(Long.MAX_VALUE).getString(0));
        return 1;
      }
      return 0;
    }
  }

  private void awaitParent(BufferedReader input) {
    try {
      while (input.readLine() != null) {
        // Nothing is said after the first line.
      }
    } catch (IOException e) {
      System.err.println("standard input broke: " + e.getMessage());
    }
    stop();
  }

  /// Ends every statement, the one that holds the server open too, waits until none runs, and
  /// leaves at once: the library's own way out takes seconds, and C++ destructors under live engine
  /// threads may crash. What was acknowledged is on disk by then.
  private void stop() {
    if (stopping.compareAndSet(false, true)) {
      ask("SYSTEM FLUSH LOGS");
      ask("KILL QUERY WHERE query_id != queryID() ASYNC FORMAT Null");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_LIMIT_SECONDS);
      while (ask("SELECT count() FROM system.processes WHERE query_id != queryID()")
              .filter(count -> !count.equals("0"))
              .isPresent()
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
      }
    }
    exit(0);
  }

  /// The answer to a statement, or nothing when the server does not answer.
  private Optional<String> ask(String statement) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + httpPort + "/").toURL().openConnection();
      connection.setConnectTimeout(REQUEST_LIMIT_MILLIS);
      connection.setReadTimeout(REQUEST_LIMIT_MILLIS);
      connection.setDoOutput(true);
      connection.setRequestProperty(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(administrator.getBytes(StandardCharsets.UTF_8)));
      connection.getOutputStream().write(statement.getBytes(StandardCharsets.UTF_8));
      return Optional.of(
          new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void exit(int status) {
    System.err.flush();
    System.out.flush();
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle exit =
          linker.downcallHandle(
              linker.defaultLookup().find("_exit").orElseThrow(),
              FunctionDescriptor.ofVoid(JAVA_INT));
      exit.invokeExact(status);
    } catch (Throwable e) {
      Runtime.getRuntime().halt(status);
    }
  }
}
