// SPDX-License-Identifier: Apache-2.0
package doorstep.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;

/** Runs the image with the sample data on one broker. */
@OnEngine
class ImageIT {
    private static final long MAX_BYTES = 300_000_000;

    private static ContainerCluster cluster;
    private static ManagedContainer app;
    private static Duration startTime;

    @BeforeAll
    static void start() {
        String image = DoorstepImage.name();
        cluster = new ContainerCluster(1, Map.of("zone", "Asia/Shanghai", "as-of", "2011-07-18T23:59"));
        long start = System.nanoTime();
        app = cluster.run("app-1", image);
        cluster.awaitReady("app-1");
        startTime = Duration.ofNanos(System.nanoTime() - start);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void shouldStaySmallAndStartSoon() {
        long bytes = DockerClientFactory.instance()
                .client()
                .inspectImageCmd(DoorstepImage.NAME)
                .exec()
                .getSize();

        System.out.printf(
                Locale.ROOT, "image %d MB; ready after %.1f s%n", bytes / 1_000_000, startTime.toMillis() / 1e3);
        assertThat(bytes).isLessThan(MAX_BYTES);
        assertThat(startTime).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void shouldCarryNoBroker() {
        assertThat(sh("ls /opt/doorstep/lib").getStdout())
                .contains("kafka-streams-", "doorstep-cli-")
                .doesNotContain("kafka_2", "kafka-server", "kafka-metadata", "scala-library");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "standalone", "rows visit-counts"})
    void shouldSayThatItHasNoBrokerWhereOneIsWanted(String command) {
        ExecResult result = sh("env -u DOORSTEP_BOOTSTRAP_SERVERS -u DOORSTEP_AS_OF -u DOORSTEP_PARTITIONS"
                + " -u DOORSTEP_ZONE doorstep " + command + " --data /tmp/none");

        assertThat(result.getExitCode()).isEqualTo(1);
        assertThat(result.getStderr())
                .contains("this installation has no broker", "--bootstrap-servers")
                .doesNotContain("\tat ", "NoClassDefFoundError");
    }

    @Test
    void shouldRunAsNobodyInParticularAndWriteOnItsVolumeOnly() {
        assertThat(sh("id -u").getStdout().strip()).isEqualTo("10001");
        assertThat(sh("touch /opt/doorstep/x || touch /etc/x").getExitCode()).isNotZero();
        assertThat(sh("touch /var/lib/doorstep/x && rm /var/lib/doorstep/x").getExitCode())
                .isZero();
    }

    @Test
    void shouldTellTheEngineThatItIsHealthy() {
        ManagedContainer.await("the engine calls the container healthy", Duration.ofSeconds(60), () -> app.health()
                .equals("healthy"));

        assertThat(app.exec("healthy", "1").getExitCode())
                .as("nobody listens there")
                .isEqualTo(1);
        assertThat(app.exec("healthy", "9464", "/nothing").getExitCode()).isEqualTo(1);
    }

    @Test
    void shouldCountTheSampleAsTheDemoDoes() {
        assertThat(sh("doorstep sample sample").getExitCode()).isZero();
        Map.of("visits", "zstd", "ratings", "snappy", "cases", "lz4", "duties", "gzip")
                .forEach((part, codec) -> {
                    ExecResult imported = sh("doorstep ingest --mapping sample/" + part + ".yaml sample/" + part
                            + ".csv --set kafka.compression.type=" + codec);
                    assertThat(imported.getExitCode()).as(imported.getStderr()).isZero();
                });

        String year = "doorstep rows visit-counts --unit '*' --window YEAR --breakdown none --json";
        // as the README says of the demo, which runs on the embedded broker
        ManagedContainer.await("the visits of the sample are counted", Duration.ofMinutes(2), () -> sh(year).getStdout()
                .contains("\"households\":" + published("Households visited")));
        assertThat(sh(year).getStdout()).contains("\"people\":" + published("People visited"));
        assertThat(sh("doorstep rows progress --json").getStdout()).contains("\"current\"");
        assertThat(sh("doorstep rows satisfaction-scores --unit '*' --window YEAR --breakdown none --json")
                        .getStdout())
                .contains("GRADE_5");
        assertThat(sh("doorstep rows rejected --json").getStdout()).isEmpty();
    }

    private static long published(String total) {
        try (Stream<String> lines = Files.lines(DoorstepImage.root().resolve("README.md"))) {
            String line =
                    lines.filter(it -> it.strip().startsWith(total)).findFirst().orElseThrow();
            Matcher number = Pattern.compile("([0-9,]+) +more than").matcher(line);
            assertThat(number.find()).as(line).isTrue();
            return Long.parseLong(number.group(1).replace(",", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExecResult sh(String command) {
        return app.exec("sh", "-c", command);
    }
}
