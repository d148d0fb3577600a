package io.thermocline.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A parameter's value with its type.
 *
 * <pre>
 * type type
 * u8 isNull                                   1 when null; nothing follows then
 * value:  fixed width                         as in a vector ({@link TypeCode})
 *         TEXT, JSON, BYTES: u32 length, bytes
 *         ARRAY: u32 count, count × (u8 isNull, value)
 * </pre>
 *
 * Classes of values: Boolean, Short, Integer, Long, Float, Double, BigDecimal (of the type's
 * scale), String (text, json), byte[], LocalDate, LocalTime, LocalDateTime, Instant, {@link
 * WireInterval}, UUID, List.
 */
public record TypedValue(WireType type, @Nullable Object value) {}
