package io.thermocline.nl.sketch;

import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaView;
import io.thermocline.nl.link.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sketches as text: the actions in order, tables and columns by name, spans as `«text»`, with the
/// place of their first word after it where it is known: `«paid»:5` in the question, `«paid»:1.5`
/// in the previous turn. A `»` inside the text is doubled.
public final class SketchText {
  private static final Pattern PART =
      Pattern.compile(
          "«(?<text>(?:[^»]|»»)*)»(?!»)(?::(?:(?<turn>[0-9]+)\\.)?(?<first>[0-9]+))?|(?<word>\\S+)");

  private SketchText() {}

  /// The text form.
  public static String print(Sketch sketch) {
    return SketchWriter.write(sketch);
  }

  /// Reads the text form over a schema view.
  ///
  /// @throws IllegalArgumentException when it does not follow the grammar or names unknown tables
  ///   or columns
  public static Sketch parse(String text, SchemaView schema) {
    List<Action> actions = new ArrayList<>();
    List<Sketch.Span> spans = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      if (matcher.group("text") != null) {
        int turn = matcher.group("turn") == null ? 0 : Integer.parseInt(matcher.group("turn"));
        int first = matcher.group("first") == null ? -1 : Integer.parseInt(matcher.group("first"));
        Action.WordNode place = new Action.WordNode(0, spans.size());
        spans.add(new Sketch.Span(matcher.group("text").replace("»»", "»"), turn, first));
        actions.add(place);
        actions.add(place);
      } else {
        actions.add(action(matcher.group("word"), schema));
      }
    }
    return SketchReader.read(actions, schema, (first, last) -> spans.get(first.word()));
  }

  private static Action action(String word, SchemaView schema) {
    Optional<ColumnView> column = schema.column(word);
    if (column.isPresent()) {
      return new Action.ColumnNode(column.get().index());
    }
    Optional<TableView> table =
        schema.tables().stream().filter(t -> t.name().equals(word)).findFirst();
    if (table.isPresent()) {
      return new Action.TableNode(table.get().index());
    }
    if (!word.matches("[A-Z_]+")) {
      throw new IllegalArgumentException("no table or column is called " + word);
    }
    return new Action.Token(word);
  }
}
