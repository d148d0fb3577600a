package io.thermocline.nl.link;

/// How many letters two words differ by: one that is missing, too many, wrong, or two that have
/// changed places (optimal string alignment).
public final class Edits {
  private static final int SHORTEST = 4;
  private static final int LONG = 8;

  private Edits() {}

  /// How many edits still leave a word recognisable: none below 4 letters, one below 8, then two.
  public static int allowed(String word) {
    return word.length() < SHORTEST ? 0 : word.length() < LONG ? 1 : 2;
  }

  /// Whether two words differ by at most so many edits.
  public static boolean within(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return false;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean equal = a.charAt(i - 1) == b.charAt(j - 1);
        int edits = Math.min(last[j - 1] + (equal ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits = Math.min(edits, beforeLast[j - 2] + 1);
        }
        row[j] = edits;
        least = Math.min(least, edits);
      }
      if (least > most) {
        return false;
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()] <= most;
  }
}
