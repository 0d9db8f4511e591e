// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.config.ConfigurationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void shouldPresentARenewedCertificateAndOutlastABrokenOne() throws Exception {
        TlsFiles files = new TlsFiles(directory.resolve("chain.pem"), directory.resolve("key.pem"));
        BigInteger first = renew(files);
        try (TestApi api = TestApi.with(settings -> settings.withTls(files))) {
            assertThat(api.url().getScheme()).isEqualTo("https");
            assertThat(presented(api)).isEqualTo(first);

            Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nhalf");
            assertThat(presented(api)).isEqualTo(first);

            BigInteger second = renew(files);
            TestApi.until("renewed", () -> presented(api).equals(second));
        }
    }

    @Test
    void shouldNameTheFilesThatDoNotFit() throws Exception {
        TlsFiles files = new TlsFiles(directory.resolve("chain.pem"), directory.resolve("key.pem"));
        renew(files);
        Files.writeString(files.key(), "no key");

        assertThatThrownBy(() -> TestApi.with(settings -> settings.withTls(files)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chain.pem")
                .hasMessageContaining("key.pem");
    }

    /** Makes a key and a certificate; gives the certificate's serial number. */
    private BigInteger renew(TlsFiles files) throws Exception {
        Path store = directory.resolve("store.p12");
        Files.deleteIfExists(store);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "api",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("api");
        write(
                files.key(),
                "PRIVATE KEY",
                keys.getKey("api", PASSWORD.toCharArray()).getEncoded());
        write(files.certificate(), "CERTIFICATE", certificate.getEncoded());
        return certificate.getSerialNumber();
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        Path draft = Files.writeString(
                file.resolveSibling("draft"),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(content)
                        + "\n-----END " + kind + "-----\n");
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Serial number of the certificate that the server presents; it also answers under it. */
    private static BigInteger presented(TestApi api) {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", api.port())) {
            socket.startHandshake();
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
