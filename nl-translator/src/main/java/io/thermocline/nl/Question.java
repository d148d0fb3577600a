package io.thermocline.nl;

import io.thermocline.spi.type.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question in English. A `?` that is not the last character, or that follows a word such as
/// "than" or "is" after a space, is a parameter; so are as many `?` as types are declared.
///
/// @param parameterTypes the declared types of the parameters in order; a missing one, or null, is
///   inferred
/// @param conversation the questions before
public record Question(
    String text, List<@Nullable DataType> parameterTypes, Conversation conversation) {
  /// Copies the list.
  public Question {
    parameterTypes = Collections.unmodifiableList(new ArrayList<>(parameterTypes));
  }

  /// A question without parameters and without a conversation.
  public static Question of(String text) {
    return new Question(text, List.of(), Conversation.EMPTY);
  }
}
