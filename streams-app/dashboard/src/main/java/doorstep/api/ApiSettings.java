// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.config.ConfigurationException;
import doorstep.config.OwnHost;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the server listens and whom it serves.
 *
 * @param port 0 = any free port
 * @param tokens the token file; empty: everyone who reaches the server sees everything, so it listens on the loopback
 *     interface only
 * @param allowedHosts names in {@code Host} headers besides the server's own, without port: those of reverse proxies
 * @param origins web pages elsewhere whose scripts may ask, such as {@code https://intranet.example}
 * @param tls empty: plain HTTP
 */
public record ApiSettings(
        String host,
        int port,
        Optional<Path> tokens,
        Set<String> allowedHosts,
        Set<String> origins,
        Optional<TlsFiles> tls,
        Limits limits) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 8088;

    private static final Pattern HOST = Pattern.compile("[\\p{Alnum}._-]+|\\[[\\p{XDigit}:.]+]");
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d+)?");

    /** @throws ConfigurationException if it would serve everyone in a network */
    public ApiSettings {
        if (tokens.isEmpty() && !OwnHost.isLoopback(host)) {
            throw new ConfigurationException(
                    "without --tokens, everyone who reaches the API sees everything: it does not"
                            + " listen at " + host + ", only at " + LOOPBACK
                            + " or another loopback address. Make a token"
                            + " (doorstep token create) and start with --tokens FILE");
        }
        require("--allowed-host", allowedHosts, HOST, "a name without port, such as figures.example");
        require("--allowed-origin", origins, ORIGIN, "an origin without path, such as https://intranet.example");
        allowedHosts = Set.copyOf(allowedHosts);
        origins = Set.copyOf(origins);
    }

    private static void require(String flag, Set<String> values, Pattern form, String description) {
        for (String value : values) {
            if (!form.matcher(value).matches()) {
                throw new ConfigurationException(flag + ": '" + value + "' is not " + description);
            }
        }
    }

    /** Plain HTTP on the loopback interface for everyone on this machine. */
    public static ApiSettings loopback(int port) {
        return new ApiSettings(LOOPBACK, port, Optional.empty(), Set.of(), Set.of(), Optional.empty(), Limits.DEFAULT);
    }

    public ApiSettings withTokens(Path file) {
        return new ApiSettings(host, port, Optional.of(file), allowedHosts, origins, tls, limits);
    }

    public ApiSettings withAllowedHosts(Set<String> names) {
        return new ApiSettings(host, port, tokens, names, origins, tls, limits);
    }

    public ApiSettings withOrigins(Set<String> pages) {
        return new ApiSettings(host, port, tokens, allowedHosts, pages, tls, limits);
    }

    public ApiSettings withTls(TlsFiles files) {
        return new ApiSettings(host, port, tokens, allowedHosts, origins, Optional.of(files), limits);
    }

    public ApiSettings withLimits(Limits others) {
        return new ApiSettings(host, port, tokens, allowedHosts, origins, tls, others);
    }
}
