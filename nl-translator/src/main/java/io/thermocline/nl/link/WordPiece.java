package io.thermocline.nl.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Greedy longest-match pieces of words over an uncased vocabulary. Immutable and thread-safe.
public final class WordPiece {
  /// The id of a word that the vocabulary cannot spell.
  public static final int UNKNOWN = 100;

  private static final int MAX_WORD = 100;

  private final Map<String, Integer> vocabulary;

  private WordPiece(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// Reads a vocabulary, one piece a line, the first with id 0. Closes the stream.
  public static WordPiece read(InputStream stream) throws IOException {
    Map<String, Integer> vocabulary = new HashMap<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      int id = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        vocabulary.put(line, id++);
      }
    }
    return new WordPiece(Map.copyOf(vocabulary));
  }

  /// Whether a word is a piece by itself, which only common words are.
  public boolean isWord(String word) {
    return vocabulary.containsKey(Words.fold(word));
  }

  /// The ids of a word's pieces; never empty.
  public List<Integer> pieces(String word) {
    List<Integer> ids = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= word.length(); i++) {
      boolean end = i == word.length();
      if (end || word.charAt(i) == '.' || word.charAt(i) == ',') {
        if (i > start) {
          addPart(ids, word.substring(start, i));
        }
        if (!end) {
          addPart(ids, word.substring(i, i + 1));
        }
        start = i + 1;
      }
    }
    return ids;
  }

  private void addPart(List<Integer> ids, String part) {
    String text = Words.fold(part);
    int length = text.codePointCount(0, text.length());
    int before = ids.size();
    if (length == 0 || length > MAX_WORD) {
      ids.add(UNKNOWN);
      return;
    }
    int start = 0;
    while (start < text.length()) {
      int end = text.length();
      Integer id = null;
      while (end > start) {
        String piece = text.substring(start, end);
        id = vocabulary.get(start == 0 ? piece : "##" + piece);
        if (id != null) {
          break;
        }
        end--;
      }
      if (id == null) {
        ids.subList(before, ids.size()).clear();
        ids.add(UNKNOWN);
        return;
      }
      ids.add(id);
      start = end;
    }
  }
}
