// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.question.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
    private static final Instant NOW = Instant.parse("2024-05-31T12:00:00.5Z");

    @TempDir
    private Path directory;

    @Test
    void shouldStoreTheHashAndNeverTheToken() throws IOException {
        String token = store().create(Access.of("city/north"), "north", NOW);

        assertThat(token).matches("dst_[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file()))
                .matches("[0-9a-f]{64}\tcity/north\tnorth\t2024-05-31T12:00:00Z\n")
                .doesNotContain(token.substring(Token.PREFIX.length()));
        assertThat(new TokenFile(file()).find(token)).contains(Access.of("city/north"));
        assertThat(store().list()).singleElement().satisfies(entry -> assertThat(entry.name())
                .isEqualTo("north"));
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException {
        store().create(Access.root(), "all", NOW);

        try (var files = Files.list(directory)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void shouldRevokeByNameAndDeleteTheFileWithTheLast() {
        String first = store().create(Access.root(), "first", NOW);
        String second = store().create(Access.root(), "second", NOW);
        TokenFile tokens = new TokenFile(file());

        store().revoke("first");
        assertThat(tokens.find(first)).isEmpty();
        assertThat(tokens.find(second)).isPresent();

        store().revoke("second");
        assertThat(tokens.find(second)).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldRefuseNamesThatAreTakenUnknownOrUnprintable() {
        store().create(Access.root(), "one", NOW);

        assertThatThrownBy(() -> store().create(Access.root(), "one", NOW)).hasMessageContaining("already has");
        assertThatThrownBy(() -> store().revoke("two")).hasMessageContaining("no token named two");
        for (String name : List.of("", " ", "a b", "a\tb", "a\nb", "-x", "x".repeat(65))) {
            assertThatThrownBy(() -> store().create(Access.root(), name, NOW)).isInstanceOf(AccessException.class);
        }
        assertThat(store().list()).hasSize(1);
    }

    @Test
    void shouldLoseNoLineOfTwoProcesses() throws Exception {
        int each = 10;
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            TokenStoreTest.class.getName(),
                            file().toString(),
                            name,
                            String.valueOf(each))
                    .inheritIO()
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(store().list()).hasSize(2 * each);
    }

    /** The other process: makes tokens. */
    public static void main(String[] args) {
        IntStream.range(0, Integer.parseInt(args[2]))
                .forEach(i -> new TokenStore(Path.of(args[0])).create(Access.root(), args[1] + i, NOW));
    }

    @Test
    void shouldReplaceTheFileThatALinkPointsTo() throws IOException {
        Path real = Files.createFile(directory.resolve("real"));
        Files.createSymbolicLink(file(), real);

        store().create(Access.root(), "one", NOW);

        assertThat(file()).isSymbolicLink();
        assertThat(Files.size(real)).isPositive();
    }

    private Path file() {
        return directory.resolve("tokens");
    }

    private TokenStore store() {
        return new TokenStore(file());
    }
}
