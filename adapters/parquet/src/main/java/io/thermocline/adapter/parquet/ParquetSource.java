package io.thermocline.adapter.parquet;

import io.thermocline.adapter.parquet.file.FileView;
import io.thermocline.adapter.parquet.file.FooterCache;
import io.thermocline.adapter.parquet.file.ParquetErrors;
import io.thermocline.adapter.parquet.file.ParquetFile;
import io.thermocline.adapter.parquet.iceberg.IcebergTables;
import io.thermocline.adapter.parquet.scan.AggregateScan;
import io.thermocline.adapter.parquet.scan.ParquetScan;
import io.thermocline.adapter.parquet.scan.ScanInput;
import io.thermocline.adapter.parquet.write.ParquetSink;
import io.thermocline.adapter.parquet.write.RelationMetadata;
import io.thermocline.spi.error.ErrorCode;
import io.thermocline.spi.error.ThermoclineException;
import io.thermocline.spi.source.Capability;
import io.thermocline.spi.source.ForeignKey;
import io.thermocline.spi.source.Relation;
import io.thermocline.spi.source.RelationName;
import io.thermocline.spi.source.RelationStatistics;
import io.thermocline.spi.source.Scan;
import io.thermocline.spi.source.ScanRequest;
import io.thermocline.spi.source.Sink;
import io.thermocline.spi.source.WritableSource;
import io.thermocline.spi.source.WriteOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of Parquet files and Iceberg tables. Every folder `<schema>/<table>` with files in it,
/// and every file `<schema>/<table>.parquet`, is a relation. Files must not change in place; new
/// ones may appear and old ones go at any time. A folder with `metadata/*.metadata.json` is an
/// Iceberg table: only the files of its current snapshot count.
public final class ParquetSource implements WritableSource {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetSource.class);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.PROJECTION,
          Capability.FILTER,
          Capability.LIMIT,
          Capability.PARTITIONS,
          Capability.WRITE);

  private final ParquetConfig config;
  private final FolderLayout layout;
  private final FooterCache footers;
  private final IcebergTables iceberg;
  private final AtomicLong sequence = new AtomicLong();

  /// Opens nothing yet.
  public ParquetSource(ParquetConfig config) {
    this.config = config;
    this.layout = new FolderLayout(config.name(), config.root());
    this.footers = new FooterCache(config.footers());
    this.iceberg = new IcebergTables(config.root(), footers);
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String kind() {
    return "parquet";
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  /// As [io.thermocline.spi.source.Source#discover]. A relation with a damaged file shows the
  /// columns of the others and is left out when none can be read; scans of it fail.
  @Override
  public List<Relation> discover() {
    List<Relation> relations = new ArrayList<>();
    for (RelationName name : layout.relations()) {
      try {
        Relation relation = discover(name);
        if (relation != null) {
          relations.add(relation);
        }
      } catch (ThermoclineException e) {
        LOG.warn(
            "event=parquet.relation.skipped source={} relation={} error={}",
            name(),
            name,
            e.getMessage());
      }
    }
    return relations;
  }

  private @Nullable Relation discover(RelationName name) {
    if (layout.isIceberg(name)) {
      return iceberg.open(name, layout.folder(name)).relation();
    }
    List<ParquetFile> readable = new ArrayList<>();
    for (Path path : layout.files(name)) {
      try {
        readable.add(footers.get(path));
      } catch (ThermoclineException e) {
        LOG.warn(
            "event=parquet.file.skipped source={} relation={} file={} error={}",
            name(),
            name,
            path,
            e.getMessage());
      }
    }
    if (readable.isEmpty()) {
      return null;
    }
    RelationFiles files = RelationFiles.of(name, layout.folder(name), readable);
    return RelationMetadata.relation(name, files.columns(), pairs(files));
  }

  private static Map<String, String> pairs(RelationFiles relation) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (FileView view : relation.files()) {
      if (pairs.isEmpty()) {
        pairs.putAll(RelationMetadata.carried(view.file().metadata()));
      }
    }
    return pairs;
  }

  private RelationFiles open(RelationName relation) {
    List<ParquetFile> files = new ArrayList<>();
    for (Path path : layout.existingFiles(relation)) {
      files.add(footers.get(path));
    }
    return RelationFiles.of(relation, layout.folder(relation), files);
  }

  @Override
  public RelationStatistics statistics(RelationName relation) {
    return layout.isIceberg(relation)
        ? iceberg.open(relation, layout.folder(relation)).statistics()
        : ParquetStatistics.of(open(relation));
  }

  /// True for counts, and for extremes of numbers, dates and times, over a whole relation when
  /// statistics of row groups answer most of it.
  @Override
  public boolean aggregates(ScanRequest request) {
    return request.aggregation() != null
        && AggregateScan.of(input(request.relation()), request, layout::check)
            .map(AggregateScan::isCheap)
            .orElse(false);
  }

  @Override
  public Scan scan(ScanRequest request) {
    ScanInput input = input(request.relation());
    return request.aggregation() == null
        ? ParquetScan.of(input, request, layout::check)
        : AggregateScan.of(input, request, layout::check)
            .orElseThrow(() ->
                new ThermoclineException(
                    ErrorCode.CAPABILITY_MISSING,
                    "source \""
                        + name()
                        + "\" only counts rows and finds smallest and largest numbers, dates and"
                        + " times without groups; read the columns and aggregate in the gateway"));
  }

  private ScanInput input(RelationName relation) {
    return layout.isIceberg(relation)
        ? iceberg.open(relation, layout.folder(relation))
        : open(relation);
  }

  /// Fails for Iceberg tables, which are only read.
  private void checkWritable(RelationName relation) {
    if (layout.isIceberg(relation)) {
      throw new ThermoclineException(
          ErrorCode.UNSUPPORTED,
          "relation \""
              + relation
              + "\" of source \""
              + name()
              + "\" is an Iceberg table, which this gateway only reads; write to it with the engine"
              + " that keeps its catalog");
    }
  }

  @Override
  public void create(Relation relation, WriteOptions options) {
    checkWritable(relation.name());
    if (!layout.files(relation.name()).isEmpty()) {
      throw new ThermoclineException(
          ErrorCode.INVALID_PARAMETER,
          "relation \""
              + relation.name()
              + "\" exists already in source \""
              + name()
              + "\"; drop it or choose another name");
    }
    for (ForeignKey key : relation.foreignKeys()) {
      if (!key.target().equals(relation.name())) {
        layout.existingFiles(key.target());
      }
    }
    Path folder = layout.folder(relation.name());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw ParquetErrors.io(folder, "create", e);
    }
    try (ParquetSink sink =
        ParquetSink.open(
            folder.resolve("0-schema" + FolderLayout.EXTENSION),
            relation.columns(),
            WriteOptions.DEFAULT,
            RelationMetadata.of(relation, options))) {
      sink.commit();
    }
  }

  @Override
  public void drop(RelationName relation) {
    checkWritable(relation);
    List<Path> files = layout.files(relation);
    Path folder = layout.folder(relation);
    Path single = layout.singleFile(relation);
    try {
      Files.deleteIfExists(single);
      if (Files.isDirectory(folder)) {
        // Out of sight in one step first, so that no reader sees half a relation.
        Path hidden = folder.resolveSibling(".dropped-" + UUID.randomUUID());
        Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(hidden);
      }
    } catch (IOException e) {
      throw ParquetErrors.io(folder, "remove", e);
    }
    files.forEach(footers::remove);
  }

  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public Sink write(RelationName relation, WriteOptions options) {
    checkWritable(relation);
    RelationFiles files = open(relation);
    Map<String, String> pairs = pairs(files);
    Path folder = layout.folder(relation);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw ParquetErrors.io(folder, "create", e);
    }
    layout.removeLeftovers(folder);
    String file =
        String.format(
            Locale.ROOT,
            "part-%013d-%04d-%s%s",
            System.currentTimeMillis(),
            sequence.getAndIncrement() % 10_000,
            UUID.randomUUID().toString().substring(0, 8),
            FolderLayout.EXTENSION);
    return ParquetSink.open(
        folder.resolve(file), files.columns(), RelationMetadata.options(options, pairs), pairs);
  }

  @Override
  public void ping() {
    layout.check();
  }

  @Override
  public void close() {
    footers.clear();
    iceberg.clear();
  }
}
