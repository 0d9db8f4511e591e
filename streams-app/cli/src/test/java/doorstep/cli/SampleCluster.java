// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.api.ApiSettings;
import doorstep.config.AppConfig;
import doorstep.dashboard.Dashboard;
import doorstep.dashboard.MetricsScope;
import doorstep.figures.FigureSettings;
import doorstep.wire.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Test fixture: a broker with the figures of the demo's sample. The pipeline has ended. */
final class SampleCluster implements AutoCloseable {
    private final Path dir;
    private final Cluster cluster;

    private SampleCluster(Path dir) {
        this.dir = dir;
        cluster = Cluster.open(AppConfig.of(Map.of()), dir, 0);
    }

    /** Runs the demo in a directory. */
    static SampleCluster counted(Path dir) {
        Doorstep demo = Doorstep.run("demo", "--once", "--data", dir.toString());
        assertThat(demo.code()).as(demo.err()).isZero();
        return new SampleCluster(dir);
    }

    AppConfig config() {
        return cluster.config();
    }

    SchemaRegistry schemas() {
        return cluster.schemas();
    }

    FigureSettings settings() {
        return cluster.figureSettings(warning -> {});
    }

    /** A dashboard that has read everything. */
    Dashboard dashboard(String name, ApiSettings settings) {
        Dashboard server = Dashboard.start(config(), schemas(), dir.resolve(name), MetricsScope.DEFAULT, settings);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!isReady(server)) {
            assertThat(System.nanoTime() - deadline).as("time to become ready").isNegative();
            LockSupport.parkNanos(100_000_000);
        }
        return server;
    }

    private static boolean isReady(Dashboard server) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(server.url().resolve("/ready")).build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
