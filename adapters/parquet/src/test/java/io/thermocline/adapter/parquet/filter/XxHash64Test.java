package io.thermocline.adapter.parquet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

class XxHash64Test {
  @Test
  void hashesAsTheWriterDoes() {
    BlockSplitBloomFilter filter = new BlockSplitBloomFilter(1024);
    Random random = new Random(1);
    for (int length = 0; length < 150; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertThat(XxHash64.hash(bytes))
          .as("length %d", length)
          .isEqualTo(filter.hash(Binary.fromConstantByteArray(bytes)));
    }
  }
}
