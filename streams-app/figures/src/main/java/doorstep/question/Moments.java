// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.Progress;
import doorstep.config.AppConfig;
import doorstep.feed.PipelineState;
import doorstep.figures.FigureSettings;
import doorstep.settings.PublishedSettings;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds out from the state of the pipeline what figures stand at. Thread-safe; keeps the last settings that it read. */
public final class Moments {
    private final AppConfig config;
    private volatile Read last = new Read(PublishedSettings.NONE, null);

    private record Read(PublishedSettings published, FigureSettings settings) {}

    /** @param config of the reader, for the names of topics */
    public Moments(AppConfig config) {
        this.config = config;
    }

    /** @throws doorstep.cluster.ClusterException if there are no settings, or some are missing */
    public Moment of(PipelineState state) {
        return of(state, settings(state.settings()));
    }

    /** @param settings of that state, with overrides */
    public static Moment of(PipelineState state, FigureSettings settings) {
        return new Moment(settings, asOfs(state.progress()), state.rebuilding(), endingsBeyond(state.progress()));
    }

    private FigureSettings settings(PublishedSettings published) {
        Read read = last;
        if (read.settings() == null || !read.published().equals(published)) {
            read = new Read(published, FigureSettings.of(published, config, Map.of(), warning -> {}));
            last = read;
        }
        return read.settings();
    }

    private static long endingsBeyond(Collection<Progress> progress) {
        return progress.stream()
                .map(Progress::getEndingsBeyond)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** None unless all partitions have one. */
    private static List<Instant> asOfs(Collection<Progress> progress) {
        List<Progress> windows = progress.stream()
                .filter(row -> row.getPart().equals(Topics.WINDOWS_PART))
                .sorted(Comparator.comparing(Progress::getPartition))
                .toList();
        boolean complete = !windows.isEmpty()
                && windows.get(windows.size() - 1).getPartition() == windows.size() - 1
                && windows.stream().allMatch(row -> row.getAsOf() != null);
        return complete ? windows.stream().map(Progress::getAsOf).toList() : List.of();
    }
}
