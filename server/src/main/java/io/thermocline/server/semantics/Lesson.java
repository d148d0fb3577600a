package io.thermocline.server.semantics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.thermocline.nl.link.Words;
import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.nl.semantics.VerifiedQuestions;
import java.time.Instant;

/// Something that was taught about a schema. Its JSON form is what the store keeps.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Lesson.Metric.class, name = "metric"),
  @JsonSubTypes.Type(value = Lesson.Synonym.class, name = "synonym"),
  @JsonSubTypes.Type(value = Lesson.Name.class, name = "name"),
  @JsonSubTypes.Type(value = Lesson.Verified.class, name = "verified"),
  @JsonSubTypes.Type(value = Lesson.Rejected.class, name = "rejected")
})
public sealed interface Lesson {
  /// The default schema of who taught it.
  String schema();

  /// Who taught it, and when.
  Origin origin();

  /// What it is about: a lesson replaces the one with the same key.
  @JsonIgnore
  String key();

  /// Who taught something, and when.
  ///
  /// @param user the user's name, [#CONFIGURATION] for the configuration
  /// @param at empty for the configuration
  record Origin(String user, String at) {
    /// The name that stands for the configuration.
    public static final String CONFIGURATION = "configuration";

    /// By a user.
    static Origin of(String user, Instant at) {
      return new Origin(user, at.toString());
    }

    /// By the configuration.
    public static Origin configured() {
      return new Origin(CONFIGURATION, "");
    }
  }

  /// An aggregate with a name.
  ///
  /// @param filter empty for all rows
  record Metric(
      String schema,
      String name,
      String table,
      String expression,
      String filter,
      String description,
      Origin origin)
      implements Lesson {
    @Override
    public String key() {
      return key(schema, name);
    }

    static String key(String schema, String name) {
      return "metric " + schema + " " + name;
    }
  }

  /// Words for a table, a column, a metric or a stored value.
  ///
  /// @param column empty when the table is meant; `value` empty unless a stored value is
  record Synonym(
      String schema, String words, String table, String column, String value, Origin origin)
      implements Lesson {
    @Override
    public String key() {
      return key(schema, words);
    }

    static String key(String schema, String words) {
      return "synonym " + schema + " " + Words.stemAll(words);
    }

    /// As the translator takes it.
    io.thermocline.nl.semantics.Synonym forTranslator() {
      return new io.thermocline.nl.semantics.Synonym(schema, words, table, column, value);
    }
  }

  /// How a table or column is called, and what it is.
  ///
  /// @param column empty for the table itself
  /// @param displayName empty to leave it
  /// @param description empty to leave it
  record Name(
      String schema,
      String table,
      String column,
      String displayName,
      String description,
      Origin origin)
      implements Lesson {
    @Override
    public String key() {
      return "name " + schema + " " + table + " " + column;
    }
  }

  /// A question with its right answer.
  record Verified(
      String schema, String question, VerifiedQuestion.Form form, String statement, Origin origin)
      implements Lesson {
    @Override
    public String key() {
      return key(schema, question);
    }

    static String key(String schema, String question) {
      return "verified " + schema + " " + VerifiedQuestions.key(question);
    }

    /// As the translator takes it.
    VerifiedQuestion forTranslator() {
      return new VerifiedQuestion(schema, question, form, statement);
    }
  }

  /// A question with a wrong reading.
  ///
  /// @param note why it is wrong; may be empty
  record Rejected(String schema, String question, String sketch, String note, Origin origin)
      implements Lesson {
    @Override
    public String key() {
      return "rejected " + schema + " " + VerifiedQuestions.key(question) + " " + sketch;
    }
  }
}
