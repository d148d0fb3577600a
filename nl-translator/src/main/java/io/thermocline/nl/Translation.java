package io.thermocline.nl;

import io.thermocline.nl.sketch.Sketch;
import io.thermocline.spi.type.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;

/// The outcome of a translation.
public sealed interface Translation {
  /// The question has a likely reading.
  ///
  /// @param columnNames readable names of the result's columns, each once
  /// @param interpretation the reading in words
  /// @param confidence between 0 and 1
  /// @param evidence what the confidence was made of, by name; empty when it is certain
  /// @param assumptions what was taken for granted, one sentence each
  /// @param parameterTypes the type of each `?`
  /// @param conversation to be handed over with the next question
  record Answer(
      RelNode rel,
      List<String> columnNames,
      Sketch.Query sketch,
      String interpretation,
      double confidence,
      Map<String, Double> evidence,
      List<String> assumptions,
      List<DataType> parameterTypes,
      Conversation conversation)
      implements Translation {
    /// Copies the lists.
    public Answer {
      columnNames = List.copyOf(columnNames);
      evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
      assumptions = List.copyOf(assumptions);
      parameterTypes = List.copyOf(parameterTypes);
    }

    /// The same answer with another confidence, evidence and assumptions.
    public Answer with(
        double newConfidence, Map<String, Double> newEvidence, List<String> newAssumptions) {
      return new Answer(
          rel,
          columnNames,
          sketch,
          interpretation,
          newConfidence,
          newEvidence,
          newAssumptions,
          parameterTypes,
          conversation);
    }
  }

  /// The question has several readings, none likely enough; the most likely first.
  record Ambiguous(List<Reading> readings) implements Translation {
    /// Copies the list.
    public Ambiguous {
      readings = List.copyOf(readings);
    }
  }

  /// The question cannot be answered.
  ///
  /// @param reason one sentence
  /// @param nearest the names of tables and columns that come closest; may be empty
  /// @param certainty how sure the model is that the tables cannot answer the question, against its
  ///   best reading, from 0 to 1; 0 when that is not why
  /// @param readings the readings that were thought less likely than none; may be empty
  record Refused(String reason, List<String> nearest, double certainty, List<Reading> readings)
      implements Translation {
    /// Copies the lists.
    public Refused {
      nearest = List.copyOf(nearest);
      readings = List.copyOf(readings);
    }

    /// A question that is refused for another reason than that the tables cannot answer it.
    public Refused(String reason, List<String> nearest) {
      this(reason, nearest, 0, List.of());
    }
  }

  /// A possible reading.
  record Reading(String interpretation, Sketch.Query sketch, double confidence) {}
}
