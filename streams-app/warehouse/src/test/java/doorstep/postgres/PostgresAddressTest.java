// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTakeAnAddressApart() {
        PostgresAddress address = parse("postgresql://ann%40x:p%3Aw+1@db.example:5433/ware%20house"
                + "?schema=Mine%20%22&sslmode=verify-full&sslrootcert=/etc/ca.pem");

        assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example:5433/ware%20house");
        assertThat(address.schema()).isEqualTo("Mine \"");
        assertThat(address.properties())
                .containsEntry("user", "ann@x")
                .containsEntry("password", "p:w+1")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/etc/ca.pem")
                .containsEntry("logServerErrorDetail", "false");
    }

    @Test
    void shouldNeedNoMoreThanAHost() {
        PostgresAddress address = parse("postgresql://localhost");

        assertThat(address.url()).isEqualTo("jdbc:postgresql://localhost/");
        assertThat(address.schema()).isEqualTo("doorstep");
        assertThat(address.properties()).doesNotContainKeys("user", "password");
    }

    @Test
    void shouldShowNoPassword() {
        assertThat(parse("postgresql://ann:hidden@host/db?password=hidden&sslpassword=hidden"))
                .hasToString("postgresql://host/db, schema doorstep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql:ann:hidden@host",
                "postgresql://ann:hid@hidden@host/db",
                "postgresql://ann:hidden/@host/db",
                "postgresql://ann:hidden%zz@host/db",
                "postgresql://ann:hidden@host/db?sslmod=require",
                "postgresql://ann:hidden@host/db?schema=",
                "postgresql://ann:hidden@host/db?schema=a%00b",
                "postgresql://ann:hidden@host/db?schema=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void shouldRefuseWithoutRepeatingThePassword(String address) {
        assertThatThrownBy(() -> parse(address))
                .isInstanceOf(ExportException.class)
                .hasMessageNotContaining("hid");
    }

    @Test
    void shouldNameAnUnknownParameter() {
        assertThatThrownBy(() -> parse("postgresql://host/db?sslmod=require")).hasMessageContaining("sslmod;");
    }

    @Test
    void shouldPreferTheFileThenTheAddressThenTheVariable() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from file\n");
        Map<String, String> environment = Map.of("PGPASSWORD", "from%20variable");

        assertThat(password("postgresql://ann:from%20address@host/db", environment, Optional.of(file)))
                .isEqualTo("from file");
        assertThat(password("postgresql://ann:from%20address@host/db", environment, Optional.empty()))
                .isEqualTo("from address");
        assertThat(password("postgresql://ann@host/db", environment, Optional.empty()))
                .isEqualTo("from%20variable");
    }

    @Test
    void shouldSayWhichPasswordFileIsMissing() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> password("postgresql://host", Map.of(), Optional.of(missing)))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(missing.toString());
    }

    private static PostgresAddress parse(String address) {
        return PostgresAddress.parse(address, Map.of(), Optional.empty());
    }

    private static String password(String address, Map<String, String> environment, Optional<Path> file) {
        return PostgresAddress.parse(address, environment, file).properties().getProperty("password");
    }
}
