package io.thermocline.adapter.parquet.decode;

import io.thermocline.adapter.parquet.file.MappedFile;
import io.thermocline.adapter.parquet.file.ParquetFile;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/// The pages of one column chunk. A header is read at each step; the content is inflated only on
/// demand. For one thread.
final class PageStream {
  /// The most bytes of a page.
  static final int MAXIMUM_PAGE_BYTES = 1 << 30;

  private static final int CHECKED_PAGE_BYTES = 16 << 20;

  private final MappedFile mapped;
  private final ColumnChunkMetaData chunk;
  private final Decompressor decompressor;
  private final boolean hasLevels;
  private final long end;
  private long position;
  private byte[] buffer = new byte[0];

  PageStream(
      MappedFile mapped, ColumnChunkMetaData chunk, boolean hasLevels, Decompressor decompressor) {
    this.mapped = mapped;
    this.hasLevels = hasLevels;
    this.chunk = chunk;
    this.decompressor = decompressor;
    this.position = ParquetFile.startOf(chunk);
    this.end = position + chunk.getTotalSize();
  }

  /// What a header says.
  ///
  /// @param values rows and nulls included
  /// @param nulls -1 when unknown
  /// @param repetitionBytes of a version 2 page, else -1
  /// @param definitionBytes of a version 2 page, else -1
  /// @param compressed whether the values are compressed
  record Page(
      boolean dictionary,
      int values,
      int nulls,
      Encoding encoding,
      int repetitionBytes,
      int definitionBytes,
      boolean compressed,
      long offset,
      int storedBytes,
      int bytes,
      @Nullable Integer checksum) {}

  /// An inflated page: `data[0 .. end)`, levels first, [Little#SLACK] bytes behind. Valid until the
  /// next one.
  record Content(byte[] data, int end) {}

  /// The next data or dictionary page, or null at the end of the chunk.
  @Nullable Page next() throws IOException {
    while (position < end) {
      MappedFile.Input input = mapped.streamAt(position);
      PageHeader header = Util.readPageHeader(input);
      long offset = input.getPos();
      int stored = header.getCompressed_page_size();
      int bytes = header.getUncompressed_page_size();
      if (stored < 0 || stored > end - offset || bytes < 0 || bytes > MAXIMUM_PAGE_BYTES) {
        throw new IOException(
            "a page of " + stored + " bytes (" + bytes + " inflated) does not fit its chunk");
      }
      position = offset + stored;
      Page page = page(header, offset);
      if (page != null) {
        return page;
      }
    }
    return null;
  }

  private @Nullable Page page(PageHeader header, long offset) throws IOException {
    Integer checksum = header.isSetCrc() ? header.getCrc() : null;
    int stored = header.getCompressed_page_size();
    int bytes = header.getUncompressed_page_size();
    PageType type = header.getType();
    if (type == PageType.DICTIONARY_PAGE) {
      DictionaryPageHeader d = present(header.getDictionary_page_header());
      return new Page(
          true,
          d.getNum_values(),
          0,
          present(d.getEncoding()),
          -1,
          -1,
          true,
          offset,
          stored,
          bytes,
          checksum);
    }
    if (type == PageType.DATA_PAGE) {
      DataPageHeader d = present(header.getData_page_header());
      if (d.getNum_values() < 0 || hasLevels && d.getDefinition_level_encoding() != Encoding.RLE) {
        throw new IOException("a page header is damaged");
      }
      return new Page(
          false,
          d.getNum_values(),
          -1,
          present(d.getEncoding()),
          -1,
          -1,
          true,
          offset,
          stored,
          bytes,
          checksum);
    }
    if (type == PageType.DATA_PAGE_V2) {
      DataPageHeaderV2 d = present(header.getData_page_header_v2());
      int repetition = d.getRepetition_levels_byte_length();
      int definition = d.getDefinition_levels_byte_length();
      if (d.getNum_values() < 0
          || repetition < 0
          || definition < 0
          || repetition > Math.min(stored, bytes)
          || definition > Math.min(stored, bytes) - repetition) {
        throw new IOException("a page header is damaged");
      }
      return new Page(
          false,
          d.getNum_values(),
          d.getNum_nulls(),
          present(d.getEncoding()),
          repetition,
          definition,
          !d.isSetIs_compressed() || d.isIs_compressed(),
          offset,
          stored,
          bytes,
          checksum);
    }
    return null;
  }

  private static <T> T present(@Nullable T part) throws IOException {
    if (part == null) {
      throw new IOException("a page header is damaged");
    }
    return part;
  }

  /// Inflates a page.
  Content load(Page page) throws IOException {
    byte[] stored = decompressor.stage(mapped.segment(), page.offset, page.storedBytes);
    if (page.checksum != null) {
      CRC32 crc = new CRC32();
      crc.update(stored, 0, page.storedBytes);
      if ((int) crc.getValue() != page.checksum) {
        throw new IOException("the checksum of a page is wrong");
      }
    }
    CompressionCodecName codec =
        page.compressed ? chunk.getCodec() : CompressionCodecName.UNCOMPRESSED;
    int levels = page.repetitionBytes < 0 ? 0 : page.repetitionBytes + page.definitionBytes;
    int storedValues = page.storedBytes - levels;
    int valueBytes = page.bytes - levels;
    if (buffer.length < page.bytes + Little.SLACK) {
      if (page.bytes > CHECKED_PAGE_BYTES
          && !Decompressor.mayInflateTo(codec, stored, levels, storedValues, valueBytes)) {
        throw new IOException("a page that does not have the " + page.bytes + " bytes it claims");
      }
      buffer = new byte[page.bytes + Little.SLACK + (page.bytes >> 3)];
    }
    System.arraycopy(stored, 0, buffer, 0, levels);
    if (valueBytes > 0) {
      decompressor.inflate(codec, stored, levels, storedValues, buffer, levels, valueBytes);
    }
    return new Content(buffer, page.bytes);
  }
}
