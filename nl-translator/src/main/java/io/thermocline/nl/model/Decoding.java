package io.thermocline.nl.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.thermocline.nl.decode.ActionScorer;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An encoded question and the state of its decoder. For one thread; holds native memory until it
/// is closed.
public final class Decoding implements ActionScorer, AutoCloseable {
  private final TranslationModel model;
  private final OrtSession.Result encoded;
  private OrtSession.@Nullable Result last;
  private int position;

  Decoding(TranslationModel model, OrtSession.Result encoded) {
    this.model = model;
    this.encoded = encoded;
  }

  /// For each node, the logit that the sketch uses it.
  public float[] use() {
    FloatBuffer logits = tensor(encoded, "use").getFloatBuffer();
    float[] use = new float[logits.remaining()];
    logits.get(use);
    return use;
  }

  /// The mean of the vectors of some nodes, of length 1: what the encoder makes of a text in its
  /// schema. Texts of the same meaning have a dot product near 1.
  public float[] mean(List<Integer> nodes) {
    FloatBuffer vectors = tensor(encoded, "pointer_inputs").getFloatBuffer();
    int width = model.card().width();
    float[] mean = new float[width];
    for (int node : nodes) {
      for (int i = 0; i < width; i++) {
        mean[i] += vectors.get(node * width + i);
      }
    }
    double sum = 0;
    for (float value : mean) {
      sum += value * value;
    }
    float norm = (float) Math.max(Math.sqrt(sum), 1e-9);
    for (int i = 0; i < width; i++) {
      mean[i] /= norm;
    }
    return mean;
  }

  @Override
  public float[][] step(int[] parents, int[] lastActions) {
    int beams = lastActions.length;
    long[] actions = new long[beams];
    for (int i = 0; i < beams; i++) {
      actions[i] = lastActions[i];
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    OrtSession.Result before = last;
    boolean unchanged = before != null && isEveryRow(tensor(before, "present"), parents);
    try (OnnxTensor tokens = model.tensor(actions, new long[] {beams});
        OnnxTensor at = model.tensor(new long[] {position}, new long[0]);
        OnnxTensor chosen = unchanged ? null : past(parents)) {
      inputs.put("tokens", tokens);
      inputs.put("position", at);
      inputs.put(
          "past",
          before != null && unchanged ? tensor(before, "present") : Objects.requireNonNull(chosen));
      for (String name : new String[] {"pointer_inputs", "pointer_keys", "cross"}) {
        inputs.put(name, tensor(encoded, name));
      }
      OrtSession.Result result = model.stepSession().run(inputs);
      if (before != null) {
        before.close();
      }
      last = result;
      position++;
      return rows(tensor(result, "log_probs"), beams);
    } catch (OrtException e) {
      throw TranslationModel.failed(e);
    }
  }

  /// Whether the rows are all of the step before in their order, so that its memory can be handed
  /// on as it is.
  private static boolean isEveryRow(OnnxTensor present, int[] parents) {
    boolean every = present.getInfo().getShape()[2] == parents.length;
    for (int i = 0; i < parents.length; i++) {
      every &= parents[i] == i;
    }
    return every;
  }

  private static float[][] rows(OnnxTensor tensor, int beams) {
    FloatBuffer values = tensor.getFloatBuffer();
    int width = values.remaining() / beams;
    float[][] rows = new float[beams][width];
    for (float[] row : rows) {
      values.get(row);
    }
    return rows;
  }

  /// The decoder's memory of the chosen rows: `[layers, 2, beams, heads, steps, size]`.
  private OnnxTensor past(int[] parents) throws OrtException {
    ModelCard card = model.card();
    int size = card.width() / card.heads();
    int outer = card.layers() * 2;
    int inner = card.heads() * position * size;
    float[] chosen = new float[outer * parents.length * inner];
    if (last != null) {
      FloatBuffer present = tensor(last, "present").getFloatBuffer();
      int rows = present.remaining() / (outer * inner);
      for (int block = 0; block < outer; block++) {
        for (int beam = 0; beam < parents.length; beam++) {
          int from = (block * rows + parents[beam]) * inner;
          present.get(from, chosen, (block * parents.length + beam) * inner, inner);
        }
      }
    }
    long[] shape = {card.layers(), 2, parents.length, card.heads(), position, size};
    return OnnxTensor.createTensor(model.environment(), FloatBuffer.wrap(chosen), shape);
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    Optional<?> value = result.get(name);
    if (value.isPresent() && value.get() instanceof OnnxTensor tensor) {
      return tensor;
    }
    throw new ThermoclineException(
        ErrorCode.INTERNAL, "the translation model has no output " + name + "; export it again");
  }

  @Override
  public void close() {
    if (last != null) {
      last.close();
      last = null;
    }
    encoded.close();
  }
}
