// SPDX-License-Identifier: Apache-2.0
package doorstep.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {
    @TempDir
    private Path dir;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldJoinTheBrokerOfAnotherProcess() throws Exception {
        Process other = hold();
        String servers = other.inputReader().readLine();

        try (DataDirectory data = DataDirectory.open(dir, 0)) {
            assertThat(data.joined()).isTrue();
            assertThat(data.bootstrapServers()).isEqualTo(servers);
        }
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void shouldStartABrokerWhereAProcessWasKilled() throws Exception {
        Process other = hold();
        other.inputReader().readLine();
        other.destroyForcibly().waitFor();
        assertThat(dir.resolve("broker.address")).exists();

        try (DataDirectory data = DataDirectory.open(dir, 0)) {
            assertThat(data.joined()).isFalse();
        }
        assertThat(dir.resolve("broker.address")).doesNotExist();
    }

    @Test
    void shouldJoinTheBrokerOfTheSameProcess() {
        try (DataDirectory first = DataDirectory.open(dir, 0)) {
            try (DataDirectory second = DataDirectory.open(dir.resolve("../" + dir.getFileName()), 0)) {
                assertThat(second.joined()).isTrue();
                assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
            }
            try (DataDirectory third = DataDirectory.open(dir, 0)) {
                assertThat(third.joined()).isTrue();
            }
        }
        assertThat(Files.exists(dir.resolve("broker.address"))).isFalse();
    }

    @Test
    void shouldStopTheBrokerOnlyWhenThoseWhoJoinedHaveEnded() throws Exception {
        DataDirectory first = DataDirectory.open(dir, 0);
        Process other = hold();
        assertThat(other.inputReader().readLine()).isEqualTo(first.bootstrapServers());

        CompletableFuture<String> said = new CompletableFuture<>();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> first.closeAfterOthers(said::complete));
        assertThat(said.get(10, TimeUnit.SECONDS)).contains("Other commands");
        assertThat(closing).isNotDone();

        other.outputWriter().close(); // it ends
        closing.get(30, TimeUnit.SECONDS);
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Starts a process that opens the directory, prints the address, and ends at the end of its input. */
    private Process hold() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (DataDirectory data = DataDirectory.open(Path.of(args[0]), 0);
                    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                System.out.println(data.bootstrapServers());
                in.readLine();
            }
        }
    }
}
