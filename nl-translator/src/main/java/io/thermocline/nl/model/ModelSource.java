package io.thermocline.nl.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the files of a translation model lie.
public interface ModelSource {
  /// Opens a file of the model; the caller closes it.
  InputStream open(String name) throws IOException;

  /// How the source is called in messages.
  String describe();

  /// The model that ships with this module.
  static ModelSource bundled() {
    return new ModelSource() {
      @Override
      public InputStream open(String name) throws IOException {
        InputStream stream = ModelSource.class.getResourceAsStream("/io/thermocline/nl/" + name);
        if (stream == null) {
          throw new FileNotFoundException(name);
        }
        return stream;
      }

      @Override
      public String describe() {
        return "the bundled model";
      }
    };
  }

  /// A model in a folder, with the same file names.
  static ModelSource folder(Path folder) {
    return new ModelSource() {
      @Override
      public InputStream open(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name));
      }

      @Override
      public String describe() {
        return "the model in " + folder;
      }
    };
  }
}
