package io.thermocline.nl.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.thermocline.nl.link.InputConstants;
import io.thermocline.nl.link.WordPiece;
import io.thermocline.nl.sketch.Grammar;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/// A loaded translation model: its grammar, its constants, and the two graphs. Thread-safe; each
/// run uses the thread that calls it and no other. Owned by who loads it.
public final class TranslationModel implements AutoCloseable {
  private final ModelCard card;
  private final Grammar grammar;
  private final InputConstants constants;
  private final WordPiece wordPiece;
  private final OrtEnvironment environment;
  private final OrtSession encoder;
  private final OrtSession step;

  private TranslationModel(ModelFiles files) throws OrtException {
    this.card = files.card();
    this.grammar = files.grammar();
    this.constants = files.constants();
    this.wordPiece = files.wordPiece();
    this.environment = OnnxEnvironment.get();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      this.encoder = environment.createSession(files.bytes("encoder.onnx"), options);
      this.step = environment.createSession(files.bytes("step.onnx"), options);
    }
  }

  /// Loads and checks a model.
  ///
  /// @throws ThermoclineException CONFIGURATION when a file is missing or does not fit
  public static TranslationModel load(ModelSource source) {
    try {
      return new TranslationModel(new ModelFiles(source));
    } catch (OrtException e) {
      throw new ThermoclineException(
          ErrorCode.CONFIGURATION,
          source.describe()
              + " cannot be used: a graph does not load ("
              + e.getMessage()
              + "); export it again",
          e);
    }
  }

  /// What model.json says.
  public ModelCard card() {
    return card;
  }

  /// The grammar of the actions.
  public Grammar grammar() {
    return grammar;
  }

  /// The constants of the encoder input.
  public InputConstants constants() {
    return constants;
  }

  /// The word pieces.
  public WordPiece wordPiece() {
    return wordPiece;
  }

  /// Encodes a question. The caller closes the decoding.
  public Decoding encode(EncoderInput input) {
    int tokens = input.ids().length;
    int nodes = input.nodes().size();
    long[] tokenShape = {1, tokens};
    long[] nodeShape = {1, nodes};
    long[] relations = new long[nodes * nodes];
    for (int i = 0; i < relations.length; i++) {
      relations[i] = input.relations()[i];
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      inputs.put("ids", tensor(input.ids(), tokenShape));
      inputs.put("segments", tensor(input.segments(), tokenShape));
      inputs.put("token_node", tensor(input.tokenNode(), tokenShape));
      inputs.put("kind", tensor(input.kind(), nodeShape));
      inputs.put("ctype", tensor(input.ctype(), nodeShape));
      inputs.put("rel", tensor(relations, new long[] {1, nodes, nodes}));
      return new Decoding(this, encoder.run(inputs));
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  OrtEnvironment environment() {
    return environment;
  }

  OrtSession stepSession() {
    return step;
  }

  static ThermoclineException failed(OrtException e) {
    return new ThermoclineException(
        ErrorCode.INTERNAL,
        "the translation model failed (" + e.getMessage() + "); report this question",
        e);
  }

  @Override
  public void close() {
    try {
      encoder.close();
      step.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
