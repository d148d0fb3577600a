package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.FileColumn;
import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.spi.batch.Vector;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.type.DataType;
import java.io.IOException;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/// One column of one row group, read forward. Pages of which no row is wanted are not inflated. For
/// one thread.
public abstract class ColumnReader {
  private final ParquetFile file;
  private final FileColumn column;

  ColumnReader(ParquetFile file, FileColumn column) {
    this.file = file;
    this.column = column;
  }

  /// A reader from the first row on. `type` is the column's own type or a wider one.
  public static ColumnReader open(
      ParquetFile file,
      MappedFile mapped,
      BlockMetaData rowGroup,
      FileColumn column,
      DataType type,
      Decompressor decompressor) {
    ColumnChunkMetaData chunk = rowGroup.getColumns().get(column.leaf());
    if (!Decompressor.supports(chunk.getCodec())) {
      throw ParquetErrors.unsupported(
          file.path(), column.name(), "compression " + chunk.getCodec());
    }
    boolean levels = column.shape().maxDefinition() > 0 || column.shape().maxRepetition() > 0;
    PageStream pages = new PageStream(mapped, chunk, levels, decompressor);
    return column.shape().maxRepetition() > 0
        ? new ListColumnReader(file, column, chunk, pages, type, (int) rowGroup.getRowCount())
        : new FlatColumnReader(file, column, chunk, pages, type);
  }

  /// The values of the rows `row + selection[0 .. count)`, all of which lie below `row + rows`;
  /// without a selection those of all `rows` rows. Rows ascend from call to call.
  public final Vector read(int row, int rows, int @Nullable [] selection, int count) {
    try {
      return readRows(row, rows, selection, count);
    } catch (ThermoclineException e) {
      throw e;
    } catch (IOException | RuntimeException | InternalError e) {
      throw corrupted(e);
    }
  }

  /// The values that occur in the chunk, nulls included when there may be any, or null when that is
  /// not known cheaply.
  public final @Nullable Vector possibleValues() {
    try {
      return dictionaryOnly();
    } catch (ThermoclineException e) {
      throw e;
    } catch (IOException | RuntimeException | InternalError e) {
      throw corrupted(e);
    }
  }

  abstract Vector readRows(int row, int rows, int @Nullable [] selection, int count)
      throws IOException;

  abstract @Nullable Vector dictionaryOnly() throws IOException;

  private ThermoclineException corrupted(Throwable e) {
    return ParquetErrors.corrupted(file.path(), column.name(), String.valueOf(e.getMessage()), e);
  }
}
