package io.thermocline.nl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The questions about the [Shop] whose right sketches are known, in `questions.golden`.
final class GoldenQuestions {
  private static final Path FILE = Path.of("src/test/resources/io/thermocline/nl/questions.golden");

  private GoldenQuestions() {}

  /// A question.
  ///
  /// @param followUp whether it is about the question before
  /// @param sketches the text forms of all that is right for it
  record Item(String question, boolean followUp, List<String> sketches) {
    Item {
      sketches = List.copyOf(sketches);
    }
  }

  /// All, in the order of the file.
  static List<Item> read() throws IOException {
    List<Item> items = new ArrayList<>();
    String question = "";
    List<String> sketches = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("  ")) {
        sketches.add(line.strip());
      } else if (!line.startsWith("#") && !line.isBlank()) {
        add(items, question, sketches);
        question = line;
      }
    }
    add(items, question, sketches);
    return items;
  }

  private static void add(List<Item> items, String line, List<String> sketches) {
    if (!line.isEmpty()) {
      boolean followUp = line.startsWith("> ");
      items.add(new Item(followUp ? line.substring(2) : line, followUp, sketches));
    }
    sketches.clear();
  }
}
