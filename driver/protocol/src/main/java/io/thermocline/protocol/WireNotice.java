package io.thermocline.protocol;

/**
 * Something that a client should know beside the rows.
 *
 * <pre>string sqlState (5 characters of class 01), text text, string value</pre>
 *
 * @param sqlState 01T01 interpretation, 01T02 confidence, 01T03 assumption, 01T04 tiers, 01000
 *     anything else
 * @param text for people
 * @param value for programs: the confidence between 0 and 1, names separated by commas; empty when
 *     the text is all
 */
public record WireNotice(String sqlState, String text, String value) {
  /** The reading of the question in words. */
  public static final String INTERPRETATION = "01T01";

  /** How likely the reading is. */
  public static final String CONFIDENCE = "01T02";

  /** Something that the translation took for granted. */
  public static final String ASSUMPTION = "01T03";

  /** The tiers and sources that were read. */
  public static final String TIERS = "01T04";
}
