package io.thermocline.protocol;

/**
 * A message. Each travels in one frame:
 *
 * <pre>
 * u32 length    of what follows: type, id and body; at most {@link ProtocolLimits#MAX_FRAME_BYTES} - 4
 * u8  type      {@link MessageType#code()}
 * u32 id        of the statement, portal or request; 0 where the message concerns the connection
 * body          as the record says
 * </pre>
 *
 * Numbers are little-endian. {@code string} is u32 length and UTF-8 bytes, limited by {@link
 * ProtocolLimits#MAX_STRING_BYTES}; {@code text} is the same with {@link
 * ProtocolLimits#MAX_TEXT_BYTES}. A list is u16 count and its elements, unless said otherwise.
 */
public sealed interface Message permits ClientMessage, ServerMessage {
  /** What kind of message it is. */
  MessageType type();

  /**
   * The statement, portal or request that the message concerns, as an unsigned number; 0 for the
   * connection.
   */
  int id();
}
