// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Keystores and truststores in files, loaded as Kafka's clients load them. */
public final class SslStores {
    private SslStores() {}

    /**
     * Builds an SSL context: whom to trust, and which certificate to present.
     *
     * @param settings under Kafka's names, such as {@code ssl.keystore.location}
     * @throws KafkaException if a file cannot be read
     */
    public static SSLContext context(Map<String, ?> settings) {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new ConfigDef().withClientSslSupport().parse(settings));
            return factory.sslContext();
        }
    }

    /** The type of a file by its name: {@code PEM}, {@code JKS}, or else {@code PKCS12}. */
    public static String typeOf(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(".pem") ? "PEM" : name.endsWith(".jks") ? "JKS" : "PKCS12";
    }
}
