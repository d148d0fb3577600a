package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.ColumnShape;
import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.spi.batch.ListVector;
import io.thermocline.spi.batch.NullMask;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.batch.VectorBuilder;
import io.thermocline.spi.type.ArrayType;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// A list of single values a row. The chunk is decoded as a whole when its first row is wanted.
final class ListColumnReader extends ColumnReader {
  private static final int MAXIMUM_ELEMENTS = 1 << 28;

  private final ColumnShape shape;
  private final DataType type;
  private final DataType elementType;
  private final PageStream pages;
  private final ColumnChunkMetaData chunk;
  private final int rows;
  private @Nullable ListVector lists;
  private @Nullable Vector dictionary;
  private int[] offsets;
  private long @Nullable [] nulls;
  private int row = -1;

  ListColumnReader(
      ParquetFile file,
      FileColumn column,
      ColumnChunkMetaData chunk,
      PageStream pages,
      DataType type,
      int rows) {
    super(file, column);
    this.shape = column.shape();
    this.type = type;
    this.elementType = type instanceof ArrayType array ? array.element() : type;
    this.pages = pages;
    this.chunk = chunk;
    this.rows = rows;
    this.offsets = new int[1];
  }

  @Override
  @Nullable Vector dictionaryOnly() {
    return null;
  }

  @Override
  Vector readRows(int from, int count, int @Nullable [] selection, int selected)
      throws IOException {
    ListVector all = lists;
    if (all == null) {
      all = decode();
      lists = all;
    }
    if (selection == null) {
      return all.slice(from, from + count);
    }
    int[] positions = new int[selected];
    for (int i = 0; i < selected; i++) {
      positions[i] = from + selection[i];
    }
    return all.take(positions, selected);
  }

  private ListVector decode() throws IOException {
    if (chunk.getValueCount() < 0 || chunk.getValueCount() > MAXIMUM_ELEMENTS) {
      throw new IOException("a chunk of " + chunk.getValueCount() + " elements");
    }
    offsets = new int[rows + 1];
    VectorBuilder elements = new VectorBuilder(elementType, 16);
    for (PageStream.Page page = pages.next(); page != null; page = pages.next()) {
      if (page.dictionary()) {
        dictionary = PageValues.dictionary(shape, elementType, page, pages.load(page));
      } else if (page.values() > 0) {
        decodePage(page, elements);
      }
    }
    if (row != rows - 1) {
      throw new IOException("the chunk holds " + (row + 1) + " of " + rows + " rows");
    }
    if (rows > 0) {
      offsets[rows] = elements.size();
    }
    return new ListVector(type, rows, elements.build(), offsets, nulls);
  }

  private void decodePage(PageStream.Page page, VectorBuilder elements) throws IOException {
    PageStream.Content content = pages.load(page);
    byte[] data = content.data();
    int count = page.values();
    if (count > MAXIMUM_ELEMENTS) {
      throw new IOException("a page of " + count + " elements");
    }
    int[] repetition = new int[count];
    int[] definition = new int[count];
    int at = levels(data, 0, content.end(), page.repetitionBytes(), 1, repetition);
    at = levels(data, at, content.end(), page.definitionBytes(), shape.maxDefinition(), definition);
    int present = 0;
    for (int level : definition) {
      if (level > shape.maxDefinition()) {
        throw new IOException("a definition level of " + level);
      }
      present += level == shape.maxDefinition() ? 1 : 0;
    }
    Vector values = present(page, data, at, content.end(), present);
    int next = 0;
    int emptyLevel = shape.optional() ? 1 : 0;
    for (int i = 0; i < count; i++) {
      if (repetition[i] == 0) {
        startRow(elements.size());
      } else if (row < 0) {
        throw new IOException("a chunk that starts inside a row");
      }
      if (definition[i] == shape.maxDefinition()) {
        elements.appendFrom(values, next++);
      } else if (definition[i] > emptyLevel) {
        elements.appendNull();
      } else if (definition[i] < emptyLevel) {
        long[] mask = nulls;
        if (mask == null) {
          mask = NullMask.create(rows);
          nulls = mask;
        }
        NullMask.setNull(mask, row);
      }
    }
  }

  private void startRow(int element) throws IOException {
    if (++row >= rows) {
      throw new IOException("the chunk holds more rows than its row group");
    }
    offsets[row] = element;
  }

  private static int levels(byte[] data, int from, int end, int length, int maximum, int[] target)
      throws IOException {
    int start = from;
    int bytes = length;
    if (bytes < 0) {
      bytes = end - from < 4 ? -1 : Little.getInt(data, from);
      start += 4;
      if (bytes < 0 || bytes > end - start) {
        throw ValueDecoder.tooShort();
      }
    }
    int width = 32 - Integer.numberOfLeadingZeros(maximum);
    new HybridDecoder(data, start, start + bytes, width).decode(target, 0, target.length);
    return start + bytes;
  }

  private Vector present(PageStream.Page page, byte[] data, int from, int end, int count)
      throws IOException {
    ValueSink sink = ValueSink.of(shape, elementType);
    sink.begin(count);
    if (count > 0 && PageValues.isDictionary(page.encoding())) {
      Vector known = dictionary;
      if (known == null) {
        throw new IOException("a page of codes without a dictionary");
      }
      int[] codes = new int[count];
      PageValues.codes(data, from, end).decode(codes, 0, count);
      if (Arrays.stream(codes).anyMatch(code -> code < 0 || code >= known.size())) {
        throw new IOException("a code outside its dictionary");
      }
      sink.coded(known, codes, count);
    } else if (count > 0) {
      sink.values(
          PageValues.decoder(shape, page.encoding(), data, from, end, count),
          new Piece(count, count, null, null, 0, 0, 0));
    }
    return sink.finish();
  }
}
