// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.api.ApiSettings;
import doorstep.api.Limits;
import doorstep.api.TlsFiles;
import doorstep.config.ConfigurationException;
import doorstep.dashboard.Dashboard;
import doorstep.dashboard.MetricsScope;
import doorstep.tally.WindowKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that say where the API listens and whom it serves. */
final class DashboardOptions {
    private static final String DIRECTORY = "dashboard";

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ApiSettings.LOOPBACK,
            description = "Address to listen at (default: ${DEFAULT-VALUE}). Another one needs --tokens.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "" + ApiSettings.PORT,
            description = "Port to listen at; 0 = any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "Answer only who has a token of this file (doorstep token); it may be empty, and is read again"
                            + " when it changes.")
    private Optional<Path> tokens = Optional.empty();

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description = "Name that a reverse proxy sends as Host. May be repeated.")
    private List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--allowed-origin",
            paramLabel = "URL",
            description = "Origin of a web page that may ask, such as https://intranet.example. May be repeated.")
    private List<String> origins = new ArrayList<>();

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "PEM file with the certificate chain.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file with the private key (PKCS 8).")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--metrics-depth",
            paramLabel = "N",
            defaultValue = "1",
            description = "Units with at most this many segments have series at /metrics; 0 = all units together only"
                    + " (default: ${DEFAULT-VALUE}).")
    private int metricsDepth;

    @Option(
            names = "--metrics-windows",
            paramLabel = "KIND",
            split = ",",
            defaultValue = "MONTH",
            description = "Windows of the series at /metrics, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<WindowKind> metricsWindows;

    @Option(
            names = "--metrics-question",
            paramLabel = "QUESTION:SCALE",
            description = "Question whose answers have series at /metrics (default: the assessed one).")
    private Optional<String> metricsQuestion = Optional.empty();

    /** On this machine, for everyone on it. */
    static Dashboard startLocally(Cluster cluster, Path data) {
        return Dashboard.start(
                cluster.config(),
                cluster.schemas(),
                data.resolve(DIRECTORY),
                MetricsScope.DEFAULT,
                ApiSettings.loopback(ApiSettings.PORT));
    }

    /** @param data directory, in which the rows have one of their own */
    Dashboard start(Cluster cluster, Path data) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigurationException("--tls-certificate and --tls-key belong together");
        }
        if (metricsDepth < 0) {
            throw new ConfigurationException("--metrics-depth is " + metricsDepth + "; it must be 0 or more");
        }
        ApiSettings settings = new ApiSettings(
                host,
                port,
                tokens,
                Set.copyOf(allowedHosts),
                Set.copyOf(origins),
                certificate.map(file -> new TlsFiles(file, key.orElseThrow())),
                Limits.DEFAULT);
        return Dashboard.start(cluster.config(), cluster.schemas(), data.resolve(DIRECTORY), scope(), settings);
    }

    private MetricsScope scope() {
        return new MetricsScope(metricsDepth, metricsWindows.stream().distinct().toList(), metricsQuestion);
    }
}
