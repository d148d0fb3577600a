package io.thermocline.protocol;

/**
 * A result column.
 *
 * <pre>string name, type type, u8 nullable</pre>
 */
public record ColumnInfo(String name, WireType type, boolean nullable) {}
