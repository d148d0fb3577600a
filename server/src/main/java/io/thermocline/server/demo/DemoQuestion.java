package io.thermocline.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A question of the demo and the SQL that says the same over one Postgres that holds all rows.
public record DemoQuestion(String question, String sql) {
  private static final String RESOURCE = "questions.yaml";
  private static final Pattern YEAR = Pattern.compile("\\{year(-\\d)?}");

  /// The questions as of a day.
  public static List<DemoQuestion> all(LocalDate today) {
    try (InputStream in = DemoQuestion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      List<DemoQuestion> questions = new ArrayList<>();
      for (JsonNode node : new YAMLMapper().readTree(in)) {
        questions.add(
            new DemoQuestion(
                fill(node.path("question").asText(), today),
                fill(node.path("sql").asText(), today).strip()));
      }
      return questions;
    } catch (IOException e) {
      throw new ThermoclineException(ErrorCode.IO_ERROR, "the demo's questions cannot be read.", e);
    }
  }

  private static String fill(String text, LocalDate today) {
    return YEAR.matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                String.valueOf(
                    today.getYear()
                        + (match.group(1) == null ? 0 : Integer.parseInt(match.group(1))))));
  }
}
