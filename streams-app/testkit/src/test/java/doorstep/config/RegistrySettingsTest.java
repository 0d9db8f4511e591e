// SPDX-License-Identifier: Apache-2.0
package doorstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import doorstep.avro.Visit;
import doorstep.fixtures.TestStores;
import doorstep.wire.HttpSchemaRegistry;
import doorstep.wire.RegistryRefusedException;
import doorstep.wire.RegistryUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Registries that require authentication, configured by settings. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class RegistrySettingsTest {
    private static final String SUBJECT = "doorstep.visits-value";

    @TempDir
    private Path dir;

    private final AtomicReference<String> asked = new AtomicReference<>();
    private HttpServer plain;
    private HttpsServer secured;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        plain = HttpServer.create(any, 0);
        secured = HttpsServer.create(any, 0);
        SSLContext context = SslStores.context(Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                TestStores.copy("server.pem", dir),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                TestStores.copy("ca.pem", dir)));
        secured.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters required = context.getDefaultSSLParameters();
                required.setNeedClientAuth(true);
                parameters.setSSLParameters(required);
            }
        });
        answer(200, "{\"id\": 42}");
        plain.start();
        secured.start();
    }

    private void answer(int status, String body) {
        for (HttpServer server : new HttpServer[] {plain, secured}) {
            server.createContext("/" + status + "/", exchange -> {
                asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
        }
    }

    @AfterEach
    void stop() {
        plain.stop(0);
        secured.stop(0);
    }

    private String at(String userInfo, int status) {
        return "http://" + userInfo + "127.0.0.1:" + plain.getAddress().getPort() + "/" + status + "/";
    }

    private String securedUrl() {
        return "https://localhost:" + secured.getAddress().getPort() + "/200/";
    }

    /** Names and values alternate; the names are without the prefix {@code schema.registry.}. */
    private static AppConfig config(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put("schema.registry." + settings[i], settings[i + 1]);
        }
        return AppConfig.of(map);
    }

    private static HttpSchemaRegistry registry(String... settings) {
        return new HttpSchemaRegistry(config(settings).schemaRegistry().orElseThrow());
    }

    @Test
    void shouldSendNameAndPassword() {
        HttpSchemaRegistry registry = registry("url", at("", 200), "basic.auth.user.info", "me:secret");

        assertThat(registry.register(SUBJECT, Visit.getClassSchema())).isEqualTo(42);
        assertThat(asked).hasValue("POST /200/subjects/" + SUBJECT + "/versions Basic bWU6c2VjcmV0");
    }

    @Test
    void shouldTakeNameAndPasswordOutOfTheUrl() {
        HttpSchemaRegistry registry = registry("url", at("me:se%63ret@", 200));

        registry.register(SUBJECT, Visit.getClassSchema());

        assertThat(asked.get()).endsWith(" Basic bWU6c2VjcmV0");
        assertThat(registry.name()).isEqualTo("the schema registry at " + at("", 200));
    }

    @Test
    void shouldSendAToken() {
        registry("url", at("", 200), "bearer.auth.token", "a.b").register(SUBJECT, Visit.getClassSchema());

        assertThat(asked.get()).endsWith(" Bearer a.b");
    }

    @Test
    void shouldLookUpWithoutRegistering() {
        answer(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");

        assertThat(registry("url", at("", 200), "register", "false").register(SUBJECT, Visit.getClassSchema()))
                .isEqualTo(42);
        assertThat(asked).hasValue("POST /200/subjects/" + SUBJECT + " null");
        assertThatThrownBy(() ->
                        registry("url", at("", 404), "register", "false").register(SUBJECT, Visit.getClassSchema()))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessage("the schema registry at " + at("", 404) + " does not have the schema of " + SUBJECT
                        + "; register it there, or set schema.registry.register=true");
    }

    @Test
    void shouldNameTheRegistryThatRefusesAndNoSecret() {
        answer(401, "{\"error_code\": 401, \"message\": \"Unauthorized\"}");
        HttpSchemaRegistry registry = registry("url", at("me:hunter2@", 401));

        assertThatThrownBy(() -> registry.register(SUBJECT, Visit.getClassSchema()))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("the schema registry at " + at("", 401))
                .hasMessageContaining("HTTP 401")
                .hasMessageContaining("schema.registry.basic.auth.user.info")
                .hasMessageContaining("Unauthorized")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> registry.find(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("schema.registry.basic.auth.user.info")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldTrustAnAuthorityAndShowACertificate() throws IOException {
        String ca = TestStores.copy("ca.pem", dir);

        for (String store : new String[] {"client.pem", "client.p12", "client.jks"}) {
            HttpSchemaRegistry registry = store.equals("client.pem")
                    ? registry(
                            "url", securedUrl(),
                            "ssl.truststore.location", ca,
                            "ssl.keystore.location", TestStores.copy(store, dir))
                    : registry(
                            "url",
                            securedUrl(),
                            "ssl.truststore.location",
                            TestStores.copy("ca.p12", dir),
                            "ssl.truststore.password",
                            "store-secret",
                            "ssl.keystore.location",
                            TestStores.copy(store, dir),
                            "ssl.keystore.password",
                            "store-secret",
                            "ssl.key.password",
                            store.equals("client.jks") ? "key-secret" : "");
            assertThat(registry.register(SUBJECT, Visit.getClassSchema()))
                    .as(store)
                    .isEqualTo(42);
        }
        assertUnavailable(registry("url", securedUrl(), "ssl.truststore.location", ca));
        assertUnavailable(registry("url", securedUrl()));
    }

    private void assertUnavailable(HttpSchemaRegistry registry) {
        assertThatThrownBy(() -> registry.register(SUBJECT, Visit.getClassSchema()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(securedUrl())
                .hasMessageContaining("does not answer")
                .hasMessageContaining("Exception");
    }

    @Test
    void shouldRefuseSettingsThatDoNotGoTogether() throws IOException {
        String ca = TestStores.copy("ca.p12", dir);

        assertFault("schema.registry.url is not", "bearer.auth.token", "t");
        assertFault("keep only one", "url", "http://r", "bearer.auth.token", "t", "basic.auth.user.info", "a:b");
        assertFault("and those in schema.registry.url", "url", "http://a:b@r", "bearer.auth.token", "t");
        assertFault("must be name:password", "url", "http://a@r");
        assertFault("must be name:password", "url", "http://r", "basic.auth.user.info", "a");
        assertFault("must be ASCII characters without spaces", "url", "http://r", "bearer.auth.token", "a\nb");
        assertFault("is not an https URL", "url", "http://r", "ssl.truststore.location", ca);
        assertFault("ssl.truststore.location is not", "url", "https://r", "ssl.truststore.password", "p");
        assertFault("the file does not exist", "url", "https://r", "ssl.keystore.location", ca + "x");
        assertFault(
                "schema.registry.ssl.*: ",
                "url",
                "https://r",
                "ssl.truststore.location",
                ca,
                "ssl.truststore.password",
                "hunter2");
    }

    private static void assertFault(String fault, String... settings) {
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(fault)
                .hasMessageContaining("schema.registry.")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldWarnOfCredentialsInClear() {
        assertThat(config("url", "http://a:b@r").warnings())
                .singleElement()
                .asString()
                .contains("unencrypted");
        assertThat(config("url", "https://a:b@r").warnings()).isEmpty();
        assertThat(config("url", "http://r").warnings()).isEmpty();
    }
}
