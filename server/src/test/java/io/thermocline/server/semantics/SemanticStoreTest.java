package io.thermocline.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thermocline.nl.semantics.VerifiedQuestion;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticStoreTest {
  private static final Lesson.Origin ANA = new Lesson.Origin("ana", "2026-06-15T12:00:00Z");
  private static final List<Lesson> ALL =
      List.of(
          new Lesson.Metric("shop", "sales", "items", "sum(a)", "b > 1", "what \"was\" sold", ANA),
          new Lesson.Synonym("shop", "Bavaria office", "customers", "city", "München", ANA),
          new Lesson.Name("shop", "items", "", "lines", "", ANA),
          new Lesson.Verified("shop", "how many?", VerifiedQuestion.Form.SQL, "select 1", ANA),
          new Lesson.Rejected("shop", "how many?", "SELECT COUNT STAR FROM items END", "", ANA));

  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("deeper").resolve("semantics.json");
  }

  @Test
  void whatWasTaughtSurvivesARestart() {
    SemanticStore store = SemanticStore.open(file(), List.of());
    ALL.forEach(lesson -> store.update(lessons -> lessons.plus(lesson)));
    assertThat(SemanticStore.open(file(), List.of()).lessons().all()).isEqualTo(ALL);
  }

  @Test
  void aLessonReplacesTheOneOfTheSameKey() {
    SemanticStore store = SemanticStore.open(file(), List.of());
    Lesson other = new Lesson.Synonym("shop", "bavaria OFFICES", "orders", "", "", ANA);
    store.update(lessons -> lessons.plus(ALL.get(1)));
    store.update(lessons -> lessons.plus(other));
    assertThat(store.lessons().all()).containsExactly(other);
    store.update(lessons -> lessons.without(other.key()));
    assertThat(SemanticStore.open(file(), List.of()).lessons().all()).isEmpty();
  }

  @Test
  void theConfigurationIsNotWrittenDownAndWhatIsTaughtWinsOverIt() {
    Lesson configured = ALL.getFirst();
    SemanticStore store = SemanticStore.open(file(), List.of(configured));
    store.update(lessons -> lessons.plus(ALL.get(1)));
    assertThat(store.lessons().all()).containsExactly(configured, ALL.get(1));
    assertThat(store.isConfigured(configured.key())).isTrue();
    assertThat(SemanticStore.open(file(), List.of()).lessons().all()).containsExactly(ALL.get(1));
  }

  @Test
  void listenersHearEachChange() {
    SemanticStore store = SemanticStore.open(file(), List.of());
    int[] heard = new int[1];
    store.onChange(() -> heard[0] = store.lessons().all().size());
    store.update(lessons -> lessons.plus(ALL.getFirst()));
    assertThat(heard[0]).isEqualTo(1);
  }

  @Test
  void aFileOfSomethingElseIsAnErrorThatNamesIt() throws IOException {
    Path file = Files.writeString(folder.resolve("semantics.json"), "[{\"kind\": \"nonsense\"}]");
    assertThatThrownBy(() -> SemanticStore.open(file, List.of()))
        .isInstanceOfSatisfying(
            ThermoclineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED))
        .hasMessageContaining(file.toString());
  }

  @Test
  void whatCannotBeWrittenIsNotUsed() throws IOException {
    Path file = folder.resolve("blocked").resolve("semantics.json");
    Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
    SemanticStore store = SemanticStore.open(file, List.of());
    assertThatThrownBy(() -> store.update(lessons -> lessons.plus(ALL.getFirst())))
        .isInstanceOfSatisfying(
            ThermoclineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
    assertThat(store.lessons().all()).isEmpty();
  }
}
