// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.config.SslStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;

/**
 * The files of the server's certificate.
 *
 * @param certificate the chain, PEM, the server's own first
 * @param key the private key, PEM (PKCS #8), not encrypted; may be the same file
 */
public record TlsFiles(Path certificate, Path key) {
    List<Path> paths() {
        return certificate.equals(key) ? List.of(certificate) : List.of(certificate, key);
    }

    /** @throws IOException if the files cannot be read, or do not belong together; nothing secret is in the message */
    SSLContext context() throws IOException {
        try {
            return SslStores.context(Map.of(
                    "ssl.keystore.type",
                    "PEM",
                    "ssl.keystore.certificate.chain",
                    Files.readString(certificate),
                    "ssl.keystore.key",
                    Files.readString(key)));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "the certificate " + certificate + " with the key " + key + " cannot be used: "
                            + cause.getMessage(),
                    e);
        }
    }
}
