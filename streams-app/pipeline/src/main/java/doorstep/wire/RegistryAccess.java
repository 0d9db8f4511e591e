package doorstep.wire;

import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a schema registry, and as whom.
 *
 * @param url without a name and a password
 * @param authorization the header of that name, a secret; empty: nobody in particular
 * @param ssl whom to trust and which certificate to show; empty: as Java does by default
 * @param registers whether schemas that the registry lacks are registered; else somebody else does that
 */
public record RegistryAccess(URI url, Optional<String> authorization, Optional<SSLContext> ssl, boolean registers) {
    /** @throws IllegalArgumentException if the URL holds a name or a password, which would be printed with it */
    public RegistryAccess {
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("name and password stand in the URL of the schema registry");
        }
    }

    /** As nobody in particular. */
    public static RegistryAccess open(URI url) {
        return new RegistryAccess(url, Optional.empty(), Optional.empty(), true);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
