// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the password may be, and where it must not be. */
class PostgresSecretsTest {
    private static final String PASSWORD = "se:cr@t";

    private final PostgresServer server = PostgresServer.get();

    @TempDir
    private Path directory;

    @BeforeEach
    void createRole() {
        server.execute("drop role if exists " + PostgresServer.SECRETIVE + "; create role " + PostgresServer.SECRETIVE
                + " login password '" + PASSWORD + "'");
    }

    private Optional<?> last(String parameters, Map<String, String> environment, Optional<Path> file) {
        String address = "postgresql://" + PostgresServer.SECRETIVE + "@127.0.0.1:" + server.port()
                + "/postgres?schema=nowhere" + parameters;
        try (PostgresTarget target = PostgresTarget.open(address, environment, file)) {
            return target.last(false);
        }
    }

    @Test
    void shouldTakeThePasswordFromTheEnvironmentOrAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");

        assertThat(last("", Map.of("PGPASSWORD", PASSWORD), Optional.empty())).isEmpty();
        assertThat(last("", Map.of(), Optional.of(file))).isEmpty();
    }

    /** As PGPASSFILE, which a test cannot set. */
    @Test
    void shouldTakeThePasswordFromAPasswordFileOfPostgres() throws IOException {
        Path file = directory.resolve("pgpass");
        Files.writeString(
                file,
                "*:" + server.port() + ":*:" + PostgresServer.SECRETIVE + ":" + PASSWORD.replace(":", "\\:") + "\n");
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            assertThat(last("", Map.of(), Optional.empty())).isEmpty();
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    void shouldKeepPasswordsOutOfErrors() {
        assertThatThrownBy(() -> last("&password=hid%64en", Map.of("PGPASSWORD", "hidden"), Optional.empty()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("password authentication failed")
                .satisfies(it -> assertThat(stackTrace(it)).doesNotContain("hidden"));
    }

    @Test
    void shouldHandTlsSettingsToTheDriver() {
        assertThatThrownBy(() -> last("&sslmode=require", Map.of("PGPASSWORD", PASSWORD), Optional.empty()))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("SSL");
    }

    /** The driver would repeat the row in which the error is. */
    @Test
    void shouldKeepRowsOutOfErrors() {
        String schema = PostgresServer.newSchema();
        try (PostgresTarget target = new PostgresTarget(server.address(schema), Samples.FEW)) {
            target.last(false);
            try (doorstep.export.Target.Run run = target.begin(1, true)) {
                assertThatThrownBy(() -> {
                            Samples.append(
                                    run,
                                    Samples.VISITS,
                                    java.util.List.of(
                                            Samples.visit(1, 0, "id-of-one", 1, "00"),
                                            Samples.visit(1, 0, "id-of-one", 1, "00")));
                            run.commit(Samples.export(1, true, Map.of()));
                        })
                        .isInstanceOf(ExportException.class)
                        .hasMessageContaining("visits_pkey")
                        .satisfies(it -> assertThat(stackTrace(it)).doesNotContain("id-of-one"));
            }
        }
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
