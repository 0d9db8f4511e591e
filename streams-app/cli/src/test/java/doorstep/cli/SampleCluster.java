// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.api.ApiSettings;
import doorstep.config.AppConfig;
import doorstep.feed.CollectedFigures;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.scenario.TestDashboard;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** Test fixture: a broker with the figures of the demo's sample. The pipeline has ended. */
final class SampleCluster implements AutoCloseable {
    private final Path dir;
    private final Cluster cluster;

    /** The cluster that a demo has left in its directory. */
    SampleCluster(Path dir) {
        this.dir = dir;
        cluster = Cluster.open(AppConfig.of(Map.of()), dir, 0);
    }

    /** @param dir where the demo's directory is copied to, empty */
    static SampleCluster counted(Path dir) {
        CountedSample.copyTo(dir);
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

    /** All that the topics of figures hold. */
    CollectedFigures figures() {
        return RowFeed.once(config(), schemas(), Topics.figures(), row -> true, InstantSource.system());
    }

    /** @param name of the directory with its rows */
    TestDashboard dashboard(String name, ApiSettings settings) {
        return new TestDashboard(config(), schemas(), dir.resolve(name), settings);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
