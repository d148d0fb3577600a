package io.thermocline.server.cli;

import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.source.Source;
import java.util.List;

/// Starts gateways.
public interface GatewayStarter {
  /// Fails when the address to listen on is taken, before anything is started.
  default void checkAddress(GatewayConfig config) {}

  /// Starts a gateway that listens when this returns.
  ///
  /// @param sources stay the caller's to close, after the gateway
  /// @param assembly makes the catalog out of what the sources have
  Running start(
      GatewayConfig config, List<? extends Source> sources, CatalogService.Assembly assembly);

  /// A gateway that listens.
  interface Running extends AutoCloseable {
    /// The port that it listens on.
    int port();

    /// Blocks until questions need not wait for models and the index of stored values.
    void awaitReady();

    /// Stops it. Idempotent.
    @Override
    void close();
  }
}
