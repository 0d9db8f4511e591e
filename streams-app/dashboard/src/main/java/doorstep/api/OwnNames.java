// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.config.OwnHost;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names under which a server may be asked. A web page elsewhere can have its own name resolve to this server (DNS
 * rebinding); the browser then sends that name.
 */
final class OwnNames {
    private final Set<String> names;
    private final String bound;
    private final boolean onLoopback;

    OwnNames(String bound, Set<String> allowed) {
        this.bound = plain(bound);
        this.names = allowed.stream().map(OwnNames::plain).collect(Collectors.toUnmodifiableSet());
        this.onLoopback = OwnHost.isLoopback(bound);
    }

    /**
     * @param header value of {@code Host}; null = absent
     * @param local the address that the connection reached: an address in figures cannot be made to mean another host,
     *     so it is allowed where the server listens on all interfaces
     */
    boolean contain(String header, String local) {
        if (header == null || header.isEmpty()) {
            return false;
        }
        String name = plain(OwnHost.withoutPort(header));
        return name.equals(bound)
                || names.contains(name)
                || name.equals(plain(local))
                || (OwnHost.isLoopback(name) && (onLoopback || OwnHost.isLoopback(plain(local))));
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
