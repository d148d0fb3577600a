package io.thermocline.adapter.embedded;

import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The operating system's user that a child process runs as: the gateway's own, or, because
/// Postgres refuses to run as root, `nobody` through `setpriv`.
record ServiceUser(boolean isSwitched, boolean hasSetsid) {
  /// `nobody` on Linux systems.
  static final int NOBODY = 65534;

  /// Looks at the user of this process.
  static ServiceUser current() {
    boolean root = isRoot();
    if (root && !hasProgram("setpriv")) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          "Postgres does not run as root, and setpriv is missing; install util-linux or start the gateway as another user");
    }
    return new ServiceUser(root, hasProgram("setsid"));
  }

  /// Whether this process runs as root.
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /// Whether the operating system brings a program.
  static boolean hasProgram(String program) {
    return List.of("/usr/bin/", "/bin/", "/usr/sbin/").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
  }

  /// The command that runs another as this user.
  List<String> command(List<String> command) {
    List<String> full = new ArrayList<>();
    if (isSwitched) {
      full.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    full.addAll(command);
    return full;
  }

  /// The command in a session of its own, so that a Ctrl-C in the gateway's terminal does not reach
  /// it.
  List<String> inOwnSession(List<String> command) {
    List<String> full = new ArrayList<>();
    if (hasSetsid) {
      full.add("setsid");
    }
    full.addAll(command);
    return full;
  }
}
