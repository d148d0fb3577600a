package io.thermocline.adapter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/// A user and a generated password, kept in a file that only its owner reads.
record Credentials(String user, String password) {
  private static final int PASSWORD_BYTES = 24;

  /// Reads the password from the file, or generates one and writes it.
  static Credentials readOrCreate(Path file, String user, SecureRandom random) {
    try {
      if (Files.exists(file)) {
        String password = Files.readString(file).strip();
        if (!password.isEmpty()) {
          return new Credentials(user, password);
        }
      }
    } catch (IOException e) {
      throw Folders.failed("the password file " + file + " cannot be read", e);
    }
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Folders.writePrivate(file, password + "\n");
    return new Credentials(user, password);
  }

  @Override
  public String toString() {
    return "Credentials[user=" + user + ", password=***]";
  }
}
