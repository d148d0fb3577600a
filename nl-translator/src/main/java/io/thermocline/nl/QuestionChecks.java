package io.thermocline.nl;

import io.thermocline.nl.decode.ValueChecks;
import io.thermocline.nl.link.AnnotatedText;
import io.thermocline.nl.link.ColumnKind;
import io.thermocline.nl.link.ColumnView;
import io.thermocline.nl.link.SchemaIndex;
import io.thermocline.nl.time.TimePhrases;
import java.util.List;

/// What words of one question can be, by the stored values and the periods in it.
final class QuestionChecks implements ValueChecks {
  private final SchemaIndex index;
  private final TimePhrases own;
  private final List<String> periods;

  QuestionChecks(AskedQuestion asked, AnnotatedText annotated) {
    this.index = asked.schema().index();
    this.own = asked.ownTimes();
    String text = asked.parameters().text();
    this.periods =
        annotated.times().stream().map(time -> text.substring(time.start(), time.end())).toList();
  }

  @Override
  public boolean isNumericText(ColumnView column) {
    return index.values(column).allNumbers();
  }

  @Override
  public boolean hasTruth(ColumnView column) {
    return column.kind() != ColumnKind.TEXT || index.values(column).truth(true).isPresent();
  }

  @Override
  public boolean isPeriod(String phrase) {
    return own.isTime(phrase) || periods.stream().anyMatch(phrase::contains) || phrase.equals("?");
  }
}
