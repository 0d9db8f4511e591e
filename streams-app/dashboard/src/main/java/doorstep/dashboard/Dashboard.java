// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.ApiContent;
import doorstep.api.ApiServer;
import doorstep.api.ApiSettings;
import doorstep.api.ChangeHub;
import doorstep.api.ChangedCell;
import doorstep.api.Probe;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.family.Families;
import doorstep.feed.FeedClock;
import doorstep.feed.FeedListener;
import doorstep.feed.FeedState;
import doorstep.feed.KeptStore;
import doorstep.feed.RowFeed;
import doorstep.page.PageFiles;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.tally.WindowKind;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the rows of the result topics in a file, and answers questions about them over HTTP. */
public final class Dashboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    private final RowStore store;
    private final RowFeed feed;
    private final DashboardMetrics metrics;
    private final ApiServer server;

    private Dashboard(RowStore store, RowFeed feed, DashboardMetrics metrics, ApiServer server) {
        this.store = store;
        this.feed = feed;
        this.metrics = metrics;
        this.server = server;
    }

    /**
     * Starts reading and listening. Answers are given once all topics were read to their ends.
     *
     * @param directory of the rows, for this process alone
     * @throws doorstep.rows.StoreException if another process has the directory, or it cannot be written
     * @throws ClusterException if the cluster does not answer, or the port is in use
     */
    public static Dashboard start(
            AppConfig config, SchemaRegistry registry, Path directory, MetricsScope scope, ApiSettings settings) {
        RowStore store = KeptStore.open(config, directory, warning -> LOG.warn("{}", warning));
        ChangeHub changes = new ChangeHub();
        RowFeed feed = RowFeed.follow(config, registry, store, tell(changes), FeedClock.SYSTEM);
        PipelineMoments moments = new PipelineMoments(config, feed::pipeline);
        DashboardMetrics metrics = new DashboardMetrics(store, feed::state, moments, scope);
        try {
            ApiContent content = new ApiContent(
                    new FigureRoutes(store, moments, feed::rejects).all(),
                    () -> health(feed),
                    () -> ready(feed),
                    metrics::text,
                    changes,
                    PageFiles.all(settings.tokens().isPresent()));
            return new Dashboard(store, feed, metrics, ApiServer.start(settings, content));
        } catch (RuntimeException e) {
            metrics.close();
            feed.close();
            store.close();
            throw e;
        }
    }

    private static FeedListener tell(ChangeHub changes) {
        Map<Integer, String> topics = new HashMap<>(); // by code of the family
        Families.ofRows().forEach((topic, family) -> topics.put(family.code(), topic.shortName()));
        return new FeedListener() {
            @Override
            public void changed(List<RowChange> rows) {
                changes.changed(rows.stream()
                        .map(row -> new ChangedCell(
                                topics.get(row.cell().family()),
                                row.cell().unit(),
                                row.kind().name()))
                        .distinct()
                        .toList());
            }

            @Override
            public void worklistChanged(Set<String> units) {
                changes.changed(units.stream()
                        .map(unit -> new ChangedCell(Topics.WORKLIST.shortName(), unit, WindowKind.EVER.name()))
                        .toList());
            }

            @Override
            public void replaced(int family) {
                changes.changedEverything();
            }
        };
    }

    /** Says also why there is no answer yet, so that a page need not ask in vain. */
    private static Probe health(RowFeed feed) {
        FeedState state = feed.state();
        String status = feed.pipeline()
                .map(it -> it.settings().isWhole() ? "healthy" : "empty")
                .orElse("starting");
        return new Probe(state.running(), state.running() ? status : "unhealthy", details(state));
    }

    private static Probe ready(RowFeed feed) {
        FeedState state = feed.state();
        boolean rebuilding = feed.pipeline().filter(it -> it.rebuilding()).isPresent();
        boolean ready = state.caughtUp() && feed.pipeline().isPresent() && !rebuilding;
        Map<String, Object> details = details(state);
        details.put("rebuilding", rebuilding);
        return new Probe(ready, ready ? "ready" : "not ready", details);
    }

    private static Map<String, Object> details(FeedState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("caughtUp", state.caughtUp());
        details.put("lag", state.lag());
        details.put("stored", state.stored());
        details.put("skipped", state.skipped());
        details.put("error", state.error().orElse(null));
        return details;
    }

    public URI url() {
        return server.url();
    }

    /** @throws ClusterException if rows are not read any more, and never will be */
    public void requireReading() {
        FeedState state = feed.state();
        if (!state.running()) {
            throw new ClusterException(
                    "rows are not read any more: " + state.error().orElse("the feed has stopped"));
        }
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
        feed.close();
        store.close();
    }
}
