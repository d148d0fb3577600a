package io.thermocline.server.cli;

import io.thermocline.server.config.ConfigFolders;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// What commands see of the process.
///
/// @param variables of the environment
/// @param folders where relative paths, `~` and defaults lead
/// @param gateways starts gateways
record CommandEnvironment(
    Map<String, String> variables,
    ConfigFolders folders,
    InputStream in,
    PrintStream out,
    PrintStream err,
    GatewayStarter gateways) {}
