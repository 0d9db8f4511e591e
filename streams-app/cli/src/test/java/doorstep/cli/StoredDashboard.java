// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.api.ApiContent;
import doorstep.api.ApiServer;
import doorstep.api.ApiSettings;
import doorstep.api.ChangeHub;
import doorstep.api.ChangedCell;
import doorstep.api.Probe;
import doorstep.config.AppConfig;
import doorstep.dashboard.FigureRoutes;
import doorstep.dashboard.PipelineMoments;
import doorstep.family.Families;
import doorstep.feed.PipelineState;
import doorstep.page.PageFiles;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.rows.SqliteRows;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Test fixture: the server of the page over a store that a test fills, instead of a feed from a cluster. */
final class StoredDashboard implements AutoCloseable {
    private final RowStore store;
    private final ChangeHub changes = new ChangeHub();
    private final Map<Integer, String> topics = new HashMap<>(); // by code of the family
    private final ApiServer server;

    /**
     * @param directory of the rows
     * @param state that the pipeline is in
     */
    StoredDashboard(Path directory, AppConfig config, PipelineState state, ApiSettings settings) {
        Families.ofRows().forEach((topic, family) -> topics.put(family.code(), topic.shortName()));
        store = SqliteRows.open(directory, "stored", warning -> {});
        PipelineMoments moments = new PipelineMoments(config, () -> Optional.of(state));
        Probe good = new Probe(true, "good", Map.of());
        server = ApiServer.start(
                settings,
                new ApiContent(
                        new FigureRoutes(store, moments, limit -> List.of()).all(),
                        () -> good,
                        () -> good,
                        () -> "",
                        changes,
                        PageFiles.all(false)));
    }

    URI url() {
        return server.url();
    }

    /** Stores rows, and tells those who follow changes. */
    void put(List<RowChange> rows) {
        store.apply(rows, Map.of());
        changes.changed(rows.stream()
                .map(row -> new ChangedCell(
                        topics.get(row.cell().family()),
                        row.cell().unit(),
                        row.kind().name()))
                .distinct()
                .toList());
    }

    /** Stores rows of the worklist, and tells those who follow changes. */
    void owe(ItemChange change, String unit) {
        store.apply(List.of(change), Map.of());
        changes.changed(List.of(new ChangedCell(Topics.WORKLIST.shortName(), unit, WindowKind.EVER.name())));
    }

    /** The number of cells with rows. */
    int cells() {
        return store.cells().size();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
