package io.thermocline.server.cli;

import io.thermocline.server.Gateway;
import io.thermocline.server.config.GatewayConfig;
import io.thermocline.server.query.CatalogService;
import io.thermocline.spi.source.Source;
import java.util.List;
import java.util.Map;

/// Starts gateways in this process.
///
/// @param environment the variables that secrets may refer to
record Gateways(Map<String, String> environment) implements GatewayStarter {
  @Override
  public void checkAddress(GatewayConfig config) {
    Gateway.checkAddress(config);
  }

  @Override
  public Running start(
      GatewayConfig config, List<? extends Source> sources, CatalogService.Assembly assembly) {
    Gateway gateway = Gateway.start(config, sources, assembly, environment);
    return new Running() {
      @Override
      public int port() {
        return gateway.port();
      }

      @Override
      public void awaitReady() {
        gateway.awaitReady();
      }

      @Override
      public void close() {
        gateway.close();
      }
    };
  }

  @Override
  public String toString() {
    return "Gateways";
  }
}
