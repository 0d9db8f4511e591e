// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.cluster.ClusterException;
import doorstep.config.ConfigurationException;
import doorstep.feed.CollectedFigures;
import doorstep.feed.PipelineState;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.question.BacklogComparison;
import doorstep.question.BacklogComparison.Kind;
import doorstep.text.FigureFormat;
import doorstep.text.PrintableText;
import doorstep.wire.RegistryUnavailableException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The line below progress that says whether service levels and worklist have the same open, or why nobody can say. */
final class BacklogLine {
    private BacklogLine() {}

    /** Progress is for finding faults, so whatever cannot be read becomes part of the line. */
    static String of(Cluster cluster) {
        try {
            CollectedFigures read = RowFeed.once(
                    cluster.config(),
                    cluster.schemas(),
                    BacklogComparison.TOPICS,
                    BacklogComparison::reads,
                    Clock.systemUTC());
            PipelineState after = RowFeed.once(
                            cluster.config(), cluster.schemas(), List.of(), row -> true, Clock.systemUTC())
                    .pipeline();
            FigureSettings settings =
                    FigureSettings.of(read.pipeline().settings(), cluster.config(), Map.of(), warning -> {});
            return text(BacklogComparison.of(read, settings, after.progress()));
        } catch (ClusterException | ConfigurationException | RegistryUnavailableException e) {
            return refused(e.getMessage());
        }
    }

    static String text(BacklogComparison comparison) {
        if (comparison.refusal().isPresent()) {
            return refused(comparison.refusal().get());
        }
        SortedMap<String, Kind> differing = new TreeMap<>(comparison.kinds());
        differing.values().removeIf(Kind::agrees);
        if (!differing.isEmpty()) {
            return "Service levels and worklist differ, which they must not: " + text(differing, BacklogLine::all);
        }
        return "Service levels and worklist agree. Open: "
                + (comparison.kinds().isEmpty() ? "nothing" : text(comparison.kinds(), BacklogLine::agreed));
    }

    private static String refused(String why) {
        return "Service levels and worklist are not compared: " + why;
    }

    private static String text(SortedMap<String, Kind> kinds, Function<Kind, String> told) {
        return kinds.entrySet().stream()
                .map(it -> PrintableText.line(it.getKey()) + " " + told.apply(it.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String agreed(Kind kind) {
        return WorklistFormat.text(kind.listed())
                + (kind.later() > 0 ? ", later than as-of " + FigureFormat.count(kind.later()) : "");
    }

    private static String all(Kind kind) {
        return WorklistFormat.text(kind.figures()) + " in service levels, " + WorklistFormat.text(kind.listed()) + " in the worklist ("
                + FigureFormat.count(kind.listed().open() + kind.later()) + " rows in all, "
                + FigureFormat.count(kind.sent()) + " by the progress of the pipeline)";
    }
}
