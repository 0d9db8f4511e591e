// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * URL, credentials and TLS settings for a schema registry.
 *
 * @param url without a user name and a password
 * @param authorization the Authorization header, a secret; empty: no authentication
 * @param ssl whom to trust and which certificate to present; empty: Java's defaults
 * @param registers whether to register schemas that the registry lacks; otherwise someone else does
 */
public record RegistryAccess(URI url, Optional<String> authorization, Optional<SSLContext> ssl, boolean registers) {
    /**
     * @throws IllegalArgumentException if the URL contains a user name or a password, which would be printed with it
     */
    public RegistryAccess {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("name and password are in the URL of the schema registry");
        }
    }

    /** Access without authentication. */
    public static RegistryAccess open(URI url) {
        return new RegistryAccess(url, Optional.empty(), Optional.empty(), true);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
