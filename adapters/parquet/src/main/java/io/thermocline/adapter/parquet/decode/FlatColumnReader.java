package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.spi.batch.DictionaryVector;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// A column with one value or null a row. Codes of dictionary pages stay codes; a batch that also
/// needs values of other pages is flat.
final class FlatColumnReader extends ColumnReader {
  private final ColumnShape shape;
  private final DataType type;
  private final PageStream pages;
  private final ValueSink sink;
  private final boolean noNulls;
  private final boolean onlyCodes;

  private @Nullable Vector dictionary;
  private int dictionarySize;
  private int nextRow;
  private PageStream.@Nullable Page page;
  private boolean started;
  private int pageLeft;
  private boolean loaded;
  private int pendingSkip;
  private @Nullable HybridDecoder levels;
  private @Nullable HybridDecoder codes;
  private @Nullable ValueDecoder values;
  private byte[] valid = new byte[0];
  private int[] codeScratch = new int[0];

  FlatColumnReader(
      ParquetFile file,
      FileColumn column,
      ColumnChunkMetaData chunk,
      PageStream pages,
      DataType type) {
    super(file, column);
    this.shape = column.shape();
    this.type = type;
    this.pages = pages;
    this.sink = ValueSink.of(shape, type);
    Statistics<?> statistics = chunk.getStatistics();
    this.noNulls =
        shape.maxDefinition() == 0
            || statistics != null && statistics.isNumNullsSet() && statistics.getNumNulls() == 0;
    this.onlyCodes = onlyCodes(chunk);
  }

  private static boolean onlyCodes(ColumnChunkMetaData chunk) {
    EncodingStats stats = chunk.getEncodingStats();
    return stats != null && stats.hasDictionaryPages() && !stats.hasNonDictionaryEncodedPages();
  }

  @Override
  @Nullable Vector dictionaryOnly() throws IOException {
    if (!onlyCodes) {
      return null;
    }
    if (!started) {
      advance();
    }
    return dictionary;
  }

  /// Looks at the next page's header; a dictionary is read at once.
  private void advance() throws IOException {
    started = true;
    PageStream.Page next = pages.next();
    while (next != null && next.dictionary()) {
      Vector values = PageValues.dictionary(shape, type, next, pages.load(next));
      dictionarySize = values.size();
      dictionary = noNulls ? values : PageValues.withNull(values);
      next = pages.next();
    }
    page = next;
    pageLeft = next == null ? 0 : next.values();
    loaded = false;
    pendingSkip = 0;
    if (next != null && next.values() == 0) {
      advance();
    }
  }

  private int available() throws IOException {
    while (pageLeft == 0) {
      if (started && page == null) {
        throw new IOException("the chunk ends before its rows do");
      }
      advance();
    }
    return pageLeft;
  }

  private void skip(int rows) throws IOException {
    int left = rows;
    while (left > 0) {
      int count = Math.min(left, available());
      if (!loaded) {
        pendingSkip += count;
      } else {
        skipLoaded(count);
      }
      pageLeft -= count;
      left -= count;
    }
    nextRow += rows;
  }

  private void skipLoaded(int rows) {
    int present = rows;
    if (levels != null) {
      present = levels.flags(valid(rows), rows);
    }
    if (codes != null) {
      codes.skip(present);
    } else if (values != null) {
      values.skip(present);
    }
  }

  private byte[] valid(int rows) {
    if (valid.length < rows) {
      valid = new byte[rows + (rows >> 2)];
    }
    return valid;
  }

  private void load() throws IOException {
    PageStream.Page current = page;
    if (loaded || current == null) {
      return;
    }
    PageStream.Content content = pages.load(current);
    byte[] data = content.data();
    int from = 0;
    levels = null;
    if (shape.maxDefinition() > 0) {
      int length = current.definitionBytes();
      if (length < 0) {
        length = content.end() < 4 ? -1 : Little.getInt(data, 0);
        from = 4;
        if (length < 0 || length > content.end() - 4) {
          throw ValueDecoder.tooShort();
        }
      }
      HybridDecoder decoder = new HybridDecoder(data, from, from + length, 1);
      from += length;
      levels = current.nulls() == 0 || decoder.allOnes(current.values()) ? null : decoder;
    } else if (current.definitionBytes() > 0) {
      from = current.definitionBytes();
    }
    codes = null;
    values = null;
    if (PageValues.isDictionary(current.encoding())) {
      if (dictionary == null) {
        throw new IOException("a page of codes without a dictionary");
      }
      codes = PageValues.codes(data, from, content.end());
    } else {
      values =
          PageValues.decoder(
              shape,
              current.encoding(),
              data,
              from,
              content.end(),
              presentIn(current, data, content, from));
    }
    loaded = true;
    if (pendingSkip > 0) {
      skipLoaded(pendingSkip);
      pendingSkip = 0;
    }
  }

