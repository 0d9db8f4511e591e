// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import doorstep.wire.RegistryAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/** The settings under {@code schema.registry.} as a whole: which of them belong together, and the access they give. */
final class RegistrySettings {
    private static final String PREFIX = "schema.registry.";
    private static final String URL = PREFIX + "url";
    private static final String USER_INFO = PREFIX + "basic.auth.user.info";
    private static final String TOKEN = PREFIX + "bearer.auth.token";
    private static final String TRUSTSTORE = PREFIX + "ssl.truststore.location";
    private static final String KEYSTORE = PREFIX + "ssl.keystore.location";
    private static final String REGISTER = PREFIX + "register";
    /** Setting → the setting that it requires. */
    private static final Map<String, String> COMPANIONS = Map.of(
            USER_INFO,
            URL,
            TOKEN,
            URL,
            TRUSTSTORE,
            URL,
            KEYSTORE,
            URL,
            PREFIX + "ssl.truststore.password",
            TRUSTSTORE,
            PREFIX + "ssl.keystore.password",
            KEYSTORE,
            PREFIX + "ssl.key.password",
            KEYSTORE);

    private final AbstractConfig values;

    /** @param values each one valid on its own */
    RegistrySettings(AbstractConfig values) {
        this.values = values;
    }

    /** What is wrong with the settings in combination; shows no secrets. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        COMPANIONS.forEach((key, needed) -> {
            if (isSet(key) && !isSet(needed)) {
                faults.add(key + " is set, but " + needed + " is not");
            }
        });
        List<String> credentials =
                Stream.of(USER_INFO, TOKEN).filter(this::isSet).toList();
        boolean inUrl = url().map(URI::getRawUserInfo).isPresent();
        if (credentials.size() + (inUrl ? 1 : 0) > 1) {
            faults.add("several credentials for one schema registry: " + String.join(" and ", credentials)
                    + (inUrl ? " and those in " + URL : "") + "; keep only one");
        }
        if (inUrl) {
            try {
                checkUserInfo(url().orElseThrow().getUserInfo());
            } catch (IllegalArgumentException e) {
                faults.add(URL + ": the part before @ " + e.getMessage());
            }
        }
        if (!isHttps() && (isSet(TRUSTSTORE) || isSet(KEYSTORE))) {
            faults.add(URL + " is not an https URL, so that " + PREFIX + "ssl.* would not be used");
        }
        if (faults.isEmpty() && url().isPresent()) {
            try {
                ssl();
            } catch (KafkaException e) {
                faults.add(PREFIX + "ssl.*: " + deepest(e).getMessage());
            }
        }
        return faults.stream().sorted().toList();
    }

    /** Warnings about settings that may do harm. */
    List<String> warnings() {
        boolean inClear = url().isPresent() && !isHttps() && authorization().isPresent();
        return inClear
                ? List.of(
                        "name and password or token cross the network unencrypted to the schema registry; use an https URL")
                : List.of();
    }

    /** Empty if there is no registry server. */
    Optional<RegistryAccess> access() {
        return url().map(url ->
                new RegistryAccess(withoutUserInfo(url), authorization(), ssl(), values.getBoolean(REGISTER)));
    }

    private Optional<URI> url() {
        String url = values.getString(URL);
        return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
    }

    private boolean isHttps() {
        return url().filter(url -> url.getScheme().equals("https")).isPresent();
    }

    private static URI withoutUserInfo(URI url) {
        return URI.create(url.toString().replace("//" + url.getRawUserInfo() + "@", "//"));
    }

    private Optional<String> authorization() {
        if (isSet(TOKEN)) {
            return Optional.of("Bearer " + secret(TOKEN));
        }
        return Optional.of(secret(USER_INFO))
                .filter(userInfo -> !userInfo.isEmpty())
                .or(() -> url().map(URI::getUserInfo))
                .map(userInfo ->
                        "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
    }

    /** @throws KafkaException if a store cannot be read */
    private Optional<SSLContext> ssl() {
        if (!isSet(TRUSTSTORE) && !isSet(KEYSTORE)) {
            return Optional.empty();
        }
        Map<String, Object> given = new HashMap<>();
        for (String store : List.of(TRUSTSTORE, KEYSTORE)) {
            if (isSet(store)) {
                String file = values.getString(store);
                given.put(store.substring(PREFIX.length()), file);
                given.put(store.substring(PREFIX.length()).replace("location", "type"), SslStores.typeOf(file));
            }
        }
        for (String key : Set.of(
                SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
                SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
                SslConfigs.SSL_KEY_PASSWORD_CONFIG)) {
            if (isSet(PREFIX + key)) {
                given.put(key, secret(PREFIX + key));
            }
        }
        return Optional.of(SslStores.context(given));
    }

    private boolean isSet(String key) {
        Object value = values.values().get(key);
        return !(value instanceof Password secret ? secret.value() : (String) value).isEmpty();
    }

    private String secret(String key) {
        return values.getPassword(key).value();
    }

    private static Throwable deepest(Throwable e) {
        return e.getCause() == null ? e : deepest(e.getCause());
    }

    static void checkUserInfo(String userInfo) {
        if (!userInfo.isEmpty() && userInfo.indexOf(':') < 1) {
            throw new IllegalArgumentException("must be name:password");
        }
    }

    static void checkToken(String token) {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("must be ASCII characters without spaces");
        }
    }

    static void checkFile(String file) {
        if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
            throw new IllegalArgumentException("the file does not exist, or cannot be read");
        }
    }
}
