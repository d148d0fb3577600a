package io.thermocline.nl.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class AnnotatorTest {
  @Test
  void lemmasPartsOfSpeechAndTimesAreFound() {
    AnnotatedText text =
        Annotator.start()
            .annotate(
                "children bought mice in the summer of 2023",
                LocalDateTime.of(2026, 11, 24, 10, 0));
    assertThat(text.tokens())
        .extracting(AnnotatedText.Token::lemma)
        .startsWith("child", "buy", "mouse");
    assertThat(text.tokens())
        .extracting(AnnotatedText.Token::partOfSpeech)
        .startsWith("NNS", "VBD", "NNS");
    assertThat(text.times()).containsExactly(new AnnotatedText.TimeExpression(24, 42, "2023-SU"));
  }
}
