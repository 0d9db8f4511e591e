// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.config.AppConfig;
import doorstep.directory.DirectoryTables;
import doorstep.directory.DirectoryTarget;
import doorstep.directory.ParquetFormat;
import doorstep.evidence.ExportExplainer;
import doorstep.explain.ClusterExplainer;
import doorstep.explain.Explainer;
import doorstep.explain.Explanation;
import doorstep.explain.Explanation.Verdict;
import doorstep.export.ExportListener;
import doorstep.export.Exporter;
import doorstep.export.Sources;
import doorstep.export.Target;
import doorstep.exported.ExportedTables;
import doorstep.feed.ClusterLog;
import doorstep.feed.FeedClock;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.wire.BundledSchemas;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Explains the figure of all ratings. The variant says from what; an export is made first, which is not measured. */
final class Explanations implements BenchTask {
    static final String TOPICS = "the topics";
    static final String EXPORT = "an export (Parquet)";

    private static final String KEY = "*||" + RatingVersion.QUESTION + ":" + RatingVersion.SCALE + "|EVER|";
    private static final int LINES = 1_000; // as doorstep explain has it
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Override
    public Measured run(Job job) {
        AppConfig config = Doorstep.config(job);
        if (job.variant().equals(TOPICS)) {
            return explain(job, new ClusterExplainer(config, new BundledSchemas(), TIMEOUT));
        }
        Path exported = job.dir().resolve("export");
        export(config, exported);
        try (ExportedTables tables = DirectoryTables.open(exported, new ParquetFormat());
                ExportExplainer explainer = new ExportExplainer(tables)) {
            return explain(job, explainer);
        }
    }

    private static void export(AppConfig config, Path into) {
        try (ClusterLog log = ClusterLog.toReadOnce(config);
                Target target = DirectoryTarget.open(into, new ParquetFormat(), Optional.empty())) {
            Sources sources = new Sources(
                    log,
                    config.topics(),
                    new BundledSchemas(),
                    FeedClock.SYSTEM,
                    duration -> Pause.millis(duration.toMillis()),
                    ExportListener.NONE);
            var unused = new Exporter(sources).run(target, new Exporter.Options(TIMEOUT, false));
        }
    }

    private static Measured explain(Job job, Explainer explainer) {
        Meter.start();
        Explanation explanation = explainer
                .explain(new Explainer.Request(Topics.SATISFACTION_SCORES, KEY, Optional.empty(), LINES))
                .orElseThrow(() -> new RunException("there is no row " + KEY));
        Measured measured = Meter.read(job.input().events());
        if (explanation.verdict() != Verdict.EQUAL) {
            throw new RunException("the row and its events are " + explanation.verdict());
        }
        return measured.put(Quantity.ROWS, explanation.recount().lineCount());
    }
}
