package io.thermocline.server.console;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/// Where the console writes.
///
/// @param width the columns of the terminal now; 0 where there is none
/// @param colour whether escape sequences are shown as colours
public record Screen(PrintStream out, IntSupplier width, boolean colour) {
  /// A pipe or file.
  public static Screen plain(PrintStream out) {
    return new Screen(out, () -> 0, false);
  }

  void print(String line) {
    out.println(line);
  }

  void dim(String line) {
    out.println(colour ? "\u001b[2m" + line + "\u001b[0m" : line);
  }

  void error(String line) {
    out.println(colour ? "\u001b[31m" + line + "\u001b[0m" : line);
  }
}