  /// How many values of a page are present; counted from its levels when the header does not say.
  private int presentIn(
      PageStream.Page current, byte[] data, PageStream.Content content, int valuesFrom) {
    if (levels == null) {
      return current.values();
    }
    if (current.nulls() >= 0) {
      return current.values() - current.nulls();
    }
    HybridDecoder counter = new HybridDecoder(data, 4, valuesFrom, 1);
    return counter.flags(valid(current.values()), current.values());
  }

  @Override
  Vector readRows(int row, int rows, int @Nullable [] selection, int count) throws IOException {
    if (row > nextRow) {
      skip(row - nextRow);
    }
    int wanted = selection == null ? rows : count;
    int[] collected = null;
    int coded = 0;
    boolean flat = false;
    int done = 0;
    int at = 0;
    while (done < rows) {
      int run = Math.min(rows - done, available());
      int to = at;
      if (selection != null) {
        while (to < count && selection[to] < done + run) {
          to++;
        }
        if (to == at) {
          skip(run);
          done += run;
          continue;
        }
      }
      load();
      Piece piece = piece(run, selection, at, to, done);
      if (codes != null) {
        if (collected == null) {
          collected = new int[wanted];
        }
        int added = codes(codes, piece, collected, coded);
        if (flat) {
          sink.coded(dictionary(), collected, added);
        } else {
          coded += added;
        }
      } else {
        if (!flat) {
          sink.begin(wanted);
          if (coded > 0 && collected != null) {
            sink.coded(dictionary(), collected, coded);
            coded = 0;
          }
          flat = true;
        }
        sink.values(java.util.Objects.requireNonNull(values), piece);
      }
      pageLeft -= run;
      nextRow += run;
      done += run;
      at = to;
    }
    if (!flat && collected != null) {
      return new DictionaryVector(dictionary(), collected, coded);
    }
    if (!flat) {
      sink.begin(0);
    }
    return sink.finish();
  }

  private Vector dictionary() {
    return java.util.Objects.requireNonNull(dictionary);
  }

  private Piece piece(int run, int @Nullable [] selection, int from, int to, int base) {
    HybridDecoder decoder = levels;
    if (decoder == null) {
      return new Piece(run, run, null, selection, from, to, base);
    }
    byte[] flags = valid(run);
    int present = decoder.flags(flags, run);
    return new Piece(run, present, present == run ? null : flags, selection, from, to, base);
  }

  /// Writes the wanted codes to `target[offset ..)`.
  private int codes(HybridDecoder decoder, Piece piece, int[] target, int offset)
      throws IOException {
    byte[] flags = piece.valid();
    int[] selection = piece.selection();
    if (piece.dense()) {
      decoder.decode(target, offset, piece.rows());
      checkCodes(target, offset, piece.rows());
      return piece.rows();
    }
    codeScratch = ValueSink.grown(codeScratch, piece.rows());
    int[] scratch = codeScratch;
    decoder.decode(scratch, 0, piece.present());
    checkCodes(scratch, 0, piece.present());
    if (flags != null) {
      if (noNulls) {
        throw new IOException("a null in a chunk whose statistics know none");
      }
      ValueSink.spread(scratch, flags, piece.rows(), piece.present(), dictionarySize);
    }
    int wanted = piece.wanted();
    if (selection == null) {
      System.arraycopy(scratch, 0, target, offset, wanted);
    } else {
      for (int i = 0; i < wanted; i++) {
        target[offset + i] = scratch[selection[piece.from() + i] - piece.base()];
      }
    }
    return wanted;
  }

  private void checkCodes(int[] array, int offset, int count) throws IOException {
    int largest = 0;
    int signs = 0;
    for (int i = offset; i < offset + count; i++) {
      largest = Math.max(largest, array[i]);
      signs |= array[i];
    }
    if (signs < 0 || count > 0 && largest >= dictionarySize) {
      throw new IOException("a code of " + largest + " in a dictionary of " + dictionarySize);
    }
  }
}
